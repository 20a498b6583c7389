//! Actions of support engineers on tickets: the implementation of the public `Engineer`.

use hwc_models::osm::CaseOperation;
use rusqlite::OptionalExtension;

use crate::runtime::api_error::Refusal;
use crate::runtime::context::{Caller, Context};
use crate::runtime::engineer::{EngineerAction, EngineerError};
use crate::services::osm::lifecycle::{Act, Outcome, attempt};
use crate::services::osm::{authorizations, log};

/// The engineer in messages and logs: ID and name.
pub(crate) const ENGINEER: (&str, &str) = ("engineer-1", "Support engineer");

/// Returns the engineer as a caller.
pub(crate) fn engineer() -> Caller {
    Caller { id: ENGINEER.0.to_owned(), name: ENGINEER.1.to_owned() }
}

/// Performs an action that only changes the state of a ticket.
pub(crate) fn work(cx: &Context<'_>, case: &str, work: EngineerAction) -> Result<(), EngineerError> {
    let act = match work {
        EngineerAction::TakeUp => Act::TakeUp,
        EngineerAction::Reply => Act::Reply,
        EngineerAction::Resolve => Act::Resolve,
        EngineerAction::AskCustomer => Act::AskCustomer,
        EngineerAction::AskForAccess => Act::AskForAccess,
        EngineerAction::Suspend => Act::Suspend,
        EngineerAction::Complete => Act::Complete,
        EngineerAction::Invalidate => Act::Invalidate,
    };
    exists(cx, case)?;
    if let Outcome::NotNow(state) = attempt(cx, case, act)? {
        return Err(EngineerError::InvalidState { work, status: state.into() });
    }
    match work {
        EngineerAction::Complete => log::note(cx, case, CaseOperation::Closed)?,
        EngineerAction::Invalidate => log::note(cx, case, CaseOperation::RejectedByUserCentre)?,
        _ => {}
    }
    Ok(())
}

fn exists(cx: &Context<'_>, case: &str) -> Result<(), EngineerError> {
    let found: Option<i64> =
        cx.db.prepare_cached("SELECT 1 FROM cases WHERE id = ?1")?.query_row([case], |row| row.get(0)).optional()?;
    found.map(|_| ()).ok_or_else(|| EngineerError::CaseNotFound(case.into()))
}

/// Writes a message of the engineer.
pub(crate) fn reply(cx: &Context<'_>, case: &str, text: &str) -> Result<(), EngineerError> {
    work(cx, case, EngineerAction::Reply)?;
    cx.db.execute(
        "INSERT INTO messages (case_id, source, author_id, author_name, content, is_first, written_at)
         VALUES (?1, 1, ?2, ?3, ?4, 0, ?5)",
        (case, &cx.caller.id, &cx.caller.name, text, cx.now),
    )?;
    Ok(())
}

/// Stores the cause of the problem and its solution.
pub(crate) fn explain(cx: &Context<'_>, case: &str, root_cause: &str, resolution: &str) -> Result<(), EngineerError> {
    let sql = "UPDATE cases SET root_cause = ?2, resolution = ?3 WHERE id = ?1";
    cx.db.execute(sql, (case, root_cause, resolution))?;
    Ok(())
}

/// Requests access for a ticket and returns the ID of the grant.
pub(crate) fn ask_for_access(cx: &Context<'_>, case: &str) -> Result<String, EngineerError> {
    work(cx, case, EngineerAction::AskForAccess)?;
    let grant = authorizations::next_id(cx)?;
    authorizations::ask_for_access(cx, case, &grant, cx.now)?;
    Ok(grant)
}

/// Recalls (4) a grant that is waiting (0) or granted (1).
pub(crate) fn recall(cx: &Context<'_>, grant: &str) -> Result<(), EngineerError> {
    let sql = "SELECT CASE WHEN status = 1 AND expires_at <= ?2 THEN 3 ELSE status END FROM authorizations
         WHERE id = ?1 AND asked_at <= ?2";
    let status: Option<i64> = cx.db.prepare_cached(sql)?.query_row((grant, cx.now), |row| row.get(0)).optional()?;
    match status {
        None => Err(EngineerError::AuthorizationNotFound(grant.into())),
        Some(0 | 1) => {
            cx.db.execute("UPDATE authorizations SET status = 4 WHERE id = ?1", [grant])?;
            Ok(authorizations::sessions::end(cx, grant)?)
        }
        Some(status) => Err(EngineerError::NotRecallable { status: status.into() }),
    }
}

impl From<Refusal> for EngineerError {
    fn from(refusal: Refusal) -> Self {
        Self::Internal(refusal.message)
    }
}

impl From<rusqlite::Error> for EngineerError {
    fn from(error: rusqlite::Error) -> Self {
        Refusal::from(error).into()
    }
}
