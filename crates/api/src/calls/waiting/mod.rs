//! Waits for background work, as the tasks of operations describe it.

mod dyn_waiter;
mod outcome;
mod poller;
mod state;
mod waiter;

pub use dyn_waiter::DynWaiter;
pub use outcome::{TaskFailure, TaskOutcome, TaskProgress, TaskResult};
pub(super) use poller::Types;
pub use waiter::Waiter;
