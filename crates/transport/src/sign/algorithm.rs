//! The two algorithms, and all in which they differ.

use hmac::Mac as _;
use http::HeaderName;

use super::mac::{self, Mac};

/// How a request is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Algorithm {
    /// `SDK-HMAC-SHA256`, with an access key: Service Tickets, DataArts Insight and IAM.
    AccessKey,
    /// `HMAC-SHA256`, with the id of an app: KooDrive.
    App,
}

pub(super) const X_SDK_DATE: HeaderName = HeaderName::from_static("x-sdk-date");
pub(super) const X_SDK_CONTENT_SHA256: HeaderName = HeaderName::from_static("x-sdk-content-sha256");
pub(super) const X_DATE: HeaderName = HeaderName::from_static("x-date");

/// Stands in the place of the hash of a body that is not hashed.
pub(super) const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

impl Algorithm {
    /// The word with which the `Authorization` header begins.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AccessKey => "SDK-HMAC-SHA256",
            Self::App => "HMAC-SHA256",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::AccessKey, Self::App].into_iter().find(|algorithm| algorithm.name() == name)
    }

    /// The first part of the `Authorization` header, which says who signed.
    pub(super) fn who(self) -> &'static str {
        match self {
            Self::AccessKey => "Access",
            Self::App => "AppId",
        }
    }

    /// What stands between the parts of the `Authorization` header.
    pub(super) fn comma(self) -> &'static str {
        match self {
            Self::AccessKey => ", ",
            Self::App => ",",
        }
    }

    /// The headers that must be signed. The first one has the date.
    pub(super) fn must_sign(self) -> &'static [&'static str] {
        match self {
            Self::AccessKey => &["x-sdk-date"],
            Self::App => &["x-date", "x-user-id"],
        }
    }

    /// What is signed: algorithm, date where it has a line of its own, and the hash of the canonical request.
    pub(super) fn over(self, mut keyed: Mac, date: &[u8], canonical: &[u8]) -> Mac {
        keyed.update(self.name().as_bytes());
        keyed.update(b"\n");
        if self == Self::AccessKey {
            keyed.update(date);
            keyed.update(b"\n");
        }
        keyed.update(&mac::hash(canonical));
        keyed
    }

    /// The value of the `Authorization` header.
    pub(super) fn authorization(self, who: &str, names: &str, signature: &[u8; 64]) -> Vec<u8> {
        let (name, who_is, comma) = (self.name(), self.who(), self.comma());
        let pieces = [name, " ", who_is, "=", who, comma, "SignedHeaders=", names, comma, "Signature="];
        let mut value = Vec::with_capacity(128 + who.len() + names.len());
        for piece in pieces {
            value.extend_from_slice(piece.as_bytes());
        }
        value.extend_from_slice(signature);
        value
    }
}
