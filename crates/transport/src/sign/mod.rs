//! Request signatures. They prove the identity of the sender and the integrity of the request with a secret that is not
//! sent.
//!
//! There are two similar [algorithms](Algorithm). Both write the parts of a request as one canonical text, hash it, and
//! send an HMAC of the hash in the `Authorization` header. This module does not read a clock or do I/O.
//!
//! - Clients sign with [`AccessKeySigner::sign`] or [`AppSigner::sign`] as the last step of each attempt, since the date is
//!   signed too.
//! - Servers [parse](AuthorizationHeader::parse) the `Authorization` header, look up the secret of the
//!   [signer](AuthorizationHeader::key_id), and [verify](AuthorizationHeader::verify) the signature.
//!
//! ```rust
//! use std::time::{Duration, SystemTime};
//!
//! use hwc_transport::sign::{AccessKeySigner, AuthorizationHeader};
//! use hwc_transport::{Body, HttpRequest};
//! use hwc_wire::Secret;
//!
//! let keys = AccessKeySigner::new("AKEXAMPLE", "an example, not a key")?;
//! let mut request = HttpRequest::new(Body::empty());
//! *request.uri_mut() = "https://service.example/v1/things?limit=10".parse()?;
//! let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_704_164_645);
//! keys.sign(&mut request, now)?;
//! assert_eq!(request.headers()["x-sdk-date"], "20240102T030405Z");
//!
//! let authorization = AuthorizationHeader::parse(request.headers()["authorization"].to_str()?)?;
//! assert_eq!(authorization.key_id(), "AKEXAMPLE");
//! let (head, _) = request.into_parts();
//! let date = authorization.verify(&head, b"", &Secret::from("an example, not a key"))?;
//! assert_eq!(date, now);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Signed parts
//!
//! - The method, and the hash of the body.
//! - The path and query of the request line. Each piece is decoded and encoded again, so its escaping does not matter. A
//!   `+` in the query is a space. A `%2F` within a path segment stays one; the official Python SDK treats it as a `/`.
//!   The segments `.` and `..` are signed unchanged, although HTTP libraries remove them before sending.
//! - The query parameters, in any order.
//! - The host in lowercase and without the default port, which is how HTTP libraries send it. An existing `Host` header
//!   takes precedence over the URI. Other spellings, such as `127.1`, are sent differently from how they are signed.
//!   Normalize such a URL with [`normalized_url`](crate::normalized_url) first.
//! - Headers, selected by the algorithm. Several values of one header are joined by commas.

mod access_keys;
mod algorithm;
mod app_keys;
mod authorization;
mod canonical;
mod date;
mod error;
mod hex;
mod mac;
mod signed_text;
mod signing;
#[cfg(test)]
mod tests;
mod verify;

pub use access_keys::AccessKeySigner;
pub use algorithm::Algorithm;
pub use app_keys::AppSigner;
pub use authorization::AuthorizationHeader;
pub use error::{InvalidKeyError, SignError};
pub use signed_text::SignedText;
pub use verify::VerifyError;

/// Returns the SHA-256 of bytes in hexadecimal digits. For other crates of hwc.
#[doc(hidden)]
#[must_use]
#[inline]
pub fn sha256_hex(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&mac::hash(bytes)).into_owned()
}
