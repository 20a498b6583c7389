//! Finishing the tasks that are due.

use hwc_models::koodrive::MessageType;

use super::stored::{END, StoredTask, Work};
use super::{handover, import};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::{Caller, Context};
use crate::services::koodrive::{background_tasks, messages};

/// Finishes all tasks that are due by now, in the order of their times, and reports each one to its administrator.
///
/// # Errors
/// Returns an error of storage on a connection that only reads, if a task is due.
pub(in crate::services::koodrive) fn apply_due(cx: &Context<'_>) -> Result<(), ApiError> {
    let due = || cx.records::<StoredTask>().query().less_than("due_at", cx.now + 1).sort("due_at").first();
    while let Some(mut task) = due()? {
        task.is_done = true;
        // On a connection that only reads, the task must fail before it does its work.
        cx.records().update(&task)?;
        let starter = Caller { id: task.user.clone(), name: task.user.clone() };
        finish(&cx.on_behalf_of(starter, task.created_at + END), &mut task)?;
        cx.records().update(&task)?;
    }
    Ok(())
}

fn finish(cx: &Context<'_>, task: &mut StoredTask) -> Result<(), ApiError> {
    match &task.work {
        Work::HandOver { source, target } => {
            let outcome = background_tasks::attempt(cx, || handover::run(cx, source, target).map(|()| None))?;
            task.failure = outcome.err();
        }
        Work::Import(rows) => {
            let succeeded = import::run(cx, &task.id, rows)?;
            task.failure = (succeeded == 0).then(|| "13000102".to_owned());
        }
    }
    let outcome = match &task.failure {
        None => "has ended".to_owned(),
        Some(code) => format!("has failed with the error {code}"),
    };
    messages::post(cx, &task.user, MessageType::Management, format!("The {} {outcome}.", task.name()))
}
