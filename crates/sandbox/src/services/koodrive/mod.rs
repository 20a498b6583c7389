//! KooDrive: shared parts of its handlers.

mod background_tasks;
pub(crate) mod file_store;
mod files;
mod groups;
mod jobs;
mod sessions;
mod share_links;
pub(crate) mod spaces;
mod tasks;
mod users;

use hwc_models::koodrive::DepartmentId;
use hwc_transport::http::StatusCode;
use rusqlite::{Connection, OptionalExtension};

use crate::runtime::api_error::ApiError;
use crate::runtime::registry::Registry;

/// The company that owns everything.
const TENANT: &str = "40086000004871666";

/// The departments at and below `:department`, or all if it is empty.
const DEPARTMENTS: &str = "WITH RECURSIVE inside (id) AS (
         SELECT id FROM departments WHERE id = :department OR :department = ''
         UNION SELECT d.id FROM departments d JOIN inside ON d.parent = inside.id WHERE NOT :direct
     )";

pub(crate) fn register(registry: &mut Registry) {
    registry.register(spaces::create).register(spaces::update).register(spaces::get).register(spaces::of_users);
    registry.register(sessions::create).register(sessions::refresh).register(sessions::check).register(sessions::end);
    registry.register(users::list).register(users::count).register(groups::create).register(tasks::result);
    registry.register(jobs::create).register(jobs::list).register(jobs::detail);
    registry.register(files::file_url).register(files::share_url);
    registry.register(share_links::create).register(share_links::detail);
    registry.register(share_links::create_public).register(share_links::detail_public);
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

/// Returns an error if the space does not exist or cannot be used.
fn require_space(db: &Connection, id: &str) -> Result<(), ApiError> {
    let mut statement = db.prepare_cached("SELECT status FROM spaces WHERE id = ?1")?;
    let status: Option<i64> = statement.query_row([id], |row| row.get(0)).optional()?;
    match status {
        None => Err(refused("13000301")),
        Some(0) => Ok(()),
        Some(_) => Err(refused("13000412")),
    }
}

/// Returns an optional ID as text.
fn department(id: Option<&DepartmentId>) -> &str {
    id.map_or("", |id| id.as_str())
}

/// Returns a sequential ID in the format of the reference's IDs: 19 digits.
fn long_id(number: i64) -> String {
    (1_309_243_162_258_300_000 + number).to_string()
}
