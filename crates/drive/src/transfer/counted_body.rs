//! Bodies that report how many bytes of them were read.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_util::Stream;
use hwc_api::transport::BodyError;
use hwc_api::transport::bytes::Bytes;
use hwc_api::{Body, ByteStream};

/// Returns a replayable body that calls `report` with the number of bytes read so far. It restarts at 0 with each attempt.
pub(crate) fn counted(body: Body, report: impl Fn(u64) + Send + Sync + 'static) -> Body {
    let report: Arc<dyn Fn(u64) + Send + Sync> = Arc::new(report);
    let length = body.len().unwrap_or_default();
    Body::replayable(length, move || {
        let inner = body.try_clone().unwrap_or_default().into_stream();
        ByteStream::new(CountedStream { inner, bytes: 0, report: Arc::clone(&report) })
    })
}

struct CountedStream {
    inner: ByteStream,
    bytes: u64,
    report: Arc<dyn Fn(u64) + Send + Sync>,
}

impl Stream for CountedStream {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = ready!(Pin::new(&mut self.inner).poll_next(cx));
        if let Some(Ok(bytes)) = &chunk {
            self.bytes += bytes.len() as u64;
            (self.report)(self.bytes);
        }
        Poll::Ready(chunk)
    }
}
