//! Holds a stream to the length that was announced for it: a file that shrinks while it is sent must be an error, not
//! a request that the server waits for.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::{BodyError, ByteStream};

/// Passes `inner` on, and fails where it is longer or shorter than announced.
pub(super) struct Exact {
    inner: ByteStream,
    announced: u64,
    left: u64,
}

impl Exact {
    pub(super) fn new(inner: ByteStream, announced: u64) -> Self {
        let left = announced;
        Self { inner, announced, left }
    }

    fn check(&mut self, chunk: Bytes) -> Result<Bytes, BodyError> {
        match self.left.checked_sub(chunk.len() as u64) {
            Some(left) => {
                self.left = left;
                Ok(chunk)
            }
            None => Err(BodyError::wrong_length(self.announced)),
        }
    }

    /// The stream is at its end: nothing may be missing.
    fn check_end(&self) -> Option<Result<Bytes, BodyError>> {
        (self.left > 0).then(|| Err(BodyError::wrong_length(self.announced)))
    }
}

impl Stream for Exact {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(match ready!(Pin::new(&mut self.inner).poll_next(cx)) {
            Some(Ok(chunk)) => Some(self.check(chunk)),
            Some(Err(error)) => Some(Err(error)),
            None => self.check_end(),
        })
    }
}
