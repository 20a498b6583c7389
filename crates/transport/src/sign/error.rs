//! Errors of signing. They contain no secrets and no header values.

use http::HeaderValue;
use hwc_wire::Secret;

use super::mac::{self, Mac};

/// The error of invalid keys. `Display` shows which key is invalid and why, but not its value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the {what} {problem}")]
pub struct InvalidKeyError {
    what: &'static str,
    problem: &'static str,
}

impl InvalidKeyError {
    /// Returns the name of the invalid key, such as `security token`.
    #[must_use]
    pub fn what(&self) -> &'static str {
        self.what
    }

    pub(super) fn new(what: &'static str, problem: &'static str) -> Self {
        Self { what, problem }
    }
}

const UNSENDABLE: &str = "has characters that it cannot have in a header: blanks, commas, line ends or others";

/// Checks that the text is a valid header value, also as one of several values in `Authorization`.
pub(super) fn sendable(what: &'static str, text: &str) -> Result<(), InvalidKeyError> {
    if text.is_empty() {
        Err(InvalidKeyError::new(what, "is empty"))
    } else if text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b',') {
        Ok(())
    } else {
        Err(InvalidKeyError::new(what, UNSENDABLE))
    }
}

/// Returns a text as a header value.
pub(super) fn value(what: &'static str, text: &str) -> Result<HeaderValue, InvalidKeyError> {
    sendable(what, text)?;
    HeaderValue::from_str(text).map_err(|_| InvalidKeyError::new(what, UNSENDABLE))
}

/// Prepares a secret for use. It is never sent, so any text is valid.
pub(super) fn keyed(what: &'static str, secret: &Secret) -> Result<Mac, InvalidKeyError> {
    let text = secret.expose();
    if text.is_empty() {
        return Err(InvalidKeyError::new(what, "is empty"));
    }
    if text.trim() != text {
        return Err(InvalidKeyError::new(what, "has blanks or line ends around it"));
    }
    mac::keyed(text).ok_or(InvalidKeyError::new(what, "is too long"))
}

/// The error of a request that cannot be signed. Nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// Neither the URI nor a header contains the host, which must be signed.
    #[error("the request names no host: its URI must be absolute to be signed")]
    NoHost,
    /// The date is before the year 1970 or after 9999: the machine's clock is wrong.
    #[error("the time is outside the years 1970 to 9999 and cannot be the date of a signature")]
    Date,
    /// The body is a stream, but the algorithm must hash it. Only [`AppSigner`](super::AppSigner) require that.
    #[error("the body is a stream and cannot be hashed, which this kind of signature needs")]
    Stream,
    /// The signature is not a valid header value.
    #[error("the signature cannot stand in a header")]
    NoHeader,
}
