//! KooDrive. Each group of the spec has a file. The other files are shared: `departments`, `file_store` for files and shares,
//! `background_tasks` for jobs and tasks.

mod background_tasks;
pub(crate) mod departments;
pub(crate) mod file_store;
mod files;
mod groups;
mod jobs;
mod sessions;
mod share_links;
pub(crate) mod spaces;
pub(crate) mod tasks;
mod users;

use hwc_transport::http::StatusCode;

use crate::runtime::api_error::ApiError;
use crate::runtime::records::Owner;
use crate::runtime::registry::Registry;

/// The company that owns everything.
const TENANT: &str = Owner::COMPANY;

pub(super) fn register(registry: &mut Registry) {
    registry.store::<departments::Department>();
    files::register(registry);
    groups::register(registry);
    jobs::register(registry);
    sessions::register(registry);
    share_links::register(registry);
    spaces::register(registry);
    tasks::register(registry);
    users::register(registry);
}

/// Returns a business error. The reference lists them with status 400.
fn refused(code: &str) -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, code, message(code))
}

/// Returns the message of an error code, from the reference's table of errors.
fn message(code: &str) -> &'static str {
    match code {
        "13000301" => "Space not found.",
        "13000302" => "File is not in the specified space.",
        "13000303" => "This operation cannot be performed because the file is not in the recycle bin.",
        "13000306" => "File is in the recycle bin.",
        "13000407" => "File download address not found.",
        "13000412" => "Space is not active.",
        _ => "Resource not found.",
    }
}

/// Returns a sequential ID in the format of the reference's IDs: 19 digits.
fn long_id(number: i64) -> String {
    (1_309_243_162_258_300_000 + number).to_string()
}
