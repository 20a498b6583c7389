//! A boxed stream of chunks, so that `Body` and its users need no type parameter.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::BodyError;
use super::exact_length::ExactLength;

/// The contents of a [`Body`](crate::Body) as a stream of chunks. The first error is the last item.
pub struct ByteStream {
    /// `None` after the end. The mutex makes the stream `Sync`, which requests must be. It is never locked, only accessed
    /// with `get_mut`.
    inner: Mutex<Option<Boxed>>,
    /// The check of the announced length, if there is one.
    exact: Option<ExactLength>,
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

    /// Returns the stream with a length check: it ends with an error if it is longer or shorter than announced.
    pub(super) fn exactly(self, announced: u64) -> Self {
        // A length that was announced before is still enforced.
        let inner = if self.exact.is_some() { Self::new(self) } else { self };
        Self { exact: Some(ExactLength::new(announced)), ..inner }
    }

    /// Creates a stream of chunks that are already available.
    pub fn from_chunks<I>(chunks: I) -> Self
    where
        I: IntoIterator<Item = Result<Bytes, BodyError>>,
        I::IntoIter: Send + 'static,
    {
        Self::new(Chunks(Box::new(chunks.into_iter())))
    }

    /// Waits for the next chunk. `None` marks the end.
    ///
    /// # Errors
    ///
    /// Returns [`BodyError`] if the chunk could not be read.
    pub async fn next(&mut self) -> Option<Result<Bytes, BodyError>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Returns the chunks up to `limit` bytes, or those before a failure.
    pub(super) async fn collect_start(&mut self, limit: usize) -> Bytes {
        let mut start = Vec::new();
        while let Some(Ok(chunk)) = self.next().await {
            let left = limit - start.len();
            start.extend_from_slice(chunk.get(..left).unwrap_or(&chunk));
            if chunk.len() >= left {
                break;
            }
        }
        start.into()
    }

    /// Returns the remaining chunks in one piece. A single chunk is not copied.
    pub(super) async fn collect(&mut self, limit: usize) -> Result<Bytes, BodyError> {
        let announced = self.exact.as_ref().map_or(0, ExactLength::left);
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
                joined.reserve_exact(usize::try_from(announced).unwrap_or(limit).min(limit).min(MAX_RESERVED));
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
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ByteStream")
    }
}

/// The maximum number of bytes that are allocated because a length is announced.
const MAX_RESERVED: usize = 1 << 20;

/// A stream of the items of an iterator, always ready.
struct Chunks(Box<dyn Iterator<Item = Result<Bytes, BodyError>> + Send>);

impl Stream for Chunks {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next())
    }
}
