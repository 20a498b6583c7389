//! Emitter of the task of an operation, as a static of its own, and of the request that reads its state.

use crate::model::{Task, TaskSource, TaskState};
use crate::reserved::WireItem;

/// Emits the static that the entry of the operation `name` refers to.
pub(super) fn emit(name: &str, task: &Task) -> String {
    let mut text = format!(
        "static TASK: Task = Task::new(<{} as hwc_wire::Request>::OPERATION, &[{}], {})",
        task.poll_operation,
        task.input.iter().map(|(field, source)| input_expression(field, source)).collect::<String>(),
        state_expression(&task.state)
    );
    if let Some(result) = &task.result {
        text.push_str(&format!(".result({})", state_expression(result)));
    }
    if let Some(progress) = &task.progress {
        text.push_str(&format!(".progress({progress:?})"));
    }
    if let Some(failures) = &task.failures {
        let state = failures.state.as_ref().map_or("None".to_owned(), |one| format!("Some({})", state_expression(one)));
        text.push_str(&format!(".failures(TaskFailures {{ list: {:?}, state: {state} }})", failures.list));
    }
    text + &format!(";\n\nimpl hwc_wire::StartsTask for {name} {{ type Poll = {}; }}\n", task.poll_operation)
}

/// Returns the items that the static needs.
pub(super) fn imports(task: &Task) -> Vec<WireItem> {
    let mut items =
        vec![WireItem::Task, WireItem::TaskInput, WireItem::TaskPhase, WireItem::TaskSource, WireItem::TaskState];
    items.extend(task.failures.is_some().then_some(WireItem::TaskFailures));
    items
}

fn input_expression(field: &str, source: &TaskSource) -> String {
    let from = match source {
        TaskSource::Request(path) => format!("Request({path:?})"),
        TaskSource::Response(path) => format!("Response({path:?})"),
    };
    format!("TaskInput {{ field: {field:?}, from: TaskSource::{from} }},")
}

fn state_expression(state: &TaskState) -> String {
    let codes: String = state.codes.iter().map(|(code, phase)| format!("({code:?}, TaskPhase::{phase:?}),")).collect();
    format!("TaskState {{ field: {:?}, codes: &[{codes}] }}", state.field)
}
