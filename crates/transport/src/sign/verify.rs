//! Verification of signatures on a server: computes the expected signature and compares it.

use std::time::SystemTime;

use http::HeaderValue;
use http::request::Parts;
use hwc_wire::Secret;

use super::algorithm::{Algorithm, UNSIGNED_PAYLOAD, X_SDK_CONTENT_SHA256};
use super::authorization::AuthorizationHeader;
use super::canonical::{self, Head};
use super::{date, mac};

/// The reason why a signature is invalid. It contains no secrets, signatures or header values.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// The `Authorization` header is not a signature, or deviates from the format of its algorithm.
    #[error("malformed signature in the Authorization header: {0}")]
    Malformed(&'static str),
    /// The header with the date is missing.
    #[error("missing header {0} with the date of the signature")]
    MissingDate(&'static str),
    /// The header with the date has an invalid value.
    #[error("invalid date in the header {0}; expected a value such as 20240102T030405Z")]
    InvalidDate(&'static str),
    /// A required header, such as the date, is not signed.
    #[error("the header {0} must be signed")]
    HeaderNotSigned(&'static str),
    /// A signed header was not sent.
    #[error("the signed header {0} was not sent")]
    SignedHeaderMissing(String),
    /// The signature differs: the secret is wrong, or the request was modified.
    #[error("the signature does not match: the secret is wrong, or the request was modified")]
    Mismatch,
}

impl AuthorizationHeader {
    /// Verifies that this signature was made with `secret` for the request with `head` and `body`. Returns its date.
    ///
    /// The caller decides if the date is too old. The URI of `head` may be absolute or, as on servers, path and query
    /// only. The signature is compared in constant time.
    ///
    /// # Errors
    ///
    /// Returns any [`VerifyError`] except [`VerifyError::Malformed`].
    #[inline]
    pub fn verify(&self, head: &Parts, body: &[u8], secret: &Secret) -> Result<SystemTime, VerifyError> {
        let (date, text) = self.date(head)?;
        if let Some(name) = self.algorithm.required_headers().iter().find(|name| !self.has_signed(name)) {
            return Err(VerifyError::HeaderNotSigned(name));
        }
        let mut matches = false;
        for body_hash in body_hashes(self.algorithm, head, body).into_iter().flatten() {
            matches |= self.is_valid_for(head, text.as_bytes(), &body_hash, secret)?;
        }
        if matches { Ok(date) } else { Err(VerifyError::Mismatch) }
    }

    /// Returns the date of the signature and its text.
    #[inline]
    pub(super) fn date<'h>(&self, head: &'h Parts) -> Result<(SystemTime, &'h str), VerifyError> {
        let header = self.algorithm.required_headers()[0];
        let value = head.headers.get(header).ok_or(VerifyError::MissingDate(header))?;
        let text = value.to_str().unwrap_or_default().trim();
        let date = date::parse(text).ok_or(VerifyError::InvalidDate(header))?;
        Ok((date, text))
    }

    #[inline]
    fn has_signed(&self, name: &str) -> bool {
        self.signed_headers().any(|signed| signed == name)
    }

    #[inline]
    fn is_valid_for(&self, head: &Parts, date: &[u8], body_hash: &[u8], secret: &Secret) -> Result<bool, VerifyError> {
        let head = Head { method: &head.method, uri: &head.uri, headers: &head.headers };
        let canonical = canonical::request(head, &self.names, body_hash);
        let canonical = canonical.map_err(|name| VerifyError::SignedHeaderMissing(name.to_owned()))?;
        let text = self.algorithm.string_to_sign(date, &canonical);
        Ok(mac::is_signature(&mac::key(secret.expose()), &text, &self.signature))
    }
}

/// Returns the acceptable hashes of the body.
///
/// There are two for an empty body that is declared as not hashed, since the official SDKs for Go and Python disagree.
#[inline]
pub(super) fn body_hashes(algorithm: Algorithm, head: &Parts, body: &[u8]) -> [Option<Vec<u8>>; 2] {
    let declared = head.headers.get(X_SDK_CONTENT_SHA256).map(HeaderValue::as_bytes);
    let unsigned = algorithm == Algorithm::AccessKey && declared == Some(UNSIGNED_PAYLOAD.as_bytes());
    let hash = (!unsigned || body.is_empty()).then(|| mac::hash(body).to_vec());
    [unsigned.then(|| UNSIGNED_PAYLOAD.as_bytes().to_vec()), hash]
}
