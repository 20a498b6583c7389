//! The events of transfers, for progress bars and logs.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use futures_util::Stream;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// An event of a transfer. `path` names the file: its local path for an upload, its path in the target directory for a
/// download.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransferEvent {
    /// The transfer of a file began. `done` bytes were transferred before, if it is resumed.
    Started {
        /// The file.
        path: String,
        /// The size in bytes.
        total: u64,
        /// The bytes of an earlier attempt.
        done: u64,
    },
    /// Bytes were transferred.
    Progress {
        /// The file.
        path: String,
        /// The bytes transferred so far. Less than before if a part is repeated.
        bytes: u64,
    },
    /// An earlier attempt cannot be continued, so the file is transferred from its start.
    Restarted {
        /// The file.
        path: String,
        /// The reason.
        reason: String,
    },
    /// The file is complete and verified.
    Finished {
        /// The file.
        path: String,
    },
    /// The file failed.
    Failed {
        /// The file.
        path: String,
        /// The error.
        error: String,
    },
    /// The name of a file is not allowed or not unique here, so it has another one.
    Renamed {
        /// The file.
        path: String,
        /// The other name.
        name: String,
    },
}

/// A receiver of events. The default one ignores them.
#[derive(Clone, Default)]
pub struct EventSink(Option<Arc<dyn Fn(TransferEvent) + Send + Sync>>);

/// A stream of events, created by [`EventSink::channel`]. It ends when all clones of the sink are dropped.
pub struct EventStream {
    events: UnboundedReceiver<TransferEvent>,
    queued: Arc<AtomicUsize>,
}

/// The number of waiting events above which reports of progress are dropped. Each one replaces those before it.
const MAX_QUEUED: usize = 1024;

impl EventSink {
    /// Creates a receiver that calls a function. Transfers wait for it, so it should return quickly.
    pub fn new(receive: impl Fn(TransferEvent) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(receive)))
    }

    /// Creates a receiver and a stream of its events. If the stream is read slowly, events of the kind
    /// [`Progress`](TransferEvent::Progress) are skipped.
    #[must_use]
    pub fn channel() -> (Self, EventStream) {
        let (sender, events) = unbounded_channel();
        let queued = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&queued);
        let sink = Self::new(move |event| {
            let is_progress = matches!(event, TransferEvent::Progress { .. });
            if !is_progress || counter.load(Ordering::Relaxed) < MAX_QUEUED {
                counter.fetch_add(1, Ordering::Relaxed);
                // The stream is gone: nothing wants the events.
                let _ = sender.send(event);
            }
        });
        (sink, EventStream { events, queued })
    }

    pub(crate) fn send(&self, event: impl FnOnce() -> TransferEvent) {
        if let Some(receive) = &self.0 {
            receive(event());
        }
    }
}

impl Stream for EventStream {
    type Item = TransferEvent;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<TransferEvent>> {
        let event = self.events.poll_recv(cx);
        if matches!(event, Poll::Ready(Some(_))) {
            self.queued.fetch_sub(1, Ordering::Relaxed);
        }
        event
    }
}

impl fmt::Debug for EventSink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("EventSink").field(&self.0.is_some()).finish()
    }
}

impl fmt::Debug for EventStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").finish_non_exhaustive()
    }
}
