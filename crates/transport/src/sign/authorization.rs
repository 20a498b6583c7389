//! A parser for the `Authorization` header of a signed request.

use std::fmt;

use http::HeaderName;

use super::algorithm::Algorithm;
use super::check::VerifyError;
use super::hex;

/// The `Authorization` header of a signed request. `Debug` does not show the signature.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthorizationHeader {
    pub(super) algorithm: Algorithm,
    pub(super) who: String,
    /// The names of the signed headers in lowercase, sorted, joined by `;`.
    pub(super) names: String,
    pub(super) signature: [u8; 32],
}

impl AuthorizationHeader {
    /// Parses the value of an `Authorization` header.
    ///
    /// # Errors
    ///
    /// Returns [`VerifyError::Unreadable`] if the value is not a signature, such as a token, or deviates from the format
    /// of its algorithm.
    pub fn parse(value: &str) -> Result<Self, VerifyError> {
        let (name, rest) = value.split_once(' ').unwrap_or((value, ""));
        let algorithm = Algorithm::named(name).ok_or(VerifyError::Unreadable(UNKNOWN))?;
        let mut parts = rest.split(algorithm.comma());
        let mut part = |name: &str| parts.next()?.strip_prefix(name)?.strip_prefix('=');
        let (who, names, signature) = (part(algorithm.who()), part("SignedHeaders"), part("Signature"));
        let (Some(who), Some(names), Some(signature), None) = (who, names, signature, parts.next()) else {
            return Err(VerifyError::Unreadable(form(algorithm)));
        };
        if who.is_empty() || !who.bytes().all(|byte| byte.is_ascii_graphic() && byte != b',') {
            return Err(VerifyError::Unreadable("it does not say who signed"));
        }
        if !are_names(names) {
            return Err(VerifyError::Unreadable(NAMES));
        }
        let signature = hex::decode(signature).ok_or(VerifyError::Unreadable(SIGNATURE))?;
        Ok(Self { algorithm, who: who.to_owned(), names: names.to_owned(), signature })
    }

    /// Returns the signature algorithm.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Returns the ID of the claimed signer: an access key or an app ID.
    #[must_use]
    pub fn who(&self) -> &str {
        &self.who
    }

    /// Returns the names of the signed headers in lowercase, sorted.
    pub fn signed_headers(&self) -> impl Iterator<Item = &str> {
        self.names.split(';')
    }
}

const UNKNOWN: &str = "it begins neither with SDK-HMAC-SHA256 nor with HMAC-SHA256";
const NAMES: &str = "the names of its signed headers are not in small letters, sorted, each there once";
const SIGNATURE: &str = "its signature is not 64 hex digits in small letters";

fn form(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::AccessKey => "it is not `SDK-HMAC-SHA256 Access=.., SignedHeaders=.., Signature=..`",
        Algorithm::App => "it is not `HMAC-SHA256 AppId=..,SignedHeaders=..,Signature=..`",
    }
}

fn are_names(names: &str) -> bool {
    let mut last = "";
    names.split(';').all(|name| {
        let follows = last < name && HeaderName::from_lowercase(name.as_bytes()).is_ok();
        last = name;
        follows
    })
}

impl fmt::Debug for AuthorizationHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authorization")
            .field("algorithm", &self.algorithm)
            .field("who", &self.who)
            .field("signed_headers", &self.names)
            .finish_non_exhaustive()
    }
}
