//! Waits for background work, as the tasks of operations describe it.

mod outcome;
mod poller;
mod state;
mod waiter;

pub use outcome::{TaskFailure, TaskOutcome, TaskProgress, TaskResult};
pub use waiter::Waiter;
