//! The Chinese summary of every operation, and the background work that some operations start.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests may panic like tests")]

use std::fmt::Write as _;

use hwc_models::CATALOG;
use hwc_models::wire::catalog::{Example, OperationEntry};
use hwc_models::wire::{Json, Task, TaskPhase, TaskState};

#[test]
fn every_operation_has_a_summary_in_chinese() {
    for entry in CATALOG.entries() {
        let summary = &CATALOG.operation(entry.operation).unwrap().summary_zh;
        let is_line = summary.ends_with('。') && !summary.contains('\n');
        assert!(is_line, "{}: {summary}", entry.operation.full_name());
    }
}

/// Each operation with background work has a snapshot of its own.
#[test]
fn the_states_of_tasks_are_found_in_the_documented_responses() {
    for entry in CATALOG.entries() {
        let Some(task) = entry.operation.task else { continue };
        let mut text = format!("read by {}\n", task.poll_operation.full_name());
        for example in examples(&reader(task)).iter().filter(|example| example.decode_error.is_none()) {
            let response = example.response.as_ref().unwrap();
            writeln!(text, "  {}: {}", example.name, report(task, response)).unwrap();
        }
        snapshot(&format!("{}.task", entry.operation.full_name()), &text);
    }
}

fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

fn reader(task: &Task) -> OperationEntry {
    *CATALOG.find(&task.poll_operation.full_name()).unwrap()
}

fn examples(entry: &OperationEntry) -> &'static [Example] {
    &CATALOG.operation(entry.operation).unwrap().examples
}

/// Returns phase, progress and failures that a response reports, as one line.
fn report(task: &Task, response: &Json) -> String {
    let phase = |state: &TaskState, of: &Json| at(of, state.field).and_then(|code| state.phase(&plain(code)));
    let mut text = format!("{:?}", phase(&task.state, response).expect("a documented state"));
    if phase(&task.state, response) == Some(TaskPhase::Ended) {
        write!(text, ", {:?}", phase(task.result.as_ref().unwrap(), response).expect("a documented result")).unwrap();
    }
    if let Some(progress) = task.progress.and_then(|field| at(response, field)) {
        write!(text, ", {progress} %").unwrap();
    }
    if let Some(list) = task.failures.as_ref().and_then(|failures| at(response, failures.list)) {
        let state = task.failures.as_ref().unwrap().state.as_ref().unwrap();
        let parts = list.as_array().unwrap();
        let failed = parts.iter().filter(|part| phase(state, part) == Some(TaskPhase::Failed)).count();
        write!(text, ", {failed} of {} failed", parts.len()).unwrap();
    }
    text
}

fn at<'a>(json: &'a Json, path: &str) -> Option<&'a Json> {
    path.split('.').try_fold(json, |json, name| json.get(name))
}

fn plain(code: &Json) -> String {
    code.as_str().map_or_else(|| code.to_string(), str::to_owned)
}
