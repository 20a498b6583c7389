//! Bodies at HTTP clients: the length of requests, and responses as they arrive.

use std::error::Error;
use std::pin::Pin;
use std::task::{Context, Poll, Waker, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::Method;
use http::header::{CONTENT_LENGTH, HeaderValue, TRANSFER_ENCODING};
use http::request::Parts;
use http_body::{Body as HttpBody, Frame};

use crate::{Body, BodyError};

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

/// Converts a response body. A small one arrives with its head and is then in memory, without a stream.
///
/// `end` is called when the body was read to its end. It is dropped without a call if the body fails or is dropped before.
pub(crate) fn receive<B>(body: B, end: impl FnOnce() + Send + Unpin + 'static) -> Body
where
    B: HttpBody<Data = Bytes> + Send + Unpin + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let len = body.size_hint().exact();
    let mut received = ReceivedBody { body, end: Some(end), first: None };
    if len == Some(0) {
        received.finish();
        return Body::empty();
    }
    let mut cx = Context::from_waker(Waker::noop());
    match Pin::new(&mut received).poll_next(&mut cx) {
        Poll::Ready(Some(Ok(bytes))) if len == Some(bytes.len() as u64) => {
            received.finish();
            return bytes.into();
        }
        // It is polled again, with the waker of the reader.
        Poll::Pending => {}
        Poll::Ready(chunk) => received.first = Some(chunk),
    }
    Body::from_stream(received, len)
}

/// The outcome of a poll of a stream of chunks.
type Item = Option<Result<Bytes, BodyError>>;

/// The chunks of a response. Trailers are dropped.
struct ReceivedBody<B, F> {
    body: B,
    end: Option<F>,
    /// The first item, if it was read already.
    first: Option<Item>,
}

impl<B, F: FnOnce()> ReceivedBody<B, F> {
    fn finish(&mut self) {
        if let Some(end) = self.end.take() {
            end();
        }
    }
}

impl<B, F> Stream for ReceivedBody<B, F>
where
    B: HttpBody<Data = Bytes> + Unpin,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
    F: FnOnce() + Unpin,
{
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(first);
        }
        loop {
            let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
            let frame = match frame.transpose() {
                Ok(frame) => frame,
                Err(error) => {
                    self.end = None;
                    return Poll::Ready(Some(Err(BodyError::interrupted(error))));
                }
            };
            if frame.is_none() || self.body.is_end_stream() {
                self.finish();
            }
            match frame.map(Frame::into_data) {
                None => return Poll::Ready(None),
                Some(Ok(bytes)) => return Poll::Ready(Some(Ok(bytes))),
                Some(Err(_trailers)) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests;
