//! Concurrent calls, with their outcomes in the order in which they were started.
//! No task is spawned: the calls make progress while the caller waits for an outcome, and are canceled with it. Their
//! timeouts run even if the caller does not wait, so a call that was started may have timed out by the next wait.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::task::{Context, Poll};

use super::Pending;

/// A queue of concurrent calls. The caller limits their number.
pub(super) struct Together<T>(VecDeque<Slot<T>>);

enum Slot<T> {
    Running(Pending<T>),
    Done(T),
}

impl<T> Together<T> {
    pub(super) fn new() -> Self {
        Self(VecDeque::new())
    }

    /// Returns the number of outcomes that were not taken yet.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn push(&mut self, work: Pending<T>) {
        self.0.push_back(Slot::Running(work));
    }

    /// Adds a call in front of all others.
    pub(super) fn push_front(&mut self, work: Pending<T>) {
        self.0.push_front(Slot::Running(work));
    }

    /// Returns the next outcome in order, or `None` if the queue is empty.
    pub(super) async fn next(&mut self) -> Option<T> {
        poll_fn(|cx| self.poll_first(cx)).await;
        match self.0.pop_front() {
            Some(Slot::Done(outcome)) => Some(outcome),
            _ => None,
        }
    }

    /// Completes when the first call is done.
    fn poll_first(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        self.poll_each(cx);
        if matches!(self.0.front(), Some(Slot::Running(_))) { Poll::Pending } else { Poll::Ready(()) }
    }

    /// Polls all calls. There are few of them, so waking one may poll all.
    fn poll_each(&mut self, cx: &mut Context<'_>) {
        for slot in &mut self.0 {
            if let Slot::Running(work) = slot
                && let Poll::Ready(outcome) = work.as_mut().poll(cx)
            {
                *slot = Slot::Done(outcome);
            }
        }
    }

    fn running(&self) -> usize {
        self.0.iter().filter(|slot| matches!(slot, Slot::Running(_))).count()
    }

    /// Returns the outcomes of finished calls.
    fn into_done(self) -> Vec<T> {
        let done = |slot| if let Slot::Done(outcome) = slot { Some(outcome) } else { None };
        self.0.into_iter().filter_map(done).collect()
    }
}

/// Runs all `work`, at most `concurrency` (and at least one) at a time, and returns the outcomes in order.
pub(super) async fn all<T>(work: Vec<Pending<T>>, at_once: usize) -> Vec<T> {
    let (mut together, mut work) = (Together::new(), work.into_iter());
    poll_fn(|cx| {
        loop {
            let free = at_once.max(1).saturating_sub(together.running());
            work.by_ref().take(free).for_each(|next| together.push(next));
            let running = together.running();
            together.poll_each(cx);
            match together.running() {
                0 if work.len() == 0 => return Poll::Ready(()),
                still if still == running && running > 0 => return Poll::Pending,
                _ => {}
            }
        }
    })
    .await;
    together.into_done()
}
