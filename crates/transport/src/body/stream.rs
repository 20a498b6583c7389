//! A boxed stream of chunks, so that neither `Body` nor its users carry a type parameter.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::BodyError;
use super::exact::Exact;

/// The contents of a [`Body`](crate::Body), chunk by chunk. The first error is the last item.
pub struct ByteStream {
    /// `None` after the end. The lock is never taken, only passed by `get_mut`: it makes the stream `Sync`, which
    /// requests have to be.
    inner: Mutex<Option<Boxed>>,
    /// The length that it must have, where one was announced.
    exact: Option<Exact>,
}

type Boxed = Pin<Box<dyn Stream<Item = Result<Bytes, BodyError>> + Send>>;

impl ByteStream {
    /// Boxes `stream`.
    pub fn new<S>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, BodyError>> + Send + 'static,
    {
        let boxed: Boxed = Box::pin(stream);
        Self { inner: Mutex::new(Some(boxed)), exact: None }
    }

    /// The same, which ends in an error where it is longer or shorter than announced.
    pub(super) fn exactly(self, announced: u64) -> Self {
        // What was announced before holds on.
        let inner = if self.exact.is_some() { Self::new(self) } else { self };
        Self { exact: Some(Exact::new(announced)), ..inner }
    }

    /// A stream of chunks that are at hand already.
    pub fn from_chunks<I>(chunks: I) -> Self
    where
        I: IntoIterator<Item = Result<Bytes, BodyError>>,
        I::IntoIter: Send + 'static,
    {
        Self::new(Chunks(Box::new(chunks.into_iter())))
    }

    /// Waits for the next chunk; `None` is the end.
    ///
    /// # Errors
    ///
    /// Whatever kept the chunk from coming; see [`BodyError`].
    pub async fn next(&mut self) -> Option<Result<Bytes, BodyError>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// All that is left, joined; a sole chunk is not copied.
    pub(super) async fn collect(&mut self, limit: usize) -> Result<Bytes, BodyError> {
        let mut first = Bytes::new();
        let mut joined = Vec::new();
        while let Some(chunk) = self.next().await {
            let chunk = chunk?;
            if chunk.len() > limit - first.len().max(joined.len()) {
                return Err(BodyError::too_long(limit));
            }
            if first.is_empty() {
                first = chunk;
                continue;
            }
            if joined.is_empty() {
                joined.extend_from_slice(&first);
            }
            joined.extend_from_slice(&chunk);
        }
        Ok(if joined.is_empty() { first } else { joined.into() })
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let inner = this.inner.get_mut().unwrap_or_else(PoisonError::into_inner);
        let Some(stream) = inner else {
            return Poll::Ready(None);
        };
        let mut item = ready!(stream.as_mut().poll_next(cx));
        if let Some(exact) = &mut this.exact {
            item = exact.check(item);
        }
        if !matches!(item, Some(Ok(_))) {
            *inner = None;
        }
        Poll::Ready(item)
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ByteStream")
    }
}

/// An iterator as a stream that is always ready.
struct Chunks(Box<dyn Iterator<Item = Result<Bytes, BodyError>> + Send>);

impl Stream for Chunks {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next())
    }
}
