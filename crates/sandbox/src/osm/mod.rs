//! Service Tickets: what its behaviours share.

mod accessories;
mod accessory_limits;
mod actions;
mod agreements;
mod area_codes;
mod bastion;
mod bastion_sessions;
mod case_detail;
mod case_labels;
mod case_queries;
mod cases;
mod configuration;
mod contact_info;
mod contacts;
mod copies;
pub(crate) mod demo_authorizations;
mod demo_cases;
pub(crate) mod demo_configuration;
pub(crate) mod demo_diagnosis;
pub(crate) mod demo_messages;
mod diagnosis;
mod diagnosis_checks;
mod diagnosis_queries;
mod downloads;
pub(crate) mod engineering;
mod engineers;
mod export;
mod extends_params;
mod extension;
mod feedback;
mod filters;
mod grant_actions;
mod grant_queries;
mod grant_states;
mod grants;
mod instant_messages;
mod labels;
mod life;
mod log;
mod markup;
mod message_rows;
mod messages;
mod names;
mod people;
mod privileges;
mod problem_types;
mod products;
mod quotas;
mod relations;
mod search;
mod ticket;
mod verification;

use hwc_models::osm::CaseId;
use hwc_transport::http::StatusCode;
use rusqlite::OptionalExtension;

use crate::context::Context;
use crate::refusal::Refusal;
use crate::sandbox::Sandbox;

pub(crate) use cases::{open, open_as};
pub(crate) use demo_cases::{complete as complete_demo_case, seed as seed_cases};
use engineering::ENGINEER;
pub(crate) use grants::{ask_for_access, recall};

/// Says that a ticket comes from a program; the reference knows no other value.
pub(crate) const SOURCE: &str = "83aeb0f2834c4df49826c781d32a963e";

/// How long after it was opened a ticket is taken up and an engineer asks for access, in milliseconds.
pub(crate) const REACTION: i64 = 60_000;

/// How many entries a page has when the request does not say.
const PAGE: u32 = 10;

pub(crate) fn register(sandbox: &Sandbox) {
    register_cases(sandbox);
    register_messages(sandbox);
    register_configuration(sandbox);
    register_grants(sandbox);
}

/// Tickets, and links between them.
fn register_cases(sandbox: &Sandbox) {
    sandbox.behaves(cases::create).behaves(actions::update).behaves(actions::score).behaves(contact_info::update);
    sandbox.behaves(extension::create).behaves(extension::show).behaves(export::download);
    sandbox.behaves(case_queries::list).behaves(case_queries::list_old).behaves(case_queries::counts);
    sandbox.behaves(case_queries::status).behaves(case_detail::show).behaves(log::list).behaves(copies::list);
    sandbox.behaves(people::regions).behaves(people::agencies).behaves(people::sub_customers);
    sandbox.behaves(people::privilege).behaves(people::partner).behaves(quotas::list);
    sandbox.behaves(relations::create).behaves(relations::list).behaves(relations::delete);
}

/// Messages, attachments, labels and reports.
fn register_messages(sandbox: &Sandbox) {
    sandbox.behaves(messages::create).behaves(messages::list).behaves(messages::revoke);
    sandbox.behaves(instant_messages::more).behaves(instant_messages::new);
    sandbox.behaves(instant_messages::count_unread).behaves(instant_messages::mark_read);
    sandbox.behaves(accessories::upload_form).behaves(accessories::upload_json).behaves(accessories::delete);
    sandbox.behaves(accessory_limits::show).behaves(downloads::download).behaves(downloads::image);
    sandbox.behaves(downloads::links).behaves(downloads::link);
    sandbox.behaves(labels::create).behaves(labels::list).behaves(labels::update).behaves(labels::delete);
    sandbox.behaves(case_labels::create).behaves(case_labels::list).behaves(case_labels::delete);
    sandbox.behaves(feedback::create);
}

/// What tickets are filled in with, agreements, verified contacts and privileges.
fn register_configuration(sandbox: &Sandbox) {
    sandbox.behaves(area_codes::list).behaves(products::list).behaves(products::categories);
    sandbox.behaves(problem_types::list).behaves(problem_types::templates).behaves(problem_types::severities);
    sandbox.behaves(extends_params::list).behaves(configuration::regions).behaves(configuration::dimensions);
    sandbox.behaves(configuration::limits).behaves(configuration::show);
    sandbox.behaves(agreements::show).behaves(agreements::is_signed).behaves(agreements::sign);
    sandbox.behaves(verification::send).behaves(verification::check);
    sandbox.behaves(verification::need).behaves(verification::list);
    sandbox.behaves(privileges::create).behaves(privileges::list).behaves(privileges::policy);
}

/// Access grants, what engineers did with them, and diagnosis.
fn register_grants(sandbox: &Sandbox) {
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

fn no_such_case() -> Refusal {
    business("OSM.01010015", "There is no such ticket.")
}

/// Refuses when there is no such ticket, or it belongs to another customer.
fn require_case(cx: &Context<'_>, id: &CaseId) -> Result<(), Refusal> {
    let mut owner = cx.db.prepare_cached("SELECT customer FROM cases WHERE id = ?1")?;
    let owner: Option<String> = owner.query_row([id.as_str()], |row| row.get(0)).optional()?;
    match owner {
        Some(owner) if owner == cx.customer() => Ok(()),
        Some(_) => Err(business("OSM.01010002", "The ticket belongs to another customer.")),
        None => Err(no_such_case()),
    }
}
