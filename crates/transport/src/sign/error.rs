//! Errors of signing. They contain no secrets and no header values.

use http::HeaderValue;
use hwc_wire::Secret;

use super::mac::{self, Key};

/// The error of invalid keys. `Display` shows which key is invalid and why, but not its value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the {field} {problem}")]
pub struct InvalidKeyError {
    field: &'static str,
    problem: &'static str,
}

impl InvalidKeyError {
    /// Returns the name of the invalid key, such as `security token`.
    #[must_use]
    #[inline]
    pub fn field(&self) -> &'static str {
        self.field
    }

    pub(super) fn new(field: &'static str, problem: &'static str) -> Self {
        Self { field, problem }
    }
}

const INVALID_CHARACTERS: &str =
    "contains characters that are not allowed in a header, such as spaces, commas or line breaks";

/// Checks that the text is a valid header value, also as one of several values in `Authorization`.
pub(super) fn check_header_value(field: &'static str, text: &str) -> Result<(), InvalidKeyError> {
    if text.is_empty() {
        Err(InvalidKeyError::new(field, "is empty"))
    } else if text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b',') {
        Ok(())
    } else {
        Err(InvalidKeyError::new(field, INVALID_CHARACTERS))
    }
}

/// Returns a text as a header value.
pub(super) fn value(field: &'static str, text: &str) -> Result<HeaderValue, InvalidKeyError> {
    check_header_value(field, text)?;
    HeaderValue::from_str(text).map_err(|_| InvalidKeyError::new(field, INVALID_CHARACTERS))
}

/// Prepares a secret for use. It is never sent, so any text is valid.
pub(super) fn key(field: &'static str, secret: &Secret) -> Result<Key, InvalidKeyError> {
    let text = secret.expose();
    if text.is_empty() {
        return Err(InvalidKeyError::new(field, "is empty"));
    }
    if text.trim() != text {
        return Err(InvalidKeyError::new(field, "has surrounding whitespace"));
    }
    Ok(mac::key(text))
}

/// The error of a request that cannot be signed. Nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// Neither the URI nor a header contains the host, which must be signed.
    #[error("the request has no host; its URI must be absolute")]
    MissingHost,
    /// The date is before the year 1970 or after 9999: the machine's clock is wrong.
    #[error("the date of the signature must be in the years 1970 to 9999")]
    InvalidDate,
    /// The body is a stream, but the algorithm must hash it. Only [`AppSigner`](super::AppSigner) require that.
    #[error("the body is a stream and cannot be hashed; this algorithm requires a body in memory")]
    StreamingBody,
    /// The signature is not a valid header value.
    #[error("the signature is not a valid header value")]
    InvalidHeader,
}
