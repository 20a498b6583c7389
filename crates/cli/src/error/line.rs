//! The form of errors on standard error, for `hwc schema error`.

use hwc_api::serde_json::Value;
use schemars::JsonSchema;
use serde::Serialize;

/// A line on standard error that reports the failure of a command.
#[derive(Serialize, JsonSchema)]
pub(crate) struct ErrorLine {
    /// The error.
    error: ErrorMembers,
}

/// The members of an error. Members without a value are absent.
#[derive(Serialize, JsonSchema)]
struct ErrorMembers {
    /// The kind, as in `usage`, `invalid_request`, `credentials`, `not_sent`, `timeout` or `service`. Transfers add
    /// `not_found`, `exists`, `changed`, `damaged`, `busy`, `journal` and `partial`.
    kind: String,
    /// A description in one line.
    message: String,
    /// True if the same command may succeed later.
    retryable: bool,
    /// An instruction to fix the problem.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    /// The valid values, if the problem is a value that is not one of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    choices: Option<Vec<String>>,
    /// Commands that may help.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<Vec<NextCommand>>,
    /// The full name of the operation.
    #[serde(skip_serializing_if = "Option::is_none")]
    operation: Option<String>,
    /// The violated constraints.
    #[serde(skip_serializing_if = "Option::is_none")]
    violations: Option<Vec<ViolationMembers>>,
    /// The number of attempts.
    #[serde(skip_serializing_if = "Option::is_none")]
    attempts: Option<u32>,
    /// The error response of the service.
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<ServiceMembers>,
    /// The path of the value in the response that could not be decoded.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    /// The changes that may have taken effect before an interruption.
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<Value>,
    /// The files that failed, with their errors, if the others were handled.
    #[serde(skip_serializing_if = "Option::is_none")]
    failed: Option<Vec<FailedItem>>,
}

/// A file that failed.
#[derive(Serialize, JsonSchema)]
struct FailedItem {
    /// The path.
    path: String,
    /// The error.
    error: Box<ErrorMembers>,
}

/// A command that may help.
#[derive(Serialize, JsonSchema)]
struct NextCommand {
    /// The command line.
    command: String,
    /// The case in which it helps.
    when: String,
}

/// A violated constraint.
#[derive(Serialize, JsonSchema)]
struct ViolationMembers {
    /// The path of the field.
    path: String,
    /// The problem.
    problem: String,
}

/// An error response of a service.
#[derive(Serialize, JsonSchema)]
struct ServiceMembers {
    /// The HTTP status.
    status: u16,
    /// The error code.
    code: String,
    /// The message of the service.
    message: String,
    /// The class: `auth`, `throttled`, `conflict`, `not_found`, `invalid`, `quota_exceeded` or `unknown`.
    class: String,
    /// The ID of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
    /// The advice of the documentation.
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<String>,
}
