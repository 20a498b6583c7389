//! Tasks that import users or hand the files of a user over. A task waits for a second, runs for two and is then finished. Its
//! work is done by the clock: before each request, the tasks that are due by then are finished.

mod create;
mod handover;
mod import;
mod queries;
mod run;
mod stored;

pub(super) use run::apply_due;

use hwc_models::koodrive::UserImportFailure;
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::runtime::times::HOUR;
pub(super) use stored::StoredTask;
use stored::Work;

/// The outcome of a finished import of users.
#[derive(Serialize, Deserialize)]
pub(crate) struct UserImport {
    pub(crate) id: String,
    pub(crate) succeeded: u64,
    pub(crate) failures: Vec<UserImportFailure>,
}

impl StoredRecord for UserImport {
    const KIND: &'static str = "koodrive.user_import";
    const OWNER: Owner = Owner::Company;

    fn key(&self) -> &str {
        &self.id
    }
}

/// Adds a hand-over of the demo data that ended an hour ago.
pub(crate) fn add_finished_hand_over(cx: &Context<'_>, id: &str, source: &str, target: &str) -> Result<(), ApiError> {
    cx.records().insert(&StoredTask {
        id: id.to_owned(),
        user: cx.caller.id.clone(),
        created_at: cx.now - HOUR,
        is_done: true,
        failure: None,
        work: Work::HandOver { source: source.to_owned(), target: target.to_owned() },
    })
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<UserImport>().store::<StoredTask>();
    create::register(registry);
    queries::register(registry);
}
