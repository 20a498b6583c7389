//! Work on the disk, on threads where it may block. It is counted, so that a [`ManualClock`](crate::clock::ManualClock) does
//! not mistake a task that waits for the disk for an idle one.

use std::sync::atomic::{AtomicUsize, Ordering};

#[cfg(feature = "system-clock")]
pub use task::{BlockingTask, spawn};

/// The numbers of pieces of work in this process that were started, and that are finished.
static STARTED: AtomicUsize = AtomicUsize::new(0);
static FINISHED: AtomicUsize = AtomicUsize::new(0);

/// The work of this process at one moment.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Activity {
    finished: usize,
    started: usize,
}

impl Activity {
    #[inline]
    pub(crate) fn now() -> Self {
        // In this order, work that finishes in between counts as running.
        let finished = FINISHED.load(Ordering::SeqCst);
        Self { finished, started: STARTED.load(Ordering::SeqCst) }
    }

    /// Returns true if no work is running. The results of all work are available to those who wait for them.
    #[inline]
    pub(crate) fn is_idle(self) -> bool {
        self.started == self.finished
    }
}

#[cfg(feature = "system-clock")]
mod task {
    use std::fmt;
    use std::future::Future;
    use std::io;
    use std::pin::Pin;
    use std::sync::atomic::Ordering;
    use std::task::{Context, Poll};

    use tokio::runtime::Handle;
    use tokio::sync::oneshot;

    use super::{FINISHED, STARTED};

    /// The result of work that runs on a blocking thread. If it is dropped, the work goes on.
    pub struct BlockingTask<T>(io::Result<oneshot::Receiver<T>>);

    /// Runs `work` on a blocking thread of the current tokio runtime.
    ///
    /// Outside of a runtime, and if `work` panics, the task resolves to an error.
    pub fn spawn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> BlockingTask<T> {
        let runtime = match Handle::try_current() {
            Ok(runtime) => runtime,
            Err(error) => return BlockingTask(Err(io::Error::other(error))),
        };
        let (sender, receiver) = oneshot::channel();
        let running = Running::start();
        // The handle of the thread is not needed: the result comes through the channel.
        drop(runtime.spawn_blocking(move || {
            // The receiver is gone if the task was dropped.
            let _ = sender.send(work());
            drop(running);
        }));
        BlockingTask(Ok(receiver))
    }

    impl<T> Future for BlockingTask<T> {
        type Output = io::Result<T>;

        fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
            let ended = || io::Error::other("the work on a blocking thread did not finish");
            match &mut self.0 {
                Ok(receiver) => Pin::new(receiver).poll(cx).map_err(|_| ended()),
                Err(error) => Poll::Ready(Err(std::mem::replace(error, ended()))),
            }
        }
    }

    impl<T> fmt::Debug for BlockingTask<T> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.debug_struct("BlockingTask").finish_non_exhaustive()
        }
    }

    /// Counts work from its start until its result is available.
    struct Running;

    impl Running {
        fn start() -> Self {
            STARTED.fetch_add(1, Ordering::SeqCst);
            Self
        }
    }

    impl Drop for Running {
        fn drop(&mut self) {
            FINISHED.fetch_add(1, Ordering::SeqCst);
        }
    }
}
