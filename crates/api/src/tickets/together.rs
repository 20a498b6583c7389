//! Several calls at once, with their outcomes in the order in which they were begun. No task is spawned: the calls go on
//! while somebody waits for an outcome, and end with whoever waits. Their time runs on while nobody does: a call that was
//! begun may be late when somebody looks at it again.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::task::{Context, Poll};

use super::Pending;

/// Calls that go on at once. How many is up to whoever adds them.
pub(super) struct Together<T>(VecDeque<Slot<T>>);

enum Slot<T> {
    Running(Pending<T>),
    Done(T),
}

impl<T> Together<T> {
    pub(super) fn new() -> Self {
        Self(VecDeque::new())
    }

    /// How many outcomes were not taken yet.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn push(&mut self, work: Pending<T>) {
        self.0.push_back(Slot::Running(work));
    }

    /// Adds what comes before all others.
    pub(super) fn push_front(&mut self, work: Pending<T>) {
        self.0.push_front(Slot::Running(work));
    }

    /// The next outcome in order; `None` when there is nothing left.
    pub(super) async fn next(&mut self) -> Option<T> {
        poll_fn(|cx| self.poll_first(cx)).await;
        match self.0.pop_front() {
            Some(Slot::Done(outcome)) => Some(outcome),
            _ => None,
        }
    }

    /// Ready when the first one is done.
    fn poll_first(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        self.poll_each(cx);
        if matches!(self.0.front(), Some(Slot::Running(_))) { Poll::Pending } else { Poll::Ready(()) }
    }

    /// There are few of them, so that whoever wakes one may look at all.
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

    /// The outcomes of those that are done.
    fn into_done(self) -> Vec<T> {
        let done = |slot| if let Slot::Done(outcome) = slot { Some(outcome) } else { None };
        self.0.into_iter().filter_map(done).collect()
    }
}

/// Does all `work`, at most `at_once` (and at least one) at a time; gives the outcomes in order.
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
