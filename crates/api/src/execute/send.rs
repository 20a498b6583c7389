//! Receives responses of the transport.

use std::future::Future;
use std::pin::Pin;

use hwc_transport::bytes::{Bytes, BytesMut};
use hwc_transport::http::HeaderValue;
use hwc_transport::http::header::CONTENT_TYPE;
use hwc_transport::http::response::Parts;
use hwc_transport::{Body, HttpResponse, TransportError};

use super::ask::{Answer, Takes};
use super::inflate::{inflate, plain};
use super::stall::watched;
use crate::client::ClientInner;
use crate::error::Error;

/// Returns the value of `User-Agent`.
pub(crate) fn user_agent() -> HeaderValue {
    HeaderValue::from_static(concat!("hwc/", env!("CARGO_PKG_VERSION")))
}

/// A request in flight. The transport boxes it, which keeps the futures of calls small.
pub(crate) type Exchange<'a> = Pin<Box<dyn Future<Output = Result<HttpResponse, TransportError>> + Send + 'a>>;

/// Receives the complete response. For a stream, it receives only enough to distinguish a file from an error response.
pub(super) async fn receive(config: &ClientInner, exchange: Exchange<'_>, takes: Takes) -> Result<Answer, Error> {
    let (mut head, body) = exchange.await.map_err(Error::exchange)?.into_parts();
    let body = watched(body, &config.clock, config.stall_timeout);
    if takes != Takes::Json && head.status.is_success() {
        // Boxed, because most calls do not need it and should not reserve space for it in their futures.
        return Box::pin(file(config, head, body, takes)).await;
    }
    let body = body.collect(config.max_body).await;
    let body = body.map_err(Error::body).and_then(|body| inflate(&mut head.headers, body, config.max_body));
    // The status alone makes it an error response, even if its body cannot be read.
    let body = if head.status.is_success() { body? } else { body.unwrap_or_default() };
    Ok(Answer { status: head.status, headers: head.headers, body, stream: None })
}

async fn file(config: &ClientInner, head: Parts, body: Body, takes: Takes) -> Result<Answer, Error> {
    let mut answer = peeked(head, body).await?;
    if takes == Takes::File {
        let content = answer.stream.take().unwrap_or_default();
        answer.stream = Some(content.collect(config.max_body).await.map_err(Error::body)?.into());
    }
    Ok(answer)
}

/// The maximum size of an error response in place of a file.
const REFUSAL: usize = 64 * 1024;

/// Receives a response that is a file, unless its content is an error response.
///
/// An error response may have a success status and a JSON body. Therefore, bodies with a JSON content type or without a
/// content type are read up to a limit. A complete body within the limit may be an error response. A longer body, or one
/// with another content type, is a file.
async fn peeked(head: Parts, body: Body) -> Result<Answer, Error> {
    plain(&head.headers)?;
    let answer =
        |body, stream| Answer { status: head.status, headers: head.headers.clone(), body, stream: Some(stream) };
    let kind = head.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("json");
    if !kind.to_ascii_lowercase().contains("json") {
        return Ok(answer(Bytes::new(), body));
    }
    let len = body.len();
    let mut rest = body.into_stream();
    let mut start = BytesMut::new();
    while start.len() <= REFUSAL {
        match rest.next().await {
            Some(chunk) => start.extend_from_slice(&chunk.map_err(Error::body)?),
            None => {
                let whole = start.freeze();
                return Ok(answer(whole.clone(), whole.into()));
            }
        }
    }
    let left = len.map(|len| len.saturating_sub(start.len() as u64));
    let all = Body::concat(vec![start.freeze().into(), Body::from_stream(rest, left)]);
    Ok(answer(Bytes::new(), all))
}
