//! Checks signatures, as a server does: computes them anew and compares.

use std::time::SystemTime;

use http::HeaderValue;
use http::request::Parts;
use hwc_wire::Secret;

use super::algorithm::{Algorithm, UNSIGNED_PAYLOAD, X_SDK_CONTENT_SHA256};
use super::authorization::Authorization;
use super::canonical::{self, Head};
use super::{date, mac};

/// Why a signature does not hold. No secret, no signature and no value of a header is in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CheckError {
    /// The `Authorization` header is no signature, or not in the form of its algorithm.
    #[error("the Authorization header cannot be read as a signature: {0}")]
    Unreadable(&'static str),
    /// The header with the date is not there.
    #[error("the header {0} with the date of the signature is missing")]
    NoDate(&'static str),
    /// The header with the date is there and holds something else.
    #[error("the header {0} is no date like 20240102T030405Z")]
    BadDate(&'static str),
    /// A header that must be signed is not: the date, above all.
    #[error("the header {0} must be among the signed ones")]
    NotSigned(&'static str),
    /// A header is named among the signed ones and was not sent.
    #[error("the header {0} is named as signed and was not sent")]
    NotSent(String),
    /// The signature is another one: the secret is wrong, or what came is not what was signed.
    #[error("the signature does not match: the secret, or some part of the request, is not what it was signed with")]
    Differs,
}

impl Authorization {
    /// Checks that this signature was made with `secret` for the request with `head` and `body`, and tells when.
    ///
    /// Whether that is too long ago is for the caller to judge. The URI of `head` may be absolute or, as servers see
    /// it, path and query alone. The signature is compared in constant time.
    ///
    /// # Errors
    ///
    /// All of [`CheckError`] but [`CheckError::Unreadable`].
    pub fn check(&self, head: &Parts, body: &[u8], secret: &Secret) -> Result<SystemTime, CheckError> {
        let (date, text) = self.date(head)?;
        if let Some(name) = self.algorithm.must_sign().iter().find(|name| !self.has_signed(name)) {
            return Err(CheckError::NotSigned(name));
        }
        let mut matches = false;
        for body_hash in body_hashes(self.algorithm, head, body).into_iter().flatten() {
            matches |= self.is_over(head, text.as_bytes(), &body_hash, secret)?;
        }
        if matches { Ok(date) } else { Err(CheckError::Differs) }
    }

    /// The date of the signature, and its text.
    fn date<'h>(&self, head: &'h Parts) -> Result<(SystemTime, &'h str), CheckError> {
        let header = self.algorithm.must_sign()[0];
        let value = head.headers.get(header).ok_or(CheckError::NoDate(header))?;
        let text = value.to_str().unwrap_or_default().trim();
        let date = date::parse(text).ok_or(CheckError::BadDate(header))?;
        Ok((date, text))
    }

    fn has_signed(&self, name: &str) -> bool {
        self.signed_headers().any(|signed| signed == name)
    }

    fn is_over(&self, head: &Parts, date: &[u8], body_hash: &[u8], secret: &Secret) -> Result<bool, CheckError> {
        let head = Head { method: &head.method, uri: &head.uri, headers: &head.headers };
        let canonical = canonical::request(head, &self.names, body_hash);
        let canonical = canonical.map_err(|name| CheckError::NotSent(name.to_owned()))?;
        let keyed = mac::keyed(secret.expose()).ok_or(CheckError::Differs)?;
        Ok(mac::is_signature(self.algorithm.over(keyed, date, &canonical), &self.signature))
    }
}

/// What may stand in the place of the body's hash.
///
/// For an empty body that counts as not hashed there are two: the official SDKs for Go and for Python disagree.
fn body_hashes(algorithm: Algorithm, head: &Parts, body: &[u8]) -> [Option<Vec<u8>>; 2] {
    let stated = head.headers.get(X_SDK_CONTENT_SHA256).map(HeaderValue::as_bytes);
    let unsigned = algorithm == Algorithm::AccessKey && stated == Some(UNSIGNED_PAYLOAD.as_bytes());
    let hash = (!unsigned || body.is_empty()).then(|| mac::hash(body).to_vec());
    [unsigned.then(|| UNSIGNED_PAYLOAD.as_bytes().to_vec()), hash]
}
