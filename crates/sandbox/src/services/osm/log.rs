//! The log of the actions on each ticket. Every handler that changes a ticket writes to it.

use hwc_models::osm::CaseOperation;
use rusqlite::Connection;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::{Caller, Context, Deferred};
use crate::services::osm::engineer::ENGINEER;

/// The number of entries in one transaction. Other requests wait for it, for a few milliseconds.
const BATCH_SIZE: usize = 500;

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

/// Returns writes that log an action of the caller on many tickets, at the current time.
pub(super) fn log_all(cx: &Context<'_>, cases: Vec<String>, operation: CaseOperation) -> Deferred {
    let (caller, at) = (cx.caller.clone(), cx.now);
    let mut cases = cases.into_iter();
    Box::new(move |db| {
        for case in cases.by_ref().take(BATCH_SIZE) {
            Entry { case: &case, operation, caller: &caller, comment: None, at }.insert(db)?;
        }
        Ok(cases.len() > 0)
    })
}

fn write(
    cx: &Context<'_>,
    case: &str,
    operation: CaseOperation,
    comment: Option<&str>,
    at: i64,
) -> Result<(), ApiError> {
    Ok(Entry { case, operation, caller: &cx.caller, comment, at }.insert(cx.db)?)
}

/// An action on a ticket.
struct Entry<'a> {
    case: &'a str,
    operation: CaseOperation,
    caller: &'a Caller,
    comment: Option<&'a str>,
    at: i64,
}

impl Entry<'_> {
    fn insert(&self, db: &Connection) -> rusqlite::Result<()> {
        let operator_type = i64::from(self.caller.id == ENGINEER.0);
        let (id, name) = (&self.caller.id, &self.caller.name);
        db.prepare_cached(
            "INSERT INTO case_logs (case_id, operation, operator_type, user_id, user_name, note, done_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute((self.case, self.operation.code(), operator_type, id, name, self.comment, self.at))
        .map(drop)
    }
}
