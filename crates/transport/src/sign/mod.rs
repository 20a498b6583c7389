//! Signatures: what proves, with a secret that is not sent, who sends a request and that nobody changed it.
//!
//! There are two [algorithms](Algorithm), much alike. Both put the parts of a request into one canonical text, hash it,
//! and send an HMAC of the hash in the `Authorization` header. Nothing here reads a clock or does I/O.
//!
//! - Clients sign with [`AccessKeys::sign`] or [`AppKeys::sign`], last of all, and anew for each attempt: the date is
//!   signed, too.
//! - Servers [parse](Authorization::parse) the `Authorization` header, look up the secret of [who](Authorization::who)
//!   signed, and [check](Authorization::check).
//!
//! ```rust
//! use std::time::{Duration, SystemTime};
//!
//! use hwc_transport::sign::{AccessKeys, Authorization};
//! use hwc_transport::{Body, Request};
//! use hwc_wire::Secret;
//!
//! let keys = AccessKeys::new("AKEXAMPLE", "an example, not a key")?;
//! let mut request = Request::new(Body::empty());
//! *request.uri_mut() = "https://service.example/v1/things?limit=10".parse()?;
//! let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_704_164_645);
//! keys.sign(&mut request, now)?;
//! assert_eq!(request.headers()["x-sdk-date"], "20240102T030405Z");
//!
//! let authorization = Authorization::parse(request.headers()["authorization"].to_str()?)?;
//! assert_eq!(authorization.who(), "AKEXAMPLE");
//! let (head, _) = request.into_parts();
//! let date = authorization.check(&head, b"", &Secret::from("an example, not a key"))?;
//! assert_eq!(date, now);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is signed
//!
//! - The method, and the hash of the body.
//! - Path and query as they stand in the request line: each piece is decoded and encoded again, so that it does not
//!   matter how it was escaped. A `+` in the query is a blank; a `%2F` within a piece of the path stays one, where the
//!   official Python SDK would take it for a `/`. Pieces `.` and `..` are signed as they stand, though HTTP libraries
//!   remove them on the way.
//! - The order of the query's pairs does not matter.
//! - The host, in small letters and without the default port, which is how HTTP libraries send it. A `Host` header
//!   that the request has already goes before the URI. Other spellings, such as `127.1`, are sent in another way than they are
//!   signed: pass a URL through [`normalized_url`](crate::normalized_url) first.
//! - Headers: which ones, each algorithm says. Several values of one header are joined by commas.

mod access_keys;
mod algorithm;
mod app_keys;
mod attach;
mod authorization;
mod canonical;
mod check;
mod date;
mod error;
mod hex;
mod mac;
#[cfg(test)]
mod tests;

pub use access_keys::AccessKeys;
pub use algorithm::Algorithm;
pub use app_keys::AppKeys;
pub use authorization::Authorization;
pub use check::CheckError;
pub use error::{KeysError, SignError};
