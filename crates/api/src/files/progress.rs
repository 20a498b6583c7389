//! Tells how far an upload or a download is.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use hwc_transport::bytes::Bytes;
use hwc_transport::{Body, BodyError, ByteStream};

/// How far an upload or a download is. An attempt that is made again begins at 0 again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The bytes that were handed over so far. Of an upload, those of the form around the file count too.
    pub bytes: u64,
    /// The bytes in all, where that is known.
    pub total: Option<u64>,
}

/// Who wants to know.
pub(crate) type Watcher = Arc<dyn Fn(Progress) + Send + Sync>;

/// The same body, which tells `watcher` how far it is. It can be sent again if it could before.
pub(crate) fn counted(body: Body, watcher: Option<&Watcher>) -> Body {
    let Some(watcher) = watcher.map(Arc::clone) else {
        return body;
    };
    let total = body.len();
    let count = move |inner: ByteStream| Counted { inner, watcher: Arc::clone(&watcher), bytes: 0, total };
    match (body.try_clone(), total) {
        // What can be cloned once can be cloned again.
        (Some(again), Some(len)) => {
            Body::replayable(len, move || ByteStream::new(count(again.try_clone().unwrap_or_default().into_stream())))
        }
        _ => Body::once(count(body.into_stream()), total),
    }
}

struct Counted {
    inner: ByteStream,
    watcher: Watcher,
    bytes: u64,
    total: Option<u64>,
}

impl Stream for Counted {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = ready!(Pin::new(&mut self.inner).poll_next(cx));
        if let Some(Ok(bytes)) = &chunk {
            self.bytes += bytes.len() as u64;
            (self.watcher)(Progress { bytes: self.bytes, total: self.total });
        }
        Poll::Ready(chunk)
    }
}
