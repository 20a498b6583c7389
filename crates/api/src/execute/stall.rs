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
pub(crate) fn watched(body: Body, clock: &Arc<dyn Clock>, limit: Duration) -> Body {
    if body.as_bytes().is_some() {
        return body;
    }
    let length = body.len();
    let watched = Watched { inner: body.into_stream(), clock: Arc::clone(clock), limit, pause: None };
    Body::from_stream(watched, length)
}

struct Watched {
    inner: ByteStream,
    clock: Arc<dyn Clock>,
    limit: Duration,
    /// The timer of the current pause.
    pause: Option<Sleep>,
}

impl Stream for Watched {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if let Poll::Ready(item) = Pin::new(&mut this.inner).poll_next(cx) {
            this.pause = None;
            return Poll::Ready(item);
        }
        let pause = this.pause.get_or_insert_with(|| this.clock.sleep(this.limit));
        pause.as_mut().poll(cx).map(|()| Some(Err(BodyError::read_timeout(this.limit))))
    }
}
