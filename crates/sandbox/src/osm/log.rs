//! The log of what was done with each ticket: every behaviour that changes one writes to it.

use hwc_models::osm::CaseOperation;

use crate::context::Context;
use crate::refusal::Refusal;

/// Notes that the caller did something with a ticket just now.
pub(super) fn note(cx: &Context<'_>, case: &str, operation: CaseOperation) -> Result<(), Refusal> {
    note_at(cx, case, operation, cx.now)
}

/// Notes that the caller did something with a ticket at `at`.
pub(super) fn note_at(cx: &Context<'_>, case: &str, operation: CaseOperation, at: i64) -> Result<(), Refusal> {
    cx.db.execute(
        "INSERT INTO case_logs (case_id, operation, user_id, user_name, done_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        (case, operation.code(), &cx.caller.id, &cx.caller.name, at),
    )?;
    Ok(())
}
