//! Waits whose types are known at compile time.

use std::any::Any;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use hwc_wire::{Record, Request, StartsTask};

use super::outcome::{TaskOutcome, TaskProgress, TaskRef};
use super::poller::{Poller, Types};
use crate::calls::record_call::{RecordCall, already_sent, downcast, empty};
use crate::error::Error;
use crate::pipeline::ClientInner;

/// A wait for background work. Created by [`Client::wait`](crate::Client::wait),
/// [`Client::wait_for`](crate::Client::wait_for) and [`Call::wait`](crate::Call::wait). Nothing is sent before it is awaited.
///
/// It is a future that resolves to the [`TaskOutcome`], and a [`Stream`] of the progress at each poll. The interval between
/// two polls grows from 1 to 15 seconds. Transient errors of polls are logged as `tracing` events, and polling continues.
///
/// ```
/// # #[cfg(feature = "koodrive")]
/// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
/// use hwc_api::TaskResult;
/// use hwc_api::koodrive::{CreateJob, JobFile, JobInput, JobType};
///
/// let input = JobInput::default().src_container_id("space-1").file_info([JobFile::default().file_id("file-1")]);
/// let mut job = client.wait(CreateJob::new(JobType::Copy, input, "space-2"));
/// while let Some(progress) = job.try_next().await? {
///     println!("{:?} %", progress.percent);
/// }
/// let outcome = job.await?;
/// if outcome.result == TaskResult::Partial {
///     println!("{} files failed", outcome.failures().len());
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Returns the errors of [`Client::send`](crate::Client::send), plus [`ErrorKind::Timeout`](crate::ErrorKind::Timeout) if the
/// work does not end in time. Work that failed is an outcome, not an error.
#[must_use = "nothing is sent before it is awaited"]
pub struct Waiter<R> {
    /// The wait, or `None` for a call that was already sent by other means.
    poller: Option<Poller>,
    marker: PhantomData<fn() -> R>,
}

impl<R: StartsTask> Waiter<R> {
    const TYPES: Types = Types {
        operation: R::OPERATION,
        response: empty::<R::Response>,
        poll_request: empty::<R::Poll>,
        poll_response: empty::<<R::Poll as Request>::Response>,
    };

    pub(crate) fn start(call: RecordCall) -> Self {
        Self { poller: Poller::start(call, Self::TYPES), marker: PhantomData }
    }

    pub(crate) fn resume(client: Arc<ClientInner>, request: R::Poll) -> Self {
        Self { poller: Some(Poller::resume(client, Box::new(request), Self::TYPES)), marker: PhantomData }
    }

    /// Sets the timeout of the wait, from its start to the end of the work. Default: one hour.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        if let Some(poller) = &mut self.poller {
            poller.timeout = timeout;
        }
        self
    }

    /// Sets the intervals between two polls: the first one, and the longest one. Each is half as long again as the previous
    /// one. Default: 1 and 15 seconds.
    pub fn intervals(mut self, first: Duration, longest: Duration) -> Self {
        if let Some(poller) = &mut self.poller {
            (poller.interval, poller.max_interval) = (first, longest);
        }
        self
    }

    /// Returns the response that started the work, with the ID of the work. `None` until it was received, and for work that
    /// was started before.
    #[must_use]
    pub fn started(&self) -> Option<&R::Response> {
        let started: &dyn Record = &**self.poller.as_ref()?.started.as_ref()?;
        let started: &dyn Any = started;
        started.downcast_ref()
    }

    /// Waits for the next poll and returns the progress. Returns `None` once the work has ended, after its last progress was
    /// returned. Awaiting the wait then returns the outcome at once.
    ///
    /// # Errors
    /// Returns the errors of the wait. After an error of a poll, the next call continues the wait.
    ///
    /// # Cancel safety
    /// Canceling the future loses nothing. The next call continues the wait.
    pub async fn try_next(&mut self) -> Result<Option<TaskProgress>, Error> {
        poll_fn(|cx| self.poll_progress(cx)).await
    }

    fn poll_progress(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<TaskProgress>, Error>> {
        let poller = self.poller.as_mut().ok_or_else(already_sent)?;
        poller.poll_progress(cx)
    }
}

impl<R: StartsTask> Future for Waiter<R> {
    type Output = Result<TaskOutcome<<R::Poll as Request>::Response>, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        while ready!(self.poll_progress(cx))?.is_some() {}
        let poller = self.poller.as_mut().ok_or_else(already_sent)?;
        let (task, outcome) = (poller.task(), poller.take_outcome());
        let (task, (result, response)) = task.zip(outcome).ok_or_else(already_sent)?;
        Poll::Ready(Ok(TaskOutcome { result, response: downcast(response), task: TaskRef(task) }))
    }
}

impl<R: StartsTask> Stream for Waiter<R> {
    type Item = Result<TaskProgress, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_progress(cx).map(Result::transpose)
    }
}

impl<R: StartsTask> fmt::Debug for Waiter<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waiter").field("operation", &R::OPERATION.name).finish_non_exhaustive()
    }
}
