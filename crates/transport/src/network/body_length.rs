//! The headers that announce the length of a request body.

use http::Method;
use http::header::{CONTENT_LENGTH, HeaderValue, TRANSFER_ENCODING};
use http::request::Parts;

/// Sets the length headers according to the body. Some servers reject chunked requests, and some reject a POST without a
/// length.
pub(crate) fn announce_length(parts: &mut Parts, len: Option<u64>) {
    let expected = matches!(parts.method, Method::POST | Method::PUT | Method::PATCH);
    let had_length = parts.headers.remove(CONTENT_LENGTH).is_some();
    parts.headers.remove(TRANSFER_ENCODING);
    match len {
        Some(0) if !(expected || had_length) => {}
        Some(len) => {
            parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(len));
        }
        None => {}
    }
}
