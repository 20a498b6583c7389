//! KooDrive. Each group of the spec has a file or a folder. The other files are shared: `departments`, `drive` for the tree of
//! files, `downloads` for presigned URLs, `file_order` for lists of files, `background_tasks` for tasks on shared files,
//! `archives` for zip archives, `phone_numbers`, `roles` for administrators.

pub(crate) mod accounts;
pub(crate) mod albums;
pub(crate) mod archives;
mod audit_logs;
mod authorizations;
pub(crate) mod background_tasks;
pub(crate) mod backup;
mod benefits;
mod decompression;
pub(crate) mod departments;
mod downloads;
pub(crate) mod drive;
mod favorites;
mod file_lists;
mod file_order;
mod files;
pub(crate) mod groups;
pub(crate) mod jobs;
pub(crate) mod messages;
mod moderation;
mod others;
pub(crate) mod overview;
pub(crate) mod permission_templates;
mod phone_numbers;
mod portal;
mod received_shares;
pub(crate) mod reconciliation;
mod registration;
mod revisions;
mod roles;
mod sessions;
mod settings;
mod share_links;
pub(crate) mod shared_folder_members;
mod shared_folders;
pub(crate) mod shares;
pub(crate) mod spaces;
mod subscription;
pub(crate) mod sync_dirs;
pub(crate) mod task_failure;
pub(crate) mod tasks;
mod uploads;
pub(crate) mod users;

use hwc_transport::http::StatusCode;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::Owner;
use crate::runtime::registry::Registry;

/// The company that owns everything.
const TENANT: &str = Owner::COMPANY;

pub(super) fn register(registry: &mut Registry) {
    registry.store::<background_tasks::Task>();
    accounts::register(registry);
    albums::register(registry);
    audit_logs::register(registry);
    authorizations::register(registry);
    backup::register(registry);
    benefits::register(registry);
    decompression::register(registry);
    departments::register(registry);
    downloads::register(registry);
    drive::register(registry);
    favorites::register(registry);
    file_lists::register(registry);
    files::register(registry);
    groups::register(registry);
    jobs::register(registry);
    messages::register(registry);
    moderation::register(registry);
    others::register(registry);
    permission_templates::register(registry);
    portal::register(registry);
    received_shares::register(registry);
    reconciliation::register(registry);
    registration::register(registry);
    revisions::register(registry);
    sessions::register(registry);
    settings::register(registry);
    share_links::register(registry);
    shared_folder_members::register(registry);
    shared_folders::register(registry);
    shares::register(registry);
    spaces::register(registry);
    subscription::register(registry);
    sync_dirs::register(registry);
    tasks::register(registry);
    uploads::register(registry);
    users::register(registry);
    registry.due_work_before_calls("koodrive", apply_due_changes);
}

/// Performs the work in the background that is due by now: the steps of jobs, tasks on users, and the emptying of recycle bins.
///
/// # Errors
/// Returns an error of storage on a connection that only reads, if something is due.
fn apply_due_changes(cx: &Context<'_>) -> Result<(), ApiError> {
    jobs::apply_due_steps(cx)?;
    tasks::apply_due(cx)?;
    drive::bin_clearing::apply_due(cx)
}

/// Returns a business error. The reference lists them with status 400.
fn refused(code: &str) -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, code, message(code))
}

/// Returns the error for a space that is full.
pub(crate) fn space_full() -> ApiError {
    refused("13000311")
}

/// Returns a business error like [`refused`], with a text of its own.
fn refused_with(code: &str, message: &str) -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, code, message)
}

/// Returns the message of an error code, from the reference's table of errors. The table has none for 13000410.
fn message(code: &str) -> &'static str {
    match code {
        "13000101" => "Bad Request",
        "13000102" => "Verify parameters failed.",
        "13000201" => "Call internal server failed. Please try again later.",
        "13000301" => "Space not found.",
        "13000302" => "File is not in the specified space.",
        "13000303" => "This operation cannot be performed because the file is not in the recycle bin.",
        "13000304" => "Target directory is abnormal.",
        "13000305" => "Target directory is in the recycle bin.",
        "13000306" => "File is in the recycle bin.",
        "13000307" => "Nested directories.",
        "13000308" => "File metadata error.",
        "13000310" => "Max. levels exceeded.",
        "13000311" => "Insufficient space.",
        "13000312" => "File already in the target folder.",
        "13000401" => "Upload task not found.",
        "13000402" => "File upload incomplete.",
        "13000403" => "Change file status failed.",
        "13000404" => "Parent directory is in the recycle bin.",
        "13000405" => "Duplicate file name.",
        "13000406" => "This operation cannot be performed on the folder.",
        "13000407" => "File download address not found.",
        "13000408" => "Download file failed.",
        "13000409" => "Upload file failed.",
        "13000410" => "No permission on the space.",
        "13000411" => "File is not in the space.",
        "13000412" => "Space is not active.",
        "13000413" => "Unsupported operation type.",
        "13000414" => "Search type cannot be blank.",
        "13000415" => "Space does not match the team.",
        "13000417" => "File name: Max. 250 characters.",
        _ => "Resource not found.",
    }
}

/// Returns the ID of a new user. No other ID is the same, because users, departments and groups own spaces alike.
fn user_id(number: i64) -> String {
    (1_316_083_732_377_080_000 + number).to_string()
}

/// Returns the ID of a new department.
fn department_id(number: i64) -> String {
    (1_243_693_141_656_110_000 + number).to_string()
}

/// Returns a sequential ID in the format of the reference's IDs: 19 digits.
fn long_id(number: i64) -> String {
    (1_309_243_162_258_300_000 + number).to_string()
}
