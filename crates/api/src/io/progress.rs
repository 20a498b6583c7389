//! Progress of uploads and downloads.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use hwc_transport::bytes::Bytes;
use hwc_transport::{Body, BodyError, ByteStream};

/// The progress of an upload or a download. It restarts at 0 with each attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The number of bytes transferred so far. For uploads, it includes the multipart form around the file.
    pub bytes: u64,
    /// The total number of bytes, if known.
    pub total: Option<u64>,
}

/// A progress callback.
pub(crate) type ProgressCallback = Arc<dyn Fn(Progress) + Send + Sync>;

/// Returns a body that reports its progress to `callback`. It is replayable if `body` is.
pub(crate) fn with_progress(body: Body, callback: Option<&ProgressCallback>) -> Body {
    let Some(callback) = callback.map(Arc::clone) else {
        return body;
    };
    let total = body.len();
    let count = move |inner: ByteStream| ProgressStream { inner, callback: Arc::clone(&callback), bytes: 0, total };
    match (body.try_clone(), total) {
        // A body that was cloned once can be cloned again.
        (Some(again), Some(len)) => {
            Body::replayable(len, move || ByteStream::new(count(again.try_clone().unwrap_or_default().into_stream())))
        }
        _ => Body::from_stream(count(body.into_stream()), total),
    }
}

struct ProgressStream {
    inner: ByteStream,
    callback: ProgressCallback,
    bytes: u64,
    total: Option<u64>,
}

impl Stream for ProgressStream {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = ready!(Pin::new(&mut self.inner).poll_next(cx));
        if let Some(Ok(bytes)) = &chunk {
            self.bytes += bytes.len() as u64;
            (self.callback)(Progress { bytes: self.bytes, total: self.total });
        }
        Poll::Ready(chunk)
    }
}
