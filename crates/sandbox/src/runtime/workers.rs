//! The threads of a server that handle requests, so that a long request does not hold up the event loop.
//!
//! One thread writes, since SQLite has one writer at a time. The others read beside it.

use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use tokio::sync::oneshot;

use crate::runtime::database::READERS;

/// The access of a piece of work to the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Write,
}

/// Work in steps, each with its own access to the database.
pub(crate) trait Steps: Sized + Send + 'static {
    /// The result of the last step.
    type Output: Send + 'static;

    /// Returns the access of the next step.
    fn access(&self) -> Access;

    /// Runs the next step.
    fn advance(self) -> Progress<Self>;

    /// Returns true if the next step can share a transaction with others.
    fn can_join(&self) -> bool;

    /// Runs the next steps of several, in one transaction.
    fn advance_together(all: Vec<Self>) -> Vec<Progress<Self>>;
}

/// The result of a step.
pub(crate) enum Progress<S: Steps> {
    /// There is another step.
    Next(S),
    /// That was the last step.
    Done(S::Output),
}

/// The maximum number of steps in one transaction. The first one waits for the last one.
const MOST_TOGETHER: usize = 16;

/// The threads of a server. They end when it is dropped.
pub(crate) struct Workers<S: Steps> {
    queues: Arc<Queues<S>>,
}

struct Queues<S: Steps> {
    reads: Queue<S>,
    writes: Queue<S>,
}

/// An element of a queue.
enum Item<S: Steps> {
    /// A single job.
    Job(Box<dyn FnOnce() + Send>),
    /// Steps, and the receiver of their output.
    Steps(S, oneshot::Sender<S::Output>),
}

impl<S: Steps> Workers<S> {
    /// Starts the threads.
    ///
    /// # Errors
    /// Returns the error of the system if it has no more threads.
    pub(crate) fn start() -> io::Result<Self> {
        let workers = Self { queues: Arc::new(Queues { reads: Queue::default(), writes: Queue::default() }) };
        for _ in 0..READERS {
            workers.spawn("hwc-sandbox-read", Access::Read)?;
        }
        workers.spawn("hwc-sandbox-write", Access::Write)?;
        Ok(workers)
    }

    fn spawn(&self, name: &str, access: Access) -> io::Result<()> {
        let queues = Arc::clone(&self.queues);
        let work = move || {
            while let Some(items) = queues.of(access).next() {
                // The submitter gets no result from an item that panics. The thread goes on.
                let _ = catch_unwind(AssertUnwindSafe(|| queues.work(items)));
            }
        };
        thread::Builder::new().name(name.to_owned()).spawn(work).map(drop)
    }

    /// Runs all steps. Returns `None` if one of them panics. The steps continue if the future is dropped.
    pub(crate) async fn run(&self, steps: S) -> Option<S::Output> {
        let (sender, receiver) = oneshot::channel();
        self.queues.of(steps.access()).push(Item::Steps(steps, sender));
        receiver.await.ok()
    }

    /// Runs a job on a thread that reads. Returns `None` if it panics.
    pub(crate) async fn read<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let (sender, receiver) = oneshot::channel();
        // The result of a job whose submitter is gone is not needed.
        self.queues.reads.push(Item::Job(Box::new(move || drop(sender.send(job())))));
        receiver.await.ok()
    }
}

impl<S: Steps> Queues<S> {
    fn of(&self, access: Access) -> &Queue<S> {
        match access {
            Access::Read => &self.reads,
            Access::Write => &self.writes,
        }
    }

    fn work(&self, items: Vec<Item<S>>) {
        let (mut all, mut senders) = (Vec::new(), Vec::new());
        for item in items {
            match item {
                Item::Job(job) => job(),
                Item::Steps(steps, sender) => {
                    all.push(steps);
                    senders.push(sender);
                }
            }
        }
        let progress = if all.len() > 1 { S::advance_together(all) } else { all.into_iter().map(S::advance).collect() };
        for (progress, sender) in progress.into_iter().zip(senders) {
            match progress {
                Progress::Next(steps) => self.of(steps.access()).push(Item::Steps(steps, sender)),
                // The output of a canceled request has no receiver.
                Progress::Done(output) => drop(sender.send(output)),
            }
        }
    }
}

impl<S: Steps> Drop for Workers<S> {
    fn drop(&mut self) {
        self.queues.reads.close();
        self.queues.writes.close();
    }
}

/// A queue, first in, first out.
struct Queue<S: Steps> {
    state: Mutex<State<S>>,
    changed: Condvar,
}

struct State<S: Steps> {
    items: VecDeque<Item<S>>,
    is_closed: bool,
}

