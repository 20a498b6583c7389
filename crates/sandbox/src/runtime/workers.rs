//! The threads of a server that handle requests, so that a long request does not hold up the event loop.
//!
//! One thread writes, since SQLite has one writer at a time. The others read beside it.

use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use tokio::sync::oneshot;

use super::database::READERS;

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
}

/// The result of a step.
pub(crate) enum Progress<S: Steps> {
    /// There is another step.
    Next(S),
    /// That was the last step.
    Done(S::Output),
}

type Job = Box<dyn FnOnce() + Send>;

/// The threads of a server. They end when it is dropped.
pub(crate) struct Workers {
    queues: Arc<Queues>,
}

struct Queues {
    reads: Queue,
    writes: Queue,
}

impl Workers {
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
            while let Some(job) = queues.of(access).next() {
                // The submitter gets no result from a job that panics. The thread goes on.
                let _ = catch_unwind(AssertUnwindSafe(job));
            }
        };
        thread::Builder::new().name(name.to_owned()).spawn(work).map(drop)
    }

    /// Runs all steps. Returns `None` if one of them panics. The steps continue if the future is dropped.
    pub(crate) async fn run<S: Steps>(&self, steps: S) -> Option<S::Output> {
        let (sender, receiver) = oneshot::channel();
        submit(&self.queues, steps, sender);
        receiver.await.ok()
    }
}

fn submit<S: Steps>(queues: &Arc<Queues>, steps: S, sender: oneshot::Sender<S::Output>) {
    let again = Arc::clone(queues);
    queues.of(steps.access()).push(Box::new(move || match steps.advance() {
        Progress::Next(steps) => submit(&again, steps, sender),
        // Nobody waits for the output of a canceled request.
        Progress::Done(output) => drop(sender.send(output)),
    }));
}

impl Queues {
    fn of(&self, access: Access) -> &Queue {
        match access {
            Access::Read => &self.reads,
            Access::Write => &self.writes,
        }
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.queues.reads.close();
        self.queues.writes.close();
    }
}

/// A queue of jobs, first in, first out.
#[derive(Default)]
struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    is_closed: bool,
}

impl Queue {
    fn push(&self, job: Job) {
        let mut state = self.lock();
        // The jobs of a closed queue have no thread, so their submitters learn it from the drop.
        if !state.is_closed {
            state.jobs.push_back(job);
            drop(state);
            self.changed.notify_one();
        }
    }

    /// Waits for the next job. Returns `None` if the queue is closed.
    fn next(&self) -> Option<Job> {
        let is_idle = |state: &mut State| state.jobs.is_empty() && !state.is_closed;
        let mut state = self.changed.wait_while(self.lock(), is_idle).unwrap_or_else(PoisonError::into_inner);
        if state.is_closed { None } else { state.jobs.pop_front() }
    }

    fn close(&self) {
        let mut state = self.lock();
        state.is_closed = true;
        let jobs = std::mem::take(&mut state.jobs);
        drop(state);
        // A job may hold the last reference to something that locks the queue.
        drop(jobs);
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    /// Steps with an access each. The last one returns the name of its thread.
    struct Hops(Vec<Access>);

    impl Steps for Hops {
        type Output = String;

        fn access(&self) -> Access {
            self.0[0]
        }

        fn advance(mut self) -> Progress<Self> {
            self.0.remove(0);
            let name = thread::current().name().unwrap_or_default().to_owned();
            if self.0.is_empty() { Progress::Done(name) } else { Progress::Next(self) }
        }
    }

    /// A step that waits at a gate, or panics if the gate is gone.
    struct Gated(Access, mpsc::Receiver<()>);

    impl Steps for Gated {
        type Output = ();

        fn access(&self) -> Access {
            self.0
        }

        fn advance(self) -> Progress<Self> {
            Progress::Done(self.1.recv().unwrap())
        }
    }

    #[tokio::test]
    async fn each_step_runs_on_a_thread_with_its_access() {
        let workers = Workers::start().unwrap();
        let name = workers.run(Hops(vec![Access::Read, Access::Write])).await;
        assert_eq!(name.as_deref(), Some("hwc-sandbox-write"));
        let name = workers.run(Hops(vec![Access::Write, Access::Read])).await;
        assert_eq!(name.as_deref(), Some("hwc-sandbox-read"));
    }

    #[tokio::test]
    async fn a_write_that_waits_stops_no_read() {
        let workers = Workers::start().unwrap();
        let (gate, waiting) = mpsc::channel();
        let (write, read) = (workers.run(Gated(Access::Write, waiting)), workers.run(Hops(vec![Access::Read])));
        let mut write = std::pin::pin!(write);
        assert!(futures_poll(write.as_mut()).is_none());
        assert!(read.await.is_some());
        gate.send(()).unwrap();
        assert_eq!(write.await, Some(()));
    }

    #[tokio::test]
    async fn a_step_that_panics_has_no_output_and_its_thread_goes_on() {
        let workers = Workers::start().unwrap();
        let (gate, waiting) = mpsc::channel();
        drop(gate);
        assert_eq!(workers.run(Gated(Access::Write, waiting)).await, None);
        assert!(workers.run(Hops(vec![Access::Write])).await.is_some());
    }

    fn futures_poll<T>(future: std::pin::Pin<&mut impl Future<Output = T>>) -> Option<T> {
        let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
        match future.poll(&mut cx) {
            std::task::Poll::Ready(output) => Some(output),
            std::task::Poll::Pending => None,
        }
    }
}
