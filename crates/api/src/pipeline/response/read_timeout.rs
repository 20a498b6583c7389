//! Detects a stalled response body.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use hwc_transport::bytes::Bytes;
use hwc_transport::clock::{Clock, Sleep};
use hwc_transport::{Body, BodyError, ByteStream};

/// Returns a body that fails if the next chunk takes longer than `limit`. Bodies in memory are returned as they are.
pub(crate) fn with_read_timeout(body: Body, clock: &Arc<dyn Clock>, limit: Duration) -> Body {
    if body.as_bytes().is_some() {
        return body;
    }
    let length = body.len();
    let stream = ReadTimeoutStream { inner: body.into_stream(), clock: Arc::clone(clock), limit, timer: None };
    Body::from_stream(stream, length)
}

/// A stream that fails if the next chunk takes too long.
struct ReadTimeoutStream {
    inner: ByteStream,
    clock: Arc<dyn Clock>,
    limit: Duration,
    /// The timer of the current wait.
    timer: Option<Sleep>,
}

impl Stream for ReadTimeoutStream {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if let Poll::Ready(item) = Pin::new(&mut this.inner).poll_next(cx) {
            this.timer = None;
            return Poll::Ready(item);
        }
        let timer = this.timer.get_or_insert_with(|| this.clock.sleep(this.limit));
        timer.as_mut().poll(cx).map(|()| Some(Err(BodyError::read_timeout(this.limit))))
    }
}
