//! The progress and the outcome of background work.

use hwc_wire::{Record, Task};

use super::state::failed_parts;

/// The progress of background work at one poll.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TaskProgress {
    /// The result, or `None` while the work waits or runs.
    pub result: Option<TaskResult>,
    /// The code of the state, as the service sends it. Empty if the response has no state.
    pub state: String,
    /// The progress in percent, if the service sends it.
    pub percent: Option<f64>,
}

/// The result of background work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TaskResult {
    /// All of the work succeeded.
    Succeeded,
    /// Some parts of the work failed.
    Partial,
    /// The work failed.
    Failed,
    /// The work was canceled.
    Canceled,
}

/// The outcome of background work, with the last response that reads its state.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TaskOutcome<T> {
    /// The result.
    pub result: TaskResult,
    /// The last response.
    pub response: T,
    pub(super) task: TaskRef,
}

/// The description of the work that ended.
#[derive(Clone, Copy)]
pub(super) struct TaskRef(pub(super) &'static Task);

/// A part of background work that failed.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct TaskFailure<'a> {
    /// The index of the part in the list of the response.
    pub index: usize,
    /// The part.
    pub part: &'a dyn Record,
}

impl<T> TaskOutcome<T> {
    /// Returns true if all of the work succeeded.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.result == TaskResult::Succeeded
    }
}

impl<T: Record> TaskOutcome<T> {
    /// Returns the parts that failed. Empty if the service does not list the parts of this work.
    #[must_use]
    pub fn failures(&self) -> Vec<TaskFailure<'_>> {
        failed_parts(self.task.0, &self.response)
    }
}

impl std::fmt::Debug for TaskRef {
    #[inline]
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.poll_operation.name)
    }
}

impl PartialEq for TaskRef {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}
