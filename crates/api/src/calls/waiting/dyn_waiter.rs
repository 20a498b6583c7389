//! Waits whose types are known only at run time.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use hwc_wire::{Operation, Record};

use super::outcome::{TaskOutcome, TaskProgress, TaskRef};
use super::poller::{Poller, Types};
use crate::calls::record_call::{RecordCall, already_sent};
use crate::error::Error;

/// A wait for background work whose types are known only at run time. Created by [`DynCall::wait`](crate::DynCall::wait).
/// Nothing is sent before it is awaited.
///
/// It is a future that resolves to the [`TaskOutcome`], and a [`Stream`] of the progress at each poll, like a
/// [`Waiter`](crate::Waiter).
#[must_use = "nothing is sent before it is awaited"]
pub struct DynWaiter {
    /// The wait, or `None` for a call that was already sent by other means.
    poller: Option<Poller>,
    operation: &'static Operation,
}

impl DynWaiter {
    #[inline]
    pub(in crate::calls) fn start(call: RecordCall, types: Types) -> Self {
        Self { poller: Poller::start(call, types), operation: types.operation }
    }

    /// Sets the timeout of the wait, from its start to the end of the work. Default: one hour.
    #[inline]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        if let Some(poller) = &mut self.poller {
            poller.timeout = timeout;
        }
        self
    }

    /// Sets the intervals between two polls, as [`Waiter::intervals`](crate::Waiter::intervals) does.
    #[inline]
    pub fn intervals(mut self, first: Duration, longest: Duration) -> Self {
        if let Some(poller) = &mut self.poller {
            (poller.interval, poller.max_interval) = (first, longest);
        }
        self
    }

    /// Returns the response that started the work, with the ID of the work. `None` until it was received.
    #[must_use]
    #[inline]
    pub fn started(&self) -> Option<&dyn Record> {
        self.poller.as_ref()?.started.as_deref()
    }

    /// Waits for the next poll and returns the progress. Returns `None` once the work has ended.
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`](crate::Client::send), plus
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if the operation starts no background work, and
    /// [`ErrorKind::Timeout`](crate::ErrorKind::Timeout) if the work does not end in time.
    ///
    /// # Cancel safety
    /// Canceling the future loses nothing. The next call continues the wait.
    #[inline]
    pub async fn try_next(&mut self) -> Result<Option<TaskProgress>, Error> {
        poll_fn(|cx| self.poll_progress(cx)).await
    }

    #[inline]
    fn poll_progress(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<TaskProgress>, Error>> {
        let poller = self.poller.as_mut().ok_or_else(already_sent)?;
        if poller.task().is_none() {
            let error = Error::invalid("the operation starts no background work");
            return Poll::Ready(Err(error.with_context("", Some(self.operation), false)));
        }
        poller.poll_progress(cx)
    }
}

impl Future for DynWaiter {
    type Output = Result<TaskOutcome<Box<dyn Record>>, Error>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        while ready!(self.poll_progress(cx))?.is_some() {}
        let poller = self.poller.as_mut().ok_or_else(already_sent)?;
        let (task, outcome) = (poller.task(), poller.take_outcome());
        let (task, (result, response)) = task.zip(outcome).ok_or_else(already_sent)?;
        Poll::Ready(Ok(TaskOutcome { result, response, task: TaskRef(task) }))
    }
}

impl Stream for DynWaiter {
    type Item = Result<TaskProgress, Error>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_progress(cx).map(Result::transpose)
    }
}

impl fmt::Debug for DynWaiter {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DynWaiter").field("operation", &self.operation.name).finish_non_exhaustive()
    }
}
