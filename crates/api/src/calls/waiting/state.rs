//! Reads the state of background work from responses whose types are unknown.

use hwc_wire::{Record, Task, TaskPhase, TaskState, ValueRef};

use super::outcome::{TaskFailure, TaskProgress, TaskResult};
use crate::calls::paging::field;
use crate::error::Error;

/// Returns the progress that a response reports.
///
/// # Errors
/// Returns an error if the work ended and the response does not say how.
#[inline]
pub(super) fn read_progress(task: &Task, response: &dyn Record) -> Result<TaskProgress, Error> {
    let (state, phase) = read_state(&task.state, response);
    let result = match phase {
        Some(TaskPhase::Ended) => Some(read_result(task, response)?),
        phase => phase.and_then(result_of),
    };
    let percent = task.progress.and_then(|name| field(response, name, &number).flatten());
    Ok(TaskProgress { result, state, percent })
}

/// Returns the code of a state with its phase. An unknown code has none, as the work may still be running.
#[inline]
fn read_state(state: &TaskState, response: &dyn Record) -> (String, Option<TaskPhase>) {
    let code = field(response, state.field, &code).flatten().unwrap_or_default();
    let phase = state.phase(&code);
    (code, phase)
}

#[inline]
fn read_result(task: &Task, response: &dyn Record) -> Result<TaskResult, Error> {
    let name = task.result.as_ref().map_or(task.state.field, |result| result.field);
    let phase = task.result.as_ref().and_then(|result| read_state(result, response).1);
    phase.and_then(result_of).ok_or_else(|| Error::missing_field(task.poll_operation, name))
}

#[inline]
fn result_of(phase: TaskPhase) -> Option<TaskResult> {
    match phase {
        TaskPhase::Succeeded => Some(TaskResult::Succeeded),
        TaskPhase::Partial => Some(TaskResult::Partial),
        TaskPhase::Failed => Some(TaskResult::Failed),
        TaskPhase::Canceled => Some(TaskResult::Canceled),
        TaskPhase::Running | TaskPhase::Ended => None,
    }
}

/// Returns the code of a state.
#[inline]
fn code(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::IntEnum(code, _) => Some(code.to_string()),
        ValueRef::StringEnum(code, _) => Some(code.to_owned()),
        _ => None,
    }
}

#[allow(clippy::cast_precision_loss, reason = "percentages are small")]
#[inline]
fn number(value: ValueRef<'_>) -> Option<f64> {
    match value {
        ValueRef::Int(number) => Some(number as f64),
        ValueRef::Uint(number) => Some(number as f64),
        ValueRef::Float(number) => Some(number),
        _ => None,
    }
}

/// Returns the parts of the work that failed.
#[inline]
pub(super) fn failed_parts<'a>(task: &Task, response: &'a dyn Record) -> Vec<TaskFailure<'a>> {
    let Some(failures) = &task.failures else { return Vec::new() };
    let Some(ValueRef::List(parts)) = find(response, failures.list) else { return Vec::new() };
    let parts = parts.iter().enumerate().filter_map(|(index, part)| match part.view() {
        ValueRef::Record(part) => Some(TaskFailure { index, part }),
        _ => None,
    });
    let has_failed = |failure: &TaskFailure<'_>| match &failures.state {
        Some(state) => read_state(state, failure.part).1 == Some(TaskPhase::Failed),
        None => true,
    };
    parts.filter(has_failed).collect()
}

/// Returns the value at a path, such as `data.taskInfos`.
#[inline]
fn find<'a>(record: &'a dyn Record, path: &str) -> Option<ValueRef<'a>> {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let (_, value) = record.fields().find(|(field, _)| field.is_called(name))?;
    match (rest, value.view()) {
        (None, value) => Some(value),
        (Some(rest), ValueRef::Record(inner)) => find(inner, rest),
        (Some(_), _) => None,
    }
}
