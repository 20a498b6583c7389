//! The support engineer.

use hwc_wire::unix_millis;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::call::{ControlCall, Outcome};
use super::super::error::ControlError;
use crate::runtime::sandbox::Sandbox;
use crate::services::osm::status_view::StatusView;

/// An action of the engineer.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "EngineerAction")]
enum Action {
    /// Starts or resumes work on the ticket.
    Start,
    /// Writes a message, with `text`.
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

/// An action with its texts.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::control) struct EngineerRequest {
    /// The action.
    action: Action,
    /// The message of a reply.
    text: Option<String>,
    /// The cause of the problem, for `resolve`.
    root_cause: Option<String>,
    /// The solution, for `resolve`.
    resolution: Option<String>,
}

/// The outcome of an action.
#[derive(Serialize, JsonSchema)]
pub(in crate::control) struct EngineerOutcome {
    /// The ID of the ticket.
    ticket: String,
    /// The action.
    action: Action,
    /// The state of the ticket after it.
    #[serde(flatten)]
    status: StatusView,
    /// The ID of the access grant that was requested.
    access_grant: Option<String>,
}

/// An access grant that was recalled.
#[derive(Serialize, JsonSchema)]
pub(in crate::control) struct RevokedGrant {
    /// The ID of the grant.
    access_grant: String,
}

pub(in crate::control) fn act(
    sandbox: &Sandbox,
    call: &ControlCall,
    request: EngineerRequest,
) -> Outcome<EngineerOutcome> {
    request.check()?;
    let (engineer, ticket) = (sandbox.engineer(), call.parameter("id"));
    let mut access_grant = None;
    match request.action {
        Action::Start => engineer.start(ticket)?,
        Action::Reply => engineer.reply(ticket, request.text.as_deref().unwrap_or_default())?,
        Action::Resolve => match (&request.root_cause, &request.resolution) {
            (None, None) => engineer.resolve(ticket)?,
            (cause, resolution) => engineer.set_resolution(
                ticket,
                cause.as_deref().unwrap_or_default(),
                resolution.as_deref().unwrap_or_default(),
            )?,
        },
        Action::RequestInformation => engineer.request_information(ticket)?,
        Action::RequestAccess => access_grant = Some(engineer.request_access(ticket)?.to_string()),
        Action::Suspend => engineer.suspend(ticket)?,
        Action::Complete => engineer.complete(ticket)?,
        Action::Invalidate => engineer.invalidate(ticket)?,
    }
    let status = status(sandbox, ticket)?;
    Ok(EngineerOutcome { ticket: ticket.to_owned(), action: request.action, status, access_grant })
}

impl EngineerRequest {
    fn check(&self) -> Outcome<()> {
        let is_reply = self.action == Action::Reply;
        if is_reply && self.text.as_ref().is_none_or(|text| text.trim().is_empty()) {
            return Err(ControlError::invalid("action `reply` needs a `text`"));
        }
        if !is_reply && self.text.is_some() {
            return Err(ControlError::invalid("`text` needs the action `reply`"));
        }
        if self.action != Action::Resolve && (self.root_cause.is_some() || self.resolution.is_some()) {
            return Err(ControlError::invalid("`root_cause` and `resolution` need the action `resolve`"));
        }
        Ok(())
    }
}

/// Returns the state of a ticket. A waiting one (0) is in progress (1) after its minute.
fn status(sandbox: &Sandbox, ticket: &str) -> Outcome<StatusView> {
    let sql = "SELECT CASE WHEN status = 0 AND taken_up_at <= ?2 THEN 1 ELSE status END FROM cases WHERE id = ?1";
    let inner = sandbox.inner();
    let status = inner.db().query_row(sql, (ticket, unix_millis(inner.now())), |row| row.get::<_, i64>(0));
    status.map(StatusView::ticket).map_err(|error| ControlError::internal(error.to_string()))
}

pub(in crate::control) fn revoke(sandbox: &Sandbox, call: &ControlCall) -> Outcome<RevokedGrant> {
    let id = call.parameter("id");
    sandbox.engineer().revoke_request(id)?;
    Ok(RevokedGrant { access_grant: id.to_owned() })
}
