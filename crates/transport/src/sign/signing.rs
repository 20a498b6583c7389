//! Adds a signature to a request, the last step of both algorithms.

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::algorithm::Algorithm;
use super::canonical::{self, Head};
use super::error::SignError;
use super::mac::{self, Key};
use crate::HttpRequest;

/// The inputs of a signature besides the request.
pub(super) struct Signing<'a> {
    pub(super) algorithm: Algorithm,
    pub(super) key_id: &'a str,
    pub(super) key: &'a Key,
    pub(super) date: &'a [u8],
    /// The names of the signed headers in lowercase, sorted, joined by `;`.
    pub(super) names: &'a str,
    pub(super) body_hash: &'a [u8],
}

impl Signing<'_> {
    /// Sets the `Authorization` header and replaces an existing one.
    pub(super) fn attach(self, request: &mut HttpRequest) -> Result<(), SignError> {
        let head = Head { method: request.method(), uri: request.uri(), headers: request.headers() };
        // All names except the host were found among the headers.
        let canonical = canonical::request(head, self.names, self.body_hash).map_err(|_| SignError::MissingHost)?;
        let text = self.algorithm.string_to_sign(self.date, &canonical);
        let value = self.algorithm.authorization(self.key_id, self.names, &mac::signature(self.key, &text));
        let mut value = HeaderValue::try_from(value).map_err(|_| SignError::InvalidHeader)?;
        value.set_sensitive(true);
        request.headers_mut().insert(AUTHORIZATION, value);
        Ok(())
    }
}

/// Sets a header, or removes that of an earlier signature.
pub(super) fn set(headers: &mut HeaderMap, name: HeaderName, value: Option<HeaderValue>) {
    match value {
        Some(value) => headers.insert(name, value),
        None => headers.remove(name),
    };
}

/// Returns a date as a header value.
pub(super) fn dated(date: &[u8]) -> Result<HeaderValue, SignError> {
    HeaderValue::from_bytes(date).map_err(|_| SignError::InvalidHeader)
}
