//! Receives responses of the transport.

use std::future::Future;
use std::pin::Pin;

use hwc_transport::bytes::Bytes;
use hwc_transport::http::response::Parts;
use hwc_transport::{HttpResponse, TransportError};

use super::decompress::decompress;
use super::peek::peek;
use super::{RawResponse, ResponseMode, with_read_timeout};
use crate::error::Error;
use crate::pipeline::ClientInner;

/// A request in flight. The transport boxes it, which keeps the futures of calls small.
pub(crate) type ResponseFuture<'a> = Pin<Box<dyn Future<Output = Result<HttpResponse, TransportError>> + Send + 'a>>;

/// A failure to receive a response.
pub(crate) struct ReadError {
    pub(crate) error: Error,
    /// The part of the response that was received, if it began.
    pub(crate) received: Option<Box<RawResponse>>,
}

/// Creates an error without a response.
impl From<Error> for ReadError {
    fn from(error: Error) -> Self {
        Self { error, received: None }
    }
}

/// Receives the complete response. For a stream, it receives only enough to distinguish a file from an error response.
///
/// A body that arrived with its head is in memory. The reading of all others is boxed: the future of each call would reserve
/// space for it.
pub(crate) async fn read_response(
    client: &ClientInner,
    response: ResponseFuture<'_>,
    mode: ResponseMode,
) -> Result<RawResponse, ReadError> {
    let response = response.await.map_err(Error::transport)?;
    if mode != ResponseMode::Json && response.status().is_success() {
        return Box::pin(read_file(client, response, mode)).await;
    }
    match response.body().as_bytes().cloned() {
        Some(body) if body.len() <= client.max_response_bytes => complete(client, response.into_parts().0, Ok(body)),
        _ => Box::pin(read_body(client, response)).await,
    }
}

/// Reads the body of a response into memory.
async fn read_body(client: &ClientInner, response: HttpResponse) -> Result<RawResponse, ReadError> {
    let (head, body) = response.into_parts();
    let body = with_read_timeout(body, &client.clock, client.read_timeout);
    let limit = client.max_response_bytes;
    let read = match head.status.is_success() {
        true => body.collect(limit).await.map_err(Error::response_body),
        // The status alone makes it an error response, even if its body cannot be read.
        false => Ok(body.collect_start(limit).await),
    };
    complete(client, head, read)
}

/// Returns the response with the decompressed body.
fn complete(client: &ClientInner, head: Parts, body: Result<Bytes, Error>) -> Result<RawResponse, ReadError> {
    let mut response = RawResponse { status: head.status, headers: head.headers, body: Bytes::new(), stream: None };
    match body.and_then(|body| decompress(&mut response.headers, body, client.max_response_bytes)) {
        Ok(body) => response.body = body,
        Err(_) if !response.status.is_success() => {}
        Err(error) => return Err(ReadError { error, received: Some(Box::new(response)) }),
    }
    Ok(response)
}

async fn read_file(client: &ClientInner, response: HttpResponse, mode: ResponseMode) -> Result<RawResponse, ReadError> {
    let (head, body) = response.into_parts();
    let body = with_read_timeout(body, &client.clock, client.read_timeout);
    let start = RawResponse { status: head.status, headers: head.headers.clone(), body: Bytes::new(), stream: None };
    let read = async {
        let mut response = peek(head, body).await?;
        if mode == ResponseMode::Buffered {
            let content = response.stream.take().unwrap_or_default();
            response.stream =
                Some(content.collect(client.max_response_bytes).await.map_err(Error::response_body)?.into());
        }
        Ok::<_, Error>(response)
    };
    read.await.map_err(|error| ReadError { error, received: Some(Box::new(start)) })
}
