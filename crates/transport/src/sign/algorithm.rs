//! The two algorithms and all their differences.

use http::HeaderName;

use super::mac;

/// A signature algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Algorithm {
    /// `SDK-HMAC-SHA256`, with an access key: Service Tickets, DataArts Insight and IAM.
    AccessKey,
    /// `HMAC-SHA256`, with an app ID: KooDrive.
    App,
}

pub(super) const X_SDK_DATE: HeaderName = HeaderName::from_static("x-sdk-date");
pub(super) const X_SDK_CONTENT_SHA256: HeaderName = HeaderName::from_static("x-sdk-content-sha256");
pub(super) const X_DATE: HeaderName = HeaderName::from_static("x-date");

/// The placeholder for the hash of a body that is not hashed.
pub(super) const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

impl Algorithm {
    /// Returns the name of the algorithm, which starts the `Authorization` header.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AccessKey => "SDK-HMAC-SHA256",
            Self::App => "HMAC-SHA256",
        }
    }

    #[inline]
    pub(super) fn from_name(name: &str) -> Option<Self> {
        [Self::AccessKey, Self::App].into_iter().find(|algorithm| algorithm.name() == name)
    }

    /// Returns the name of the first parameter of the `Authorization` header, which identifies the signer.
    pub(super) fn key_parameter(self) -> &'static str {
        match self {
            Self::AccessKey => "Access",
            Self::App => "AppId",
        }
    }

    /// Returns the separator between the parameters of the `Authorization` header.
    pub(super) fn separator(self) -> &'static str {
        match self {
            Self::AccessKey => ", ",
            Self::App => ",",
        }
    }

    /// Returns the headers that must be signed. The first one contains the date.
    #[inline]
    pub(super) fn required_headers(self) -> &'static [&'static str] {
        match self {
            Self::AccessKey => &["x-sdk-date"],
            Self::App => &["x-date", "x-user-id"],
        }
    }

    /// Returns the string to sign: the algorithm, the date if it has its own line, and the hash of the canonical request.
    pub(super) fn string_to_sign(self, date: &[u8], canonical: &[u8]) -> Vec<u8> {
        let (date, end): (&[u8], &[u8]) = if self == Self::AccessKey { (date, b"\n") } else { (b"", b"") };
        [self.name().as_bytes(), b"\n", date, end, &mac::hash(canonical)].concat()
    }

    /// Returns the value of the `Authorization` header.
    pub(super) fn authorization(self, key_id: &str, names: &str, signature: &[u8; 64]) -> Vec<u8> {
        let (name, parameter, separator) = (self.name(), self.key_parameter(), self.separator());
        let pieces = [name, " ", parameter, "=", key_id, separator, "SignedHeaders=", names, separator, "Signature="];
        let mut value = Vec::with_capacity(128 + key_id.len() + names.len());
        for piece in pieces {
            value.extend_from_slice(piece.as_bytes());
        }
        value.extend_from_slice(signature);
        value
    }
}
