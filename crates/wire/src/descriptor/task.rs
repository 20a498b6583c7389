//! Descriptors of background tasks as plain constants: the operation that reads the state, and the states that end the task.

use crate::descriptor::Operation;

/// The background work that an operation starts, and the way to follow it.
///
/// Response fields may be nested, as in `data.jobInfo.status`.
#[derive(Debug)]
#[non_exhaustive]
pub struct Task {
    /// The operation that reads the state.
    pub poll_operation: &'static Operation,
    /// The fields of its request that are copied from the operation that started the work.
    pub inputs: &'static [TaskInput],
    /// The state of the work.
    pub state: TaskState,
    /// The result of the work, if the state says only that it ended.
    pub result: Option<TaskState>,
    /// The response field with the progress in percent.
    pub progress: Option<&'static str>,
    /// The parts of the work that failed.
    pub failures: Option<TaskFailures>,
}

impl Task {
    /// Returns a task that ends once its state is final.
    #[must_use]
    #[inline]
    pub const fn new(poll_operation: &'static Operation, inputs: &'static [TaskInput], state: TaskState) -> Self {
        Self { poll_operation, inputs, state, result: None, progress: None, failures: None }
    }

    /// Sets the field with the result of a task in the phase [`TaskPhase::Ended`].
    #[must_use]
    #[inline]
    pub const fn result(mut self, result: TaskState) -> Self {
        self.result = Some(result);
        self
    }

    /// Sets the response field with the progress in percent.
    #[must_use]
    #[inline]
    pub const fn progress(mut self, field: &'static str) -> Self {
        self.progress = Some(field);
        self
    }

    /// Sets the response field that lists the failed parts.
    #[must_use]
    #[inline]
    pub const fn failures(mut self, failures: TaskFailures) -> Self {
        self.failures = Some(failures);
        self
    }
}

/// One field of the request that reads the state of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskInput {
    /// The field, by its name on the wire.
    pub field: &'static str,
    /// The source of its value.
    pub from: TaskSource,
}

/// A field of the call that started a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskSource {
    /// A field of the request.
    Request(&'static str),
    /// A field of the response.
    Response(&'static str),
}

/// A field that holds the phase of a task, or of a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskState {
    /// The response field that holds the code.
    pub field: &'static str,
    /// All documented codes, as text, with their phases.
    pub codes: &'static [(&'static str, TaskPhase)],
}

impl TaskState {
    /// Returns the phase of a code, or `None` for an unknown code.
    #[must_use]
    #[inline]
    pub fn phase(&self, code: &str) -> Option<TaskPhase> {
        self.codes.iter().find(|(known, _)| *known == code).map(|(_, phase)| *phase)
    }
}

/// The phase of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskPhase {
    /// The task waits or runs.
    Running,
    /// The task ended. [`Task::result`] holds the outcome.
    Ended,
    /// All of the task succeeded.
    Succeeded,
    /// Some parts of the task failed.
    Partial,
    /// The task failed.
    Failed,
    /// The task was canceled.
    Canceled,
}

/// A response field that lists the failed parts of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskFailures {
    /// The response field that holds the list.
    pub list: &'static str,
    /// The state of each element, if the list also contains parts that did not fail.
    pub state: Option<TaskState>,
}

#[cfg(test)]
mod tests {
    use super::{TaskPhase, TaskState};

    #[test]
    fn a_code_has_its_phase_and_an_unknown_code_none() {
        let state = TaskState { field: "status", codes: &[("0", TaskPhase::Running), ("2", TaskPhase::Ended)] };
        assert_eq!(state.phase("2"), Some(TaskPhase::Ended));
        assert_eq!(state.phase("7"), None);
    }
}
