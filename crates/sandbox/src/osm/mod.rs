//! Service Tickets: what its behaviours share.

mod accessories;
mod bastion;
mod bastion_sessions;
mod case_queries;
mod cases;
pub(crate) mod demo_authorizations;
pub(crate) mod demo_diagnosis;
mod diagnosis;
mod diagnosis_checks;
mod diagnosis_queries;
mod filters;
mod grant_actions;
mod grant_queries;
mod grant_states;
mod grants;
mod log;
mod markup;
#[expect(dead_code, reason = "read by all areas")]
mod names;
mod relations;

use hwc_models::osm::CaseId;
use hwc_transport::http::StatusCode;
use rusqlite::{Connection, OptionalExtension};

use crate::refusal::Refusal;
use crate::sandbox::Sandbox;

pub(crate) use cases::{open, open_as};
pub(crate) use grants::{ask_for_access, recall};

/// The account to which everything belongs.
const CUSTOMER: &str = "customer-1";

/// How long after it was opened a ticket is taken up and an engineer asks for access, in milliseconds.
pub(crate) const REACTION: i64 = 60_000;

/// How many entries a page has when the request does not say.
const PAGE: u32 = 10;

pub(crate) fn register(sandbox: &Sandbox) {
    sandbox.behaves(cases::create);
    sandbox.behaves(case_queries::list).behaves(case_queries::show);
    sandbox.behaves(accessories::upload).behaves(accessories::links);
    sandbox.behaves(relations::create).behaves(relations::list);
    // Access grants, what engineers did with them, and diagnosis.
    sandbox.behaves(grant_queries::list).behaves(grant_queries::show).behaves(grant_queries::login_type);
    sandbox.behaves(grant_actions::confirm).behaves(grant_actions::update).behaves(grant_actions::check_host);
    sandbox.behaves(bastion::sessions).behaves(bastion::commands).behaves(bastion::transfers);
    sandbox.behaves(diagnosis::create).behaves(diagnosis::show).behaves(diagnosis::items).behaves(diagnosis::feedback);
    sandbox.behaves(diagnosis_queries::records).behaves(diagnosis_queries::machines);
}

/// A business error, which this service sends with status 200.
fn business(code: &str, message: &str) -> Refusal {
    Refusal::new(StatusCode::OK, code, message)
}

/// The code for values that are well formed and still do not fit.
fn rejected(message: &str) -> Refusal {
    business("OSM.01010001", message)
}

/// Refuses when there is no such ticket, or it belongs to another customer.
fn require_case(db: &Connection, id: &CaseId) -> Result<(), Refusal> {
    let mut owner = db.prepare_cached("SELECT customer FROM cases WHERE id = ?1")?;
    let owner: Option<String> = owner.query_row([id.as_str()], |row| row.get(0)).optional()?;
    match owner.as_deref() {
        Some(CUSTOMER) => Ok(()),
        Some(_) => Err(business("OSM.01010002", "The ticket belongs to another customer.")),
        None => Err(business("OSM.01010015", "There is no such ticket.")),
    }
}
