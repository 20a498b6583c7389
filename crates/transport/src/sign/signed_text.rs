//! The texts behind a signature, for explanations and for the comparison with another signer.

use http::request::Parts;

use super::authorization::AuthorizationHeader;
use super::canonical::{self, Head};
use super::verify::{VerifyError, body_hashes};

/// The texts that a signature is computed from.
///
/// They contain the signed headers of the request, which may be secret: see [`redact`](Self::redact).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignedText {
    /// Method, path, query, signed headers and the hash of the body, one after another.
    pub canonical_request: String,
    /// The text whose HMAC is the signature: the algorithm, the date if it has its own line, and the hash of the canonical
    /// request.
    pub string_to_sign: String,
}

impl SignedText {
    /// Replaces the values of these signed headers in the canonical request. The names are in lowercase.
    #[must_use]
    #[inline]
    pub fn redact(mut self, names: &[&str], replacement: &str) -> Self {
        let redact = |line: &str| match line.split_once(':') {
            Some((name, _)) if names.contains(&name) => format!("{name}:{replacement}"),
            _ => line.to_owned(),
        };
        self.canonical_request = self.canonical_request.split('\n').map(redact).collect::<Vec<_>>().join("\n");
        self
    }
}

impl AuthorizationHeader {
    /// Returns the texts that this signature of the request with `head` and `body` is computed from.
    ///
    /// # Errors
    ///
    /// Returns [`VerifyError::MissingDate`], [`VerifyError::InvalidDate`] or [`VerifyError::SignedHeaderMissing`].
    #[inline]
    pub fn signed_text(&self, head: &Parts, body: &[u8]) -> Result<SignedText, VerifyError> {
        let (_, date) = self.date(head)?;
        let body_hash = body_hashes(self.algorithm, head, body).into_iter().flatten().next().unwrap_or_default();
        let head = Head { method: &head.method, uri: &head.uri, headers: &head.headers };
        let canonical = canonical::request(head, &self.names, &body_hash);
        let canonical = canonical.map_err(|name| VerifyError::SignedHeaderMissing(name.to_owned()))?;
        let text = self.algorithm.string_to_sign(date.as_bytes(), &canonical);
        Ok(SignedText { canonical_request: lossy(&canonical), string_to_sign: lossy(&text) })
    }
}

#[inline]
fn lossy(text: &[u8]) -> String {
    String::from_utf8_lossy(text).into_owned()
}

/// Prints the lengths, because signed headers may be secret.
impl std::fmt::Debug for SignedText {
    #[inline]
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedText")
            .field("canonical_request", &self.canonical_request.len())
            .field("string_to_sign", &self.string_to_sign.len())
            .finish()
    }
}
