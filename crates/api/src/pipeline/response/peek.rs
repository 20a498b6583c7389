//! Distinguishes files from error responses in their place.

use hwc_transport::Body;
use hwc_transport::bytes::{Bytes, BytesMut};
use hwc_transport::http::header::CONTENT_TYPE;
use hwc_transport::http::response::Parts;

use super::RawResponse;
use super::decompress::ensure_identity;
use crate::error::Error;

/// The maximum size of an error response in place of a file.
const MAX_ERROR_BYTES: usize = 64 * 1024;

/// Receives a response that is a file, unless its content is an error response.
///
/// An error response may have a success status and a JSON body. Therefore, bodies with a JSON content type or without a
/// content type are read up to a limit. A complete body within the limit may be an error response. A longer body, or one
/// with another content type, is a file.
pub(super) async fn peek(head: Parts, body: Body) -> Result<RawResponse, Error> {
    ensure_identity(&head.headers)?;
    let response =
        |body, stream| RawResponse { status: head.status, headers: head.headers.clone(), body, stream: Some(stream) };
    let kind = head.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("json");
    if !kind.to_ascii_lowercase().contains("json") {
        return Ok(response(Bytes::new(), body));
    }
    let len = body.len();
    let mut rest = body.into_stream();
    let mut start = BytesMut::new();
    while start.len() <= MAX_ERROR_BYTES {
        match rest.next().await {
            Some(chunk) => start.extend_from_slice(&chunk.map_err(Error::response_body)?),
            None => {
                let complete = start.freeze();
                return Ok(response(complete.clone(), complete.into()));
            }
        }
    }
    let remaining = len.map(|len| len.saturating_sub(start.len() as u64));
    let all = Body::concat(vec![start.freeze().into(), Body::from_stream(rest, remaining)]);
    Ok(response(Bytes::new(), all))
}
