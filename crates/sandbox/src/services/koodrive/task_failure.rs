//! Tasks and jobs that fail on demand: their remaining work is not done.

use crate::runtime::api_error::ApiError;
use crate::runtime::context::{Caller, Context};
use crate::runtime::sandbox::Sandbox;
use crate::services::koodrive::background_tasks::Task;
use crate::services::koodrive::jobs::StoredJob;
use crate::services::koodrive::overview::{self, TaskStatus, TaskView, UserView};
use crate::services::koodrive::tasks::StoredTask;
use crate::services::koodrive::{apply_due_changes, message};

/// The reason why a task cannot fail.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TaskError {
    /// No task or job has this ID.
    #[error("task `{0}` not found")]
    NotFound(String),
    /// The task has ended.
    #[error("task `{0}` has ended")]
    Ended(String),
    /// The task has no file that could fail.
    #[error("task `{0}` has no files, so it cannot fail")]
    CannotFail(String),
    /// The sandbox itself failed.
    #[error("{0}")]
    Internal(String),
}

impl From<ApiError> for TaskError {
    fn from(error: ApiError) -> Self {
        Self::Internal(error.message)
    }
}

impl From<rusqlite::Error> for TaskError {
    fn from(error: rusqlite::Error) -> Self {
        ApiError::from(error).into()
    }
}

impl Sandbox {
    /// Ends a task or batch job of KooDrive now. What it has not done yet fails with this error code.
    ///
    /// # Errors
    /// Returns [`TaskError::NotFound`] if it does not exist, [`TaskError::Ended`] if it has ended, and
    /// [`TaskError::CannotFail`] if it has no files.
    pub fn fail_drive_task(&self, id: &str, code: &str) -> Result<(), TaskError> {
        self.with_context(Caller::demo(), |cx| {
            apply_due_changes(cx)?;
            fail(cx, id, code)
        })
    }

    /// Returns a task or job of KooDrive.
    pub(crate) fn drive_task(&self, id: &str) -> Result<Option<TaskView>, ApiError> {
        self.with_context(Caller::demo(), |cx| overview::task(cx, id))
    }

    /// Enables or disables a user of KooDrive. Returns `None` for an unknown user.
    pub(crate) fn set_drive_user(&self, id: &str, is_enabled: bool) -> Result<Option<UserView>, ApiError> {
        self.with_context(Caller::demo(), |cx| overview::set_enabled(cx, id, is_enabled))
    }

    /// Enables or disables a user of KooDrive. A disabled user cannot sign in, and calls with its tokens fail. Returns false
    /// for an unknown user.
    ///
    /// # Errors
    /// Returns [`ApiError`] if the database fails.
    pub fn set_drive_user_enabled(&self, id: &str, is_enabled: bool) -> Result<bool, ApiError> {
        self.set_drive_user(id, is_enabled).map(|user| user.is_some())
    }
}

fn fail(cx: &Context<'_>, id: &str, code: &str) -> Result<(), TaskError> {
    let task = overview::task(cx, id)?.ok_or_else(|| TaskError::NotFound(id.to_owned()))?;
    if !matches!(task.status, TaskStatus::Waiting | TaskStatus::Running) {
        return Err(TaskError::Ended(id.to_owned()));
    }
    if let Some(mut job) = cx.records::<StoredJob>().get(id)? {
        if job.items.is_empty() {
            return Err(TaskError::CannotFail(id.to_owned()));
        }
        job.fail(code, message(code), cx.now);
        cx.records().update(&job)?;
    } else if let Some(mut task) = cx.records::<StoredTask>().get(id)? {
        task.fail(code, cx.now);
        cx.records().update(&task)?;
    } else if let Some(mut task) = cx.records::<Task>().get(id)? {
        if task.items.is_empty() {
            return Err(TaskError::CannotFail(id.to_owned()));
        }
        task.fail(code, cx.now);
        cx.records().update(&task)?;
    }
    Ok(())
}
