//! Tasks and users of KooDrive.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::call::{ControlCall, Outcome};
use super::super::error::ControlError;
use crate::runtime::sandbox::Sandbox;
use crate::services::koodrive::overview::{TaskView, UserView};
use crate::services::koodrive::task_failure::TaskError;

/// The reason of a failure.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::control) struct FailureReason {
    /// The error code. Default: `13000102`.
    code: Option<String>,
}

/// A task after a change.
#[derive(Serialize, JsonSchema)]
pub(in crate::control) struct ChangedTask {
    /// The task.
    task: TaskView,
}

/// A change of a user.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::control) struct UserChange {
    /// False to disable the user, who can then not sign in.
    enabled: bool,
}

/// A user after a change.
#[derive(Serialize, JsonSchema)]
pub(in crate::control) struct ChangedUser {
    /// The user.
    user: UserView,
}

pub(in crate::control) fn fail_task(
    sandbox: &Sandbox,
    call: &ControlCall,
    reason: FailureReason,
) -> Outcome<ChangedTask> {
    let id = call.parameter("id");
    let code = reason.code.unwrap_or_else(|| "13000102".to_owned());
    if code.is_empty() || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(ControlError::invalid(format!("`code` must be a code of KooDrive such as 13000102, not `{code}`")));
    }
    sandbox.fail_drive_task(id, &code)?;
    let task = sandbox.drive_task(id)?.ok_or_else(|| ControlError::not_found(format!("task `{id}` not found")))?;
    Ok(ChangedTask { task })
}

pub(in crate::control) fn change_user(
    sandbox: &Sandbox,
    call: &ControlCall,
    change: UserChange,
) -> Outcome<ChangedUser> {
    let id = call.parameter("id");
    let user = sandbox.set_drive_user(id, change.enabled)?;
    let user = user.ok_or_else(|| ControlError::not_found(format!("user `{id}` not found")))?;
    Ok(ChangedUser { user })
}

impl From<TaskError> for ControlError {
    fn from(error: TaskError) -> Self {
        match &error {
            TaskError::NotFound(_) => Self::not_found(error.to_string()),
            TaskError::Ended(_) | TaskError::CannotFail(_) => Self::conflict(error.to_string()),
            TaskError::Internal(message) => Self::internal(message),
        }
    }
}
