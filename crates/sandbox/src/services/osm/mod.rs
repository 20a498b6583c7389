//! Service Tickets. Each group of the spec has a file or a folder. The other files are shared: `ticket` and `ticket_search`
//! read tickets, `lifecycle` changes their states, `engineer` acts for the support side, `log` and `cc_emails` record what
//! happened, `localized` has names in two languages, `status_view` has words for states, `filters` and `markup` are helpers.

pub(crate) mod accessories;
pub(crate) mod agreements;
pub(crate) mod authorizations;
pub(crate) mod case_queries;
pub(crate) mod cases;
mod cc_emails;
mod configuration_items;
mod configuration_lists;
pub(crate) mod diagnosis;
pub(crate) mod engineer;
mod feedback;
mod filters;
pub(crate) mod labels;
mod lifecycle;
mod localized;
mod log;
mod markup;
pub(crate) mod messages;
mod old_case_queries;
pub(crate) mod overview;
mod privileges;
mod quotas;
mod relations;
pub(crate) mod status_view;
mod ticket;
mod ticket_search;
pub(crate) mod verification_codes;

use hwc_models::osm::{CaseId, SourceId};
use hwc_transport::http::StatusCode;
use rusqlite::OptionalExtension;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;

/// The source ID of tickets that were opened by a program.
pub(crate) const SOURCE: &str = SourceId::API;

/// The time after which a ticket is accepted and an engineer requests access, in milliseconds.
pub(crate) const REACTION: i64 = 60_000;

/// The default page size.
const PAGE: u32 = 10;

pub(crate) fn register(registry: &mut Registry) {
    accessories::register(registry);
    agreements::register(registry);
    authorizations::register(registry);
    case_queries::register(registry);
    cases::register(registry);
    configuration_items::register(registry);
    configuration_lists::register(registry);
    diagnosis::register(registry);
    feedback::register(registry);
    labels::register(registry);
    messages::register(registry);
    old_case_queries::register(registry);
    privileges::register(registry);
    quotas::register(registry);
    relations::register(registry);
    verification_codes::register(registry);
    registry.due_work(apply_due_changes);
}

/// Stores the changes that are due by now, so that requests that only read need not write them.
fn apply_due_changes(cx: &Context<'_>) -> Result<(), ApiError> {
    lifecycle::apply_due_transitions(cx)?;
    Ok(authorizations::expire_grants(cx)?)
}

/// Returns a business error, which this service sends with status 200.
fn business(code: &str, message: &str) -> ApiError {
    ApiError::new(StatusCode::OK, code, message)
}

/// Returns the error for values that are well-formed but not acceptable.
fn rejected(message: &str) -> ApiError {
    business("OSM.01010001", message)
}

fn no_such_case() -> ApiError {
    business("OSM.01010015", "Ticket not found.")
}

/// Returns an error if the ticket does not exist or belongs to another customer.
fn require_case(cx: &Context<'_>, id: &CaseId) -> Result<(), ApiError> {
    let mut owner = cx.db.prepare_cached("SELECT customer FROM cases WHERE id = ?1")?;
    let owner: Option<String> = owner.query_row([id.as_str()], |row| row.get(0)).optional()?;
    match owner {
        Some(owner) if owner == cx.customer() => Ok(()),
        Some(_) => Err(business("OSM.01010002", "The ticket belongs to another customer.")),
        None => Err(no_such_case()),
    }
}
