//! The demo data of a new sandbox. It is the same in each run, with times relative to the clock.

mod example_input;
mod insight;
mod koodrive;
mod osm;

pub use example_input::{ExampleInput, example_input};

use rusqlite::Connection;

use crate::runtime::api_error::ApiError;
use crate::runtime::contents::ContentStore;
use crate::runtime::context::{Caller, Context, Settings};
use crate::runtime::secrets::Secrets;

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
        folder_scope: None,
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
    insight::seed(cx)
}
