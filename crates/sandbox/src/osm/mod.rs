//! Service Tickets. Each area has a folder with its own list of handlers. This module and its other files have the shared
//! parts: errors, names in two languages, the log, the actions of engineers.

mod attachments;
mod cases;
mod configuration;
pub(crate) mod demo;
mod diagnosis;
pub(crate) mod engineering;
mod feedback;
mod filters;
mod grants;
mod labels;
mod log;
mod markup;
mod messages;
mod names;

use hwc_models::osm::CaseId;
use hwc_transport::http::StatusCode;
use rusqlite::OptionalExtension;

use crate::context::Context;
use crate::refusal::Refusal;
use crate::sandbox::Sandbox;

use engineering::ENGINEER;

/// The source ID of tickets that were opened by a program. The reference documents no other value.
const SOURCE: &str = "83aeb0f2834c4df49826c781d32a963e";

/// The time after which a ticket is accepted and an engineer requests access, in milliseconds.
const REACTION: i64 = 60_000;

/// The default page size.
const PAGE: u32 = 10;

pub(crate) fn register(sandbox: &Sandbox) {
    cases::register(sandbox);
    log::register(sandbox);
    messages::register(sandbox);
    attachments::register(sandbox);
    labels::register(sandbox);
    feedback::register(sandbox);
    configuration::register(sandbox);
    grants::register(sandbox);
    diagnosis::register(sandbox);
}

/// Stores the changes that are due by now, so that requests that only read need not write them.
pub(crate) fn settle(cx: &Context<'_>) -> rusqlite::Result<()> {
    cases::life::settle(cx)?;
    grants::settle(cx)
}

/// Returns a business error, which this service sends with status 200.
fn business(code: &str, message: &str) -> Refusal {
    Refusal::new(StatusCode::OK, code, message)
}

/// Returns the error for values that are well-formed but not acceptable.
fn rejected(message: &str) -> Refusal {
    business("OSM.01010001", message)
}

fn no_such_case() -> Refusal {
    business("OSM.01010015", "There is no such ticket.")
}

/// Returns an error if the ticket does not exist or belongs to another customer.
fn require_case(cx: &Context<'_>, id: &CaseId) -> Result<(), Refusal> {
    let mut owner = cx.db.prepare_cached("SELECT customer FROM cases WHERE id = ?1")?;
    let owner: Option<String> = owner.query_row([id.as_str()], |row| row.get(0)).optional()?;
    match owner {
        Some(owner) if owner == cx.customer() => Ok(()),
        Some(_) => Err(business("OSM.01010002", "The ticket belongs to another customer.")),
        None => Err(no_such_case()),
    }
}
