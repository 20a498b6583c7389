//! Actions of support engineers on tickets: the implementation of the public `Engineer`.

use std::fmt;

use hwc_models::osm::{AuthorizationId, AuthorizationStatus, CaseId, CaseOperation, CaseStatus};
use rusqlite::OptionalExtension;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::{Caller, Context};
use crate::services::osm::lifecycle::{TicketEvent, Transition, try_transition};
use crate::services::osm::status_view::StatusView;
use crate::services::osm::{authorizations, log};

/// An action of an engineer on a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EngineerAction {
    /// Starts or resumes work on the ticket.
    Start,
    /// Writes a message.
    Reply,
    /// Presents a result that the customer has to confirm.
    Resolve,
    /// Asks the customer for more information.
    RequestInformation,
    /// Requests access to resources of the customer.
    RequestAccess,
    /// Suspends the work.
    Suspend,
    /// Closes the ticket.
    Complete,
    /// Rejects the ticket as invalid.
    Invalidate,
}

/// The reason why an action of an engineer failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EngineerError {
    /// No ticket has this ID.
    #[error("ticket `{0}` not found")]
    CaseNotFound(CaseId),
    /// No grant has this ID, or its access request is not due yet.
    #[error("access grant `{0}` not found")]
    AuthorizationNotFound(AuthorizationId),
    /// The state of the ticket does not allow it.
    #[error("cannot {action} a ticket in state {}", StatusView::ticket(*status))]
    InvalidState {
        /// The action.
        action: EngineerAction,
        /// The state of the ticket.
        status: CaseStatus,
    },
    /// The grant cannot be revoked: it is neither waiting nor granted.
    #[error("cannot revoke a grant in state {}", StatusView::grant(*status))]
    NotRevocable {
        /// The state of the grant.
        status: AuthorizationStatus,
    },
    /// The sandbox itself failed.
    #[error("{0}")]
    Internal(String),
}

impl fmt::Display for EngineerAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Start => "start",
            Self::Reply => "reply to",
            Self::Resolve => "resolve",
            Self::RequestInformation => "request information for",
            Self::RequestAccess => "request access for",
            Self::Suspend => "suspend",
            Self::Complete => "complete",
            Self::Invalidate => "invalidate",
        })
    }
}

/// The engineer in messages and logs: ID and name.
pub(crate) const ENGINEER: (&str, &str) = ("engineer-1", "Support engineer");

/// Returns the engineer as a caller.
pub(crate) fn engineer() -> Caller {
    Caller { id: ENGINEER.0.to_owned(), name: ENGINEER.1.to_owned() }
}

/// Performs an action that only changes the state of a ticket.
pub(crate) fn perform(cx: &Context<'_>, case: &str, action: EngineerAction) -> Result<(), EngineerError> {
    let event = match action {
        EngineerAction::Start => TicketEvent::Start,
        EngineerAction::Reply => TicketEvent::Reply,
        EngineerAction::Resolve => TicketEvent::Resolve,
        EngineerAction::RequestInformation => TicketEvent::RequestInformation,
        EngineerAction::RequestAccess => TicketEvent::RequestAccess,
        EngineerAction::Suspend => TicketEvent::Suspend,
        EngineerAction::Complete => TicketEvent::Complete,
        EngineerAction::Invalidate => TicketEvent::Invalidate,
    };
    exists(cx, case)?;
    if let Transition::Rejected(state) = try_transition(cx, case, event)? {
        return Err(EngineerError::InvalidState { action, status: state.into() });
    }
    match action {
        EngineerAction::Complete => log::log(cx, case, CaseOperation::Closed)?,
        EngineerAction::Invalidate => log::log(cx, case, CaseOperation::RejectedByUserCenter)?,
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
    perform(cx, case, EngineerAction::Reply)?;
    cx.db.execute(
        "INSERT INTO messages (case_id, source, author_id, author_name, content, is_first, written_at)
         VALUES (?1, 1, ?2, ?3, ?4, 0, ?5)",
        (case, &cx.caller.id, &cx.caller.name, text, cx.now),
    )?;
    Ok(())
}

/// Stores the cause of the problem and its solution.
pub(crate) fn set_resolution(
    cx: &Context<'_>,
    case: &str,
    root_cause: &str,
    resolution: &str,
) -> Result<(), EngineerError> {
    let sql = "UPDATE cases SET root_cause = ?2, resolution = ?3 WHERE id = ?1";
    cx.db.execute(sql, (case, root_cause, resolution))?;
    Ok(())
}

/// Requests access for a ticket and returns the ID of the grant.
pub(crate) fn request_access(cx: &Context<'_>, case: &str) -> Result<String, EngineerError> {
    perform(cx, case, EngineerAction::RequestAccess)?;
    let grant = authorizations::next_id(cx)?;
    authorizations::request_access(cx, case, &grant, cx.now)?;
    Ok(grant)
}

/// Recalls (4) a grant that is waiting (0) or granted (1).
pub(crate) fn revoke_request(cx: &Context<'_>, grant: &str) -> Result<(), EngineerError> {
    let sql = "SELECT CASE WHEN status = 1 AND expires_at <= ?2 THEN 3 ELSE status END FROM authorizations
         WHERE id = ?1 AND asked_at <= ?2";
    let status: Option<i64> = cx.db.prepare_cached(sql)?.query_row((grant, cx.now), |row| row.get(0)).optional()?;
    match status {
        None => Err(EngineerError::AuthorizationNotFound(grant.into())),
        Some(0 | 1) => {
            cx.db.execute("UPDATE authorizations SET status = 4 WHERE id = ?1", [grant])?;
            Ok(authorizations::sessions::end(cx, grant)?)
        }
        Some(status) => Err(EngineerError::NotRevocable { status: status.into() }),
    }
}

impl From<ApiError> for EngineerError {
    fn from(error: ApiError) -> Self {
        Self::Internal(error.message)
    }
}

impl From<rusqlite::Error> for EngineerError {
    fn from(error: rusqlite::Error) -> Self {
        ApiError::from(error).into()
    }
}
