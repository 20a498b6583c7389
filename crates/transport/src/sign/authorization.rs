//! A parser for the `Authorization` header of a signed request.

use std::fmt;

use http::HeaderName;

use super::algorithm::Algorithm;
use super::hex;
use super::verify::VerifyError;

/// The `Authorization` header of a signed request. `Debug` does not show the signature.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthorizationHeader {
    pub(super) algorithm: Algorithm,
    pub(super) key_id: String,
    /// The names of the signed headers in lowercase, sorted, joined by `;`.
    pub(super) names: String,
    pub(super) signature: [u8; 32],
}

impl AuthorizationHeader {
    /// Parses the value of an `Authorization` header.
    ///
    /// # Errors
    ///
    /// Returns [`VerifyError::Malformed`] if the value is not a signature, such as a token, or deviates from the format
    /// of its algorithm.
    #[inline]
    pub fn parse(value: &str) -> Result<Self, VerifyError> {
        let (name, rest) = value.split_once(' ').unwrap_or((value, ""));
        let algorithm = Algorithm::from_name(name).ok_or(VerifyError::Malformed(UNKNOWN))?;
        let mut parts = rest.split(algorithm.separator());
        let mut part = |name: &str| parts.next()?.strip_prefix(name)?.strip_prefix('=');
        let (key_id, names, signature) = (part(algorithm.key_parameter()), part("SignedHeaders"), part("Signature"));
        let (Some(key_id), Some(names), Some(signature), None) = (key_id, names, signature, parts.next()) else {
            return Err(VerifyError::Malformed(form(algorithm)));
        };
        if key_id.is_empty() || !key_id.bytes().all(|byte| byte.is_ascii_graphic() && byte != b',') {
            return Err(VerifyError::Malformed("the ID of the signer is missing or invalid"));
        }
        if !are_valid_names(names) {
            return Err(VerifyError::Malformed(NAMES));
        }
        let signature = hex::decode(signature).ok_or(VerifyError::Malformed(SIGNATURE))?;
        Ok(Self { algorithm, key_id: key_id.to_owned(), names: names.to_owned(), signature })
    }

    /// Returns the signature algorithm.
    #[must_use]
    #[inline]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Returns the ID of the claimed signer: an access key or an app ID.
    #[must_use]
    #[inline]
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// Returns the names of the signed headers in lowercase, sorted.
    #[inline]
    pub fn signed_headers(&self) -> impl Iterator<Item = &str> {
        self.names.split(';')
    }
}

const UNKNOWN: &str = "expected the algorithm SDK-HMAC-SHA256 or HMAC-SHA256";
const NAMES: &str = "the names of the signed headers must be lowercase, sorted and unique";
const SIGNATURE: &str = "the signature must be 64 lowercase hex digits";

#[inline]
fn form(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::AccessKey => "expected `SDK-HMAC-SHA256 Access=.., SignedHeaders=.., Signature=..`",
        Algorithm::App => "expected `HMAC-SHA256 AppId=..,SignedHeaders=..,Signature=..`",
    }
}

#[inline]
fn are_valid_names(names: &str) -> bool {
    let mut last = "";
    names.split(';').all(|name| {
        let follows = last < name && HeaderName::from_lowercase(name.as_bytes()).is_ok();
        last = name;
        follows
    })
}

impl fmt::Debug for AuthorizationHeader {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationHeader")
            .field("algorithm", &self.algorithm)
            .field("key_id", &self.key_id)
            .field("signed_headers", &self.names)
            .finish_non_exhaustive()
    }
}
