//! Concurrent work whose outcomes are taken in order.

use std::collections::VecDeque;
use std::task::{Context, Poll};

use super::BoxFuture;

/// Futures that run concurrently. Their outcomes are returned in the order of the queue.
///
/// Each poll polls all futures that still run. That is simple, and cheap for the few dozen futures of one list or workflow.
pub(crate) struct OrderedQueue<T>(VecDeque<Work<T>>);

enum Work<T> {
    Running(BoxFuture<T>),
    Done(T),
}

impl<T> Default for OrderedQueue<T> {
    fn default() -> Self {
        Self(VecDeque::new())
    }
}

impl<T> OrderedQueue<T> {
    /// Returns the number of outcomes that were not taken yet, of running and completed work.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns the number of futures that have not completed, as far as they were polled.
    #[cfg(any(test, feature = "osm"))]
    pub(crate) fn running(&self) -> usize {
        self.0.iter().filter(|work| matches!(work, Work::Running(_))).count()
    }

    /// Adds work at the end.
    pub(crate) fn push_back(&mut self, work: BoxFuture<T>) {
        self.0.push_back(Work::Running(work));
    }

    /// Adds work before all other.
    #[cfg(any(test, feature = "osm"))]
    pub(crate) fn push_front(&mut self, work: BoxFuture<T>) {
        self.0.push_front(Work::Running(work));
    }

    /// Drops all work, which cancels it.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Polls all work that has not completed.
    pub(crate) fn poll_all(&mut self, cx: &mut Context<'_>) {
        for work in &mut self.0 {
            if let Work::Running(future) = work
                && let Poll::Ready(outcome) = future.as_mut().poll(cx)
            {
                *work = Work::Done(outcome);
            }
        }
    }

    /// Polls all work, and returns the first outcome in order, or `None` without any work.
    pub(crate) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<T>> {
        self.poll_all(cx);
        match self.0.pop_front() {
            None => Poll::Ready(None),
            Some(Work::Done(outcome)) => Poll::Ready(Some(outcome)),
            Some(running) => {
                self.0.push_front(running);
                Poll::Pending
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};
    use std::task::Waker;

    use super::*;

    #[test]
    fn outcomes_are_returned_in_order() {
        let (mut queue, mut cx) = (OrderedQueue::default(), Context::from_waker(Waker::noop()));
        assert_eq!(queue.poll_next(&mut cx), Poll::Ready(None));
        queue.push_back(Box::pin(pending()));
        queue.push_back(Box::pin(ready(2)));
        assert_eq!(queue.poll_next(&mut cx), Poll::Pending);
        assert_eq!((queue.len(), queue.running()), (2, 1));
        queue.push_front(Box::pin(ready(1)));
        assert_eq!(queue.poll_next(&mut cx), Poll::Ready(Some(1)));
        assert_eq!(queue.poll_next(&mut cx), Poll::Pending);
        queue.clear();
        assert_eq!(queue.poll_next(&mut cx), Poll::Ready(None));
    }
}
