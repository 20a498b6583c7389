//! Performing the steps of batch jobs that are due.

use crate::runtime::api_error::{ApiError, ErrorOrigin};
use crate::runtime::context::{Caller, Context};
use crate::runtime::store::Transaction;
use crate::services::koodrive::drive::Node;
use crate::services::koodrive::jobs::steps;
use crate::services::koodrive::jobs::stored::{Failure, StoredJob};
use crate::services::koodrive::message;

/// Performs the steps of all jobs that are due by now, in the order of their times.
///
/// # Errors
/// Returns an error of storage on a connection that only reads, if a step is due.
pub(crate) fn apply_due_steps(cx: &Context<'_>) -> Result<(), ApiError> {
    let due = || cx.records::<StoredJob>().query().less_than("next_step", cx.now + 1).sort("next_step").all();
    while let [job, others @ ..] = &mut due()?[..] {
        // On a connection that only reads, the step must fail before it stores a content.
        cx.records().update(job)?;
        let end = others.iter().filter_map(StoredJob::next_step).min().unwrap_or(i64::MAX).min(cx.now + 1);
        advance_until(cx, job, end)?;
        cx.records().update(job)?;
    }
    Ok(())
}

/// Performs the next step of a job, and those that follow it before `end`. The record of a job with many files is large, so it
/// is not stored after each step.
fn advance_until(cx: &Context<'_>, job: &mut StoredJob, end: i64) -> Result<(), ApiError> {
    let mut next = job.next_step();
    while let Some(at) = next {
        advance(&context_of(cx, job, at), job)?;
        next = job.next_step().filter(|next| *next < end);
    }
    Ok(())
}

/// Returns the context of the user of a job, at the time of a step.
fn context_of<'a>(cx: &'a Context<'_>, job: &StoredJob, now: i64) -> Context<'a> {
    let caller = Caller { id: job.user.clone(), name: job.user.clone() };
    let (drive_token, folder_scope) = (job.session.clone(), job.folder_scope.clone());
    Context { drive_token, folder_scope, ..cx.on_behalf_of(caller, now) }
}

/// Performs the next step of a job.
fn advance(cx: &Context<'_>, job: &mut StoredJob) -> Result<(), ApiError> {
    if job.works_at_end() {
        steps::finish(cx, job)?;
        job.items.iter_mut().for_each(|item| item.is_done = true);
        job.is_done = true;
        return Ok(());
    }
    if let Some(index) = job.items.iter().position(|item| !item.is_done) {
        let outcome = attempt(cx, || steps::perform(cx, job, &job.items[index]))?;
        record(job, index, outcome);
    }
    job.is_done = job.items.iter().all(|item| item.is_done);
    Ok(())
}

/// Records the outcome for a file: its new ID and its new path, if it still exists.
fn record(job: &mut StoredJob, index: usize, outcome: Result<Option<(Node, String)>, Failure>) {
    let Some(item) = job.items.get_mut(index) else { return };
    item.is_done = true;
    match outcome {
        Ok(Some((node, path))) => {
            item.new_file = Some(node.id);
            item.new_path = Some(path);
        }
        Ok(None) => {}
        Err(failure) => item.failure = Some(failure),
    }
}

/// Performs a part of a job. If it returns an error of the service, its changes are rolled back and the job goes on.
///
/// # Errors
/// Returns the failures of the sandbox itself.
pub(super) fn attempt<T>(
    cx: &Context<'_>,
    work: impl FnOnce() -> Result<T, ApiError>,
) -> Result<Result<T, Failure>, ApiError> {
    let savepoint = Transaction::begin(cx.db)?;
    match work() {
        Ok(done) => savepoint.commit().map(|()| Ok(Ok(done)))?,
        Err(ApiError { origin: ErrorOrigin::Explicit, code, message, .. }) => Ok(Err(Failure { code, message })),
        Err(ApiError { origin: ErrorOrigin::Invalid, message: text, .. }) => {
            let code = "13000102".to_owned();
            Ok(Err(Failure { message: if text.is_empty() { message(&code).to_owned() } else { text }, code }))
        }
        Err(error) => Err(error),
    }
}
