//! Responses of the server, with the headers that keep the page to itself.

use std::io::Write;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http_body_util::Full;
use hwc_api::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use hwc_api::http::{HeaderName, HeaderValue, Response, StatusCode};
use serde::Serialize;

/// A response of the server.
pub(super) type PageResponse = Response<Full<Bytes>>;

/// The policy of the page: only its own files, no inline code, no frames, no HTML from texts.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
                      require-trusted-types-for 'script'; trusted-types 'none'";

const HEADERS: [(HeaderName, &str); 5] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (CACHE_CONTROL, "no-store"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Returns a response with a body of this media type.
pub(super) fn content(status: StatusCode, media_type: &'static str, body: impl Into<Bytes>) -> PageResponse {
    let mut response = Response::new(Full::new(body.into()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.extend(HEADERS.into_iter().map(|(name, value)| (name, HeaderValue::from_static(value))));
    response
}

/// Returns a response with content that is compressed already.
pub(super) fn compressed(media_type: &'static str, body: Bytes) -> PageResponse {
    let mut response = content(StatusCode::OK, media_type, body);
    response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    response
}

/// Returns a value as JSON.
pub(super) fn json(status: StatusCode, value: &impl Serialize) -> PageResponse {
    match serde_json::to_vec(value) {
        Ok(body) => content(status, "application/json", body),
        Err(error) => text(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}

/// Returns an error as JSON, with the message under `error`.
pub(super) fn error(status: StatusCode, message: &str) -> PageResponse {
    json(status, &serde_json::json!({ "error": message }))
}

/// Returns a text.
pub(super) fn text(status: StatusCode, text: &str) -> PageResponse {
    content(status, "text/plain; charset=utf-8", format!("{text}\n"))
}

/// Compresses a content.
pub(super) fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // Writing to memory does not fail.
    let _ = encoder.write_all(content);
    encoder.finish().unwrap_or_default()
}
