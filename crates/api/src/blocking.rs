//! Calls, workflows and lists for programs without async code.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::OnceLock;

use futures_core::Stream;
use tokio::runtime::{Builder, Runtime};

/// Blocks the thread until a future completes. Implemented for all futures: calls, workflows, downloads and waits.
///
/// ```no_run
/// use hwc_api::{Blocking, Client, osm};
///
/// # fn main() -> Result<(), hwc_api::Error> {
/// let client = Client::from_env()?;
/// let labels = client.send(osm::ListLabels::new()).blocking()?;
/// println!("{} labels", labels.label_list.len());
/// client.tickets().reply("case-123", "It works again.").blocking()?;
/// # Ok(())
/// # }
/// ```
pub trait Blocking: Future + Sized {
    /// Runs the future on this thread and returns its output.
    ///
    /// All blocking calls of the process share one tokio runtime, so that connections are used again. Several threads can
    /// block at the same time.
    ///
    /// # Panics
    /// Panics within an async task, where it would block all tasks of the thread. Use `spawn_blocking` there, or await the
    /// future.
    fn blocking(self) -> Self::Output {
        runtime().block_on(self)
    }
}

impl<F: Future> Blocking for F {}

/// Iterates over a stream, and blocks the thread while it waits. Implemented for all streams: lists, followers and exports.
///
/// ```no_run
/// use hwc_api::{BlockingStream, Client, osm};
///
/// # fn main() -> Result<(), hwc_api::Error> {
/// let client = Client::from_env()?;
/// for case in client.items(osm::ListCases::new()).blocking_iter() {
///     println!("{:?}", case?.incident_id);
/// }
/// # Ok(())
/// # }
/// ```
pub trait BlockingStream: Stream + Unpin + Sized {
    /// Returns an iterator over the elements. See [`Blocking::blocking`] for the runtime.
    fn blocking_iter(self) -> BlockingIter<Self> {
        BlockingIter(self)
    }
}

impl<S: Stream + Unpin> BlockingStream for S {}

/// An iterator that blocks the thread while it waits for the next element of a stream. Created by
/// [`BlockingStream::blocking_iter`].
#[derive(Debug)]
#[must_use = "nothing is sent before the first element is requested"]
pub struct BlockingIter<S>(S);

impl<S> BlockingIter<S> {
    /// Returns the stream, for example to read the checkpoint of an export.
    pub fn get_ref(&self) -> &S {
        &self.0
    }

    /// Returns the stream in order to change it.
    pub fn get_mut(&mut self) -> &mut S {
        &mut self.0
    }
}

impl<S: Stream + Unpin> Iterator for BlockingIter<S> {
    type Item = S::Item;

    /// # Panics
    /// Panics within an async task, as [`Blocking::blocking`] does.
    fn next(&mut self) -> Option<S::Item> {
        runtime().block_on(poll_fn(|cx| Pin::new(&mut self.0).poll_next(cx)))
    }
}

/// Returns the runtime of all blocking calls. Its tasks run on the threads that block.
#[expect(clippy::expect_used, reason = "it fails only if the process has no more file descriptors")]
fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| Builder::new_current_thread().enable_all().build().expect("a runtime for blocking calls"))
}
