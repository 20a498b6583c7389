//! The demo data of a new sandbox. It is the same in each run, with times relative to the clock.

mod example_input;
mod koodrive;
mod osm;

pub use example_input::{ExampleInput, example_input};

use hwc_models::insight::CreateTickets;
use rusqlite::Connection;

use crate::account;
use crate::runtime::api_error::ApiError;
use crate::runtime::contents::ContentStore;
use crate::runtime::context::{Caller, Context, Settings};
use crate::runtime::secrets::Secrets;
use crate::services::insight;

/// Writes the demo data, if wanted with that of the example inputs.
pub(crate) fn seed(
    (db, contents): (&Connection, &ContentStore),
    secrets: Secrets<'_>,
    now: i64,
    with_examples: bool,
) -> Result<(), ApiError> {
    let as_caller = |caller| Context {
        db,
        settings: Settings::default(),
        caller,
        strict: false,
        secrets,
        contents,
        proof_origin: None,
        drive_token: None,
        deferred: None,
        now,
        origin: "http://localhost",
    };
    let as_user = |id: &str, name: &str| as_caller(Caller { id: id.to_owned(), name: name.to_owned() });
    koodrive::seed(&as_user)?;
    if with_examples {
        koodrive::seed_examples(&as_user)?;
    }
    let cx = as_caller(Caller::demo());
    osm::seed(&cx)?;
    insight_tickets(&cx)
}

fn insight_tickets(cx: &Context<'_>) -> Result<(), ApiError> {
    let request = CreateTickets::new("embed-1", "user-1").ticket_num(1000_u32);
    insight::tickets::add(cx, account::PROJECT_ID, &request)?;
    Ok(())
}
