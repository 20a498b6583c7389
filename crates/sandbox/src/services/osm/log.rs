//! The log of the actions on each ticket. Every handler that changes a ticket writes to it.

use hwc_models::osm::CaseOperation;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::engineer::ENGINEER;

/// Logs an action of the caller on a ticket at the current time.
pub(super) fn log(cx: &Context<'_>, case: &str, operation: CaseOperation) -> Result<(), ApiError> {
    write(cx, case, operation, None, cx.now)
}

/// Logs an action of the caller on a ticket at `at`.
pub(super) fn log_at(cx: &Context<'_>, case: &str, operation: CaseOperation, at: i64) -> Result<(), ApiError> {
    write(cx, case, operation, None, at)
}

/// Logs an action of the caller on a ticket at the current time, with the caller's comment if there is one.
pub(super) fn log_with(
    cx: &Context<'_>,
    case: &str,
    operation: CaseOperation,
    comment: Option<&str>,
) -> Result<(), ApiError> {
    write(cx, case, operation, comment.filter(|comment| !comment.is_empty()), cx.now)
}

fn write(
    cx: &Context<'_>,
    case: &str,
    operation: CaseOperation,
    comment: Option<&str>,
    at: i64,
) -> Result<(), ApiError> {
    let operator_type = i64::from(cx.caller.id == ENGINEER.0);
    cx.db
        .prepare_cached(
            "INSERT INTO case_logs (case_id, operation, operator_type, user_id, user_name, note, done_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute((case, operation.code(), operator_type, &cx.caller.id, &cx.caller.name, comment, at))?;
    Ok(())
}
