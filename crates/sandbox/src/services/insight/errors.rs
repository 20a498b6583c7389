//! The errors of DataArts Insight. Its table has codes for workspaces and for access only; other conflicts have the code
//! of an invalid request.

use hwc_transport::http::StatusCode;

use crate::runtime::api_error::ApiError;

/// Creates the error for a resource that does not exist in the workspace.
pub(super) fn not_found(what: &str) -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "DataArtsInsight.24010003", format!("The {what} does not exist."))
}

/// Creates the error for a resource that is not shared with the caller, or not with the right that the call needs.
pub(super) fn not_shared() -> ApiError {
    bad_request("DataArtsInsight.24010043", "The resource is not shared with the caller.")
}

/// Creates the error for a call that only administrators or owners may send.
pub(super) fn forbidden(message: &str) -> ApiError {
    ApiError::new(StatusCode::FORBIDDEN, "DataArtsInsight.20010003", message)
}

pub(super) fn workspace_name_invalid() -> ApiError {
    let text = "The name of a workspace has 1 to 32 letters, digits, underscores, hyphens and Chinese characters.";
    bad_request("DataArtsInsight.24150000", text)
}

pub(super) fn workspace_name_exists() -> ApiError {
    bad_request("DataArtsInsight.24150001", "Another workspace has this name.")
}

pub(super) fn default_workspace() -> ApiError {
    bad_request("DataArtsInsight.24150002", "The default workspace cannot be deleted.")
}

pub(super) fn too_many_workspaces() -> ApiError {
    bad_request("DataArtsInsight.24150003", "The instance has the maximum number of workspaces.")
}

pub(super) fn workspace_not_found() -> ApiError {
    bad_request("DataArtsInsight.24150005", "The workspace does not exist.")
}

fn bad_request(code: &str, message: &str) -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, code, message)
}
