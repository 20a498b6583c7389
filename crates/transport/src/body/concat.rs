//! Several bodies in sequence, such as the parts of a multipart form.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::{Body, BodyError, ByteStream};

/// A stream of the contents of several bodies in sequence.
pub(super) struct ConcatStream(VecDeque<ByteStream>);

impl ConcatStream {
    pub(super) fn new(bodies: impl IntoIterator<Item = Body>) -> Self {
        Self(bodies.into_iter().map(Body::into_stream).collect())
    }
}

impl Stream for ConcatStream {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while let Some(first) = self.0.front_mut() {
            match ready!(Pin::new(first).poll_next(cx)) {
                Some(chunk) => return Poll::Ready(Some(chunk)),
                None => _ = self.0.pop_front(),
            }
        }
        Poll::Ready(None)
    }
}
