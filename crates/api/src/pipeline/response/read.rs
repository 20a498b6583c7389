//! Receives responses of the transport.

use std::future::Future;
use std::pin::Pin;

use hwc_transport::http::response::Parts;
use hwc_transport::{Body, HttpResponse, TransportError};

use super::decompress::decompress;
use super::peek::peek;
use super::{RawResponse, ResponseMode, with_read_timeout};
use crate::error::Error;
use crate::pipeline::ClientInner;

/// A request in flight. The transport boxes it, which keeps the futures of calls small.
pub(crate) type ResponseFuture<'a> = Pin<Box<dyn Future<Output = Result<HttpResponse, TransportError>> + Send + 'a>>;

/// Receives the complete response. For a stream, it receives only enough to distinguish a file from an error response.
pub(crate) async fn read_response(
    client: &ClientInner,
    response: ResponseFuture<'_>,
    mode: ResponseMode,
) -> Result<RawResponse, Error> {
    let (mut head, body) = response.await.map_err(Error::transport)?.into_parts();
    let body = with_read_timeout(body, &client.clock, client.read_timeout);
    if mode != ResponseMode::Json && head.status.is_success() {
        // Boxed, because most calls do not need it and should not reserve space for it in their futures.
        return Box::pin(read_file(client, head, body, mode)).await;
    }
    let body = body.collect(client.max_response_bytes).await;
    let body =
        body.map_err(Error::body).and_then(|body| decompress(&mut head.headers, body, client.max_response_bytes));
    // The status alone makes it an error response, even if its body cannot be read.
    let body = if head.status.is_success() { body? } else { body.unwrap_or_default() };
    Ok(RawResponse { status: head.status, headers: head.headers, body, stream: None })
}

async fn read_file(client: &ClientInner, head: Parts, body: Body, mode: ResponseMode) -> Result<RawResponse, Error> {
    let mut response = peek(head, body).await?;
    if mode == ResponseMode::Buffered {
        let content = response.stream.take().unwrap_or_default();
        response.stream = Some(content.collect(client.max_response_bytes).await.map_err(Error::body)?.into());
    }
    Ok(response)
}
