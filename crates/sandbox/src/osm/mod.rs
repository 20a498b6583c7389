//! Service Tickets: what its behaviours share.

mod accessories;
mod actions;
mod authorizations;
mod case_checks;
mod case_detail;
mod case_queries;
mod cases;
mod contact_info;
mod copies;
mod demo_cases;
pub(crate) mod engineering;
mod export;
mod extension;
mod life;
mod log;
mod markup;
mod message_rows;
mod names;
mod people;
mod quotas;
mod relations;
mod search;
mod ticket;

use hwc_models::osm::CaseId;
use hwc_transport::http::StatusCode;
use rusqlite::{Connection, OptionalExtension};

use crate::context::Context;
use crate::refusal::Refusal;
use crate::sandbox::Sandbox;

pub(crate) use cases::{ask_for_access, open, open_as};
pub(crate) use demo_cases::{complete as complete_demo_case, seed as seed_cases};
use engineering::ENGINEER;

/// The account to which everything belongs.
const CUSTOMER: &str = "customer-1";

/// The account that calls. There is one.
fn customer(_: &Context<'_>) -> &'static str {
    CUSTOMER
}

/// Says that a ticket comes from a program; the reference knows no other value.
pub(crate) const SOURCE: &str = "83aeb0f2834c4df49826c781d32a963e";

/// How long after it was opened a ticket is taken up and an engineer asks for access, in milliseconds.
pub(crate) const REACTION: i64 = 60_000;

/// How many entries a page has when the request does not say.
const PAGE: u32 = 10;

pub(crate) fn register(sandbox: &Sandbox) {
    cases_and_links(sandbox);
    sandbox.behaves(accessories::upload).behaves(accessories::links);
    sandbox.behaves(authorizations::list).behaves(authorizations::confirm);
}

fn cases_and_links(sandbox: &Sandbox) {
    sandbox.behaves(cases::create).behaves(actions::update).behaves(actions::score).behaves(contact_info::update);
    sandbox.behaves(extension::create).behaves(extension::show).behaves(export::download);
    sandbox.behaves(case_queries::list).behaves(case_queries::list_old).behaves(case_queries::counts);
    sandbox.behaves(case_queries::status).behaves(case_detail::show).behaves(log::list).behaves(copies::list);
    sandbox.behaves(people::regions).behaves(people::agencies).behaves(people::sub_customers);
    sandbox.behaves(people::privilege).behaves(people::partner).behaves(quotas::list);
    sandbox.behaves(relations::create).behaves(relations::list).behaves(relations::delete);
}

/// A business error, which this service sends with status 200.
fn business(code: &str, message: &str) -> Refusal {
    Refusal::new(StatusCode::OK, code, message)
}

/// The code for values that are well formed and still do not fit.
fn rejected(message: &str) -> Refusal {
    business("OSM.01010001", message)
}

fn no_such_case() -> Refusal {
    business("OSM.01010015", "There is no such ticket.")
}

/// Refuses when there is no such ticket, or it belongs to another customer.
fn require_case(db: &Connection, id: &CaseId) -> Result<(), Refusal> {
    let mut owner = db.prepare_cached("SELECT customer FROM cases WHERE id = ?1")?;
    let owner: Option<String> = owner.query_row([id.as_str()], |row| row.get(0)).optional()?;
    match owner.as_deref() {
        Some(CUSTOMER) => Ok(()),
        Some(_) => Err(business("OSM.01010002", "The ticket belongs to another customer.")),
        None => Err(no_such_case()),
    }
}