impl<S: Steps> Default for Queue<S> {
    fn default() -> Self {
        let state = State { items: VecDeque::new(), is_closed: false };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }
}

impl<S: Steps> Item<S> {
    fn can_join(&self) -> bool {
        matches!(self, Self::Steps(steps, _) if steps.can_join())
    }
}

impl<S: Steps> Queue<S> {
    fn push(&self, item: Item<S>) {
        let mut state = self.lock();
        // The items of a closed queue have no thread, so their submitters learn it from the drop.
        if !state.is_closed {
            state.items.push_back(item);
            drop(state);
            self.changed.notify_one();
        }
    }

    /// Waits for the next item, and takes those after it that can share its transaction. Returns `None` if the queue is
    /// closed.
    fn next(&self) -> Option<Vec<Item<S>>> {
        let is_idle = |state: &mut State<S>| state.items.is_empty() && !state.is_closed;
        let mut state = self.changed.wait_while(self.lock(), is_idle).unwrap_or_else(PoisonError::into_inner);
        if state.is_closed {
            return None;
        }
        let joined = state.items.iter().take(MOST_TOGETHER).take_while(|item| item.can_join()).count();
        Some(state.items.drain(..joined.max(1)).collect())
    }

    fn close(&self) {
        let mut state = self.lock();
        state.is_closed = true;
        let items = std::mem::take(&mut state.items);
        drop(state);
        // An item may hold the last reference to something that locks the queue.
        drop(items);
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State<S>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    /// Steps with an access each, which end with the name of their thread and the number of steps beside the last one. A step
    /// with a gate waits for it, and panics if it is gone.
    struct Hops(Vec<Access>, Option<mpsc::Receiver<()>>);

    impl Hops {
        fn take(mut self, together: usize) -> Progress<Self> {
            if let Some(gate) = self.1.take() {
                gate.recv().unwrap();
            }
            self.0.remove(0);
            let name = thread::current().name().unwrap_or_default().to_owned();
            if self.0.is_empty() { Progress::Done(format!("{name} {together}")) } else { Progress::Next(self) }
        }
    }

    impl Steps for Hops {
        type Output = String;

        fn access(&self) -> Access {
            self.0[0]
        }

        fn advance(self) -> Progress<Self> {
            self.take(1)
        }

        fn can_join(&self) -> bool {
            self.0[0] == Access::Write && self.1.is_none()
        }

        fn advance_together(all: Vec<Self>) -> Vec<Progress<Self>> {
            let together = all.len();
            all.into_iter().map(|hops| hops.take(together)).collect()
        }
    }

    fn hops(all: &[Access]) -> Hops {
        Hops(all.to_vec(), None)
    }

    fn gated(access: Access) -> (mpsc::Sender<()>, Hops) {
        let (gate, waiting) = mpsc::channel();
        (gate, Hops(vec![access], Some(waiting)))
    }

    #[tokio::test]
    async fn each_step_runs_on_a_thread_with_its_access() {
        let workers = Workers::start().unwrap();
        let name = workers.run(hops(&[Access::Read, Access::Write])).await;
        assert_eq!(name.as_deref(), Some("hwc-sandbox-write 1"));
        let name = workers.run(hops(&[Access::Write, Access::Read])).await;
        assert_eq!(name.as_deref(), Some("hwc-sandbox-read 1"));
        assert_eq!(workers.read(|| 5).await, Some(5));
    }

    #[tokio::test]
    async fn a_write_that_waits_holds_up_writes_alone() {
        let workers = Arc::new(Workers::start().unwrap());
        let (gate, held) = gated(Access::Write);
        let run = |hops: Hops| {
            let workers = Arc::clone(&workers);
            tokio::spawn(async move { workers.run(hops).await })
        };
        let held = run(held);
        let waiting: Vec<_> = (0..3).map(|_| run(hops(&[Access::Write]))).collect();
        assert!(run(hops(&[Access::Read])).await.unwrap().is_some());
        assert!(!held.is_finished());
        gate.send(()).unwrap();
        assert_eq!(held.await.unwrap().as_deref(), Some("hwc-sandbox-write 1"));
        for waiting in waiting {
            assert_eq!(waiting.await.unwrap().as_deref(), Some("hwc-sandbox-write 3"), "in one transaction");
        }
    }

    #[tokio::test]
    async fn a_step_that_panics_has_no_output_and_its_thread_goes_on() {
        let workers = Workers::start().unwrap();
        let (gate, held) = gated(Access::Write);
        drop(gate);
        assert_eq!(workers.run(held).await, None);
        assert!(workers.run(hops(&[Access::Write])).await.is_some());
    }
}
