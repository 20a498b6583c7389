//! Users, spaces, files and tasks at a glance, for the control API.

use hwc_models::koodrive::{
    AccountStatus, JobResult, JobStatus, OwnerId, Space, SpaceType, User, UserId, UserTaskStatus,
};
use hwc_wire::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::Page;
use crate::services::koodrive::background_tasks::{Progress, Task};
use crate::services::koodrive::drive::{Node, quota};
use crate::services::koodrive::jobs::StoredJob;
use crate::services::koodrive::spaces;
use crate::services::koodrive::tasks::StoredTask;

/// A user of KooDrive.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "User")]
pub(crate) struct UserView {
    /// The ID.
    id: String,
    /// The name.
    name: String,
    /// False for a user who cannot sign in.
    enabled: bool,
}

/// A space of KooDrive.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Space")]
pub(crate) struct SpaceView {
    /// The ID.
    id: String,
    /// The type: `department`, `personal` or `group`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The ID of the owner.
    owner: String,
    /// The capacity.
    capacity_bytes: Option<u64>,
    /// The used part, with old versions and the recycle bin.
    used_bytes: u64,
}

/// A file or folder of KooDrive.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "File")]
pub(crate) struct FileView {
    /// The ID.
    id: String,
    /// The ID of the space.
    space: String,
    /// The ID of the folder above it; `null` at the top of the space.
    parent: Option<String>,
    /// The name.
    name: String,
    /// True for a folder.
    folder: bool,
    /// The size in bytes.
    size: u64,
    /// True if it is in the recycle bin itself.
    recycled: bool,
    /// The time of the last change.
    modified_at: String,
}

/// A task or job.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Task")]
pub(crate) struct TaskView {
    /// The ID.
    pub(crate) id: String,
    /// The kind, such as `copy` or `import_users`.
    pub(crate) kind: String,
    /// The ID of the user who started it. It is empty for a visitor.
    pub(crate) user: String,
    /// The state.
    pub(crate) status: TaskStatus,
    /// The time at which it was started.
    pub(crate) created_at: String,
    /// The error code of a failed task, or of its first failed file.
    pub(crate) error_code: Option<String>,
}

/// The state of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TaskStatus {
    Waiting,
    Running,
    Succeeded,
    Failed,
    Canceled,
}

/// Returns all users, without the accounts of carriers.
pub(crate) fn users(cx: &Context<'_>) -> Result<Vec<UserView>, ApiError> {
    Ok(cx.records::<User>().query().all()?.into_iter().map(user).collect())
}

/// Enables or disables a user. Returns `None` for an unknown user.
pub(crate) fn set_enabled(cx: &Context<'_>, id: &str, is_enabled: bool) -> Result<Option<UserView>, ApiError> {
    let status = if is_enabled { AccountStatus::Enabled } else { AccountStatus::Disabled };
    Ok(cx.records::<User>().edit(id, |user| user.status = Some(status))?.map(user))
}

fn user(user: User) -> UserView {
    UserView {
        id: user.id.as_ref().map_or("", UserId::as_str).to_owned(),
        name: user.name.unwrap_or_default(),
        enabled: user.status.is_none_or(|status| status == AccountStatus::Enabled),
    }
}

/// Returns all spaces.
pub(crate) fn spaces(cx: &Context<'_>) -> Result<Vec<SpaceView>, ApiError> {
    let spaces = cx.records::<Space>().query().all()?.into_iter().map(|space| {
        let used_bytes = quota::used(cx, spaces::id(&space))?;
        Ok(SpaceView {
            id: spaces::id(&space).to_owned(),
            kind: match space.kind {
                Some(SpaceType::Department) => "department",
                Some(SpaceType::Group) => "group",
                _ => "personal",
            },
            owner: space.owner_id.as_ref().map_or("", OwnerId::as_str).to_owned(),
            capacity_bytes: space.capacity.map(|capacity| capacity.saturating_mul(quota::UNIT)),
            used_bytes,
        })
    });
    spaces.collect()
}

/// Returns files and folders, in the order in which they were created.
pub(crate) fn files(cx: &Context<'_>, limit: usize) -> Result<Vec<FileView>, ApiError> {
    let page = cx.records::<Node>().query().page(&Page::offset(0, limit))?;
    let files = page.items.into_iter().map(|node| FileView {
        folder: node.is_folder(),
        parent: Some(node.parent).filter(|parent| !parent.is_empty()),
        id: node.id,
        space: node.space,
        name: node.name,
        size: node.size,
        recycled: node.recycled.is_some(),
        modified_at: time(node.edited_at),
    });
    Ok(files.collect())
}

/// Returns all tasks and jobs.
pub(crate) fn tasks(cx: &Context<'_>) -> Result<Vec<TaskView>, ApiError> {
    let jobs = cx.records::<StoredJob>().query().all()?.into_iter().map(|job| of_job(&job, cx.now));
    let user_tasks = cx.records::<StoredTask>().query().all()?.into_iter().map(|task| of_user_task(&task, cx.now));
    let share_tasks = cx.records::<Task>().query().all()?.into_iter().map(|task| of_share_task(&task, cx.now));
    Ok(jobs.chain(user_tasks).chain(share_tasks).collect())
}

/// Returns a task or job.
pub(crate) fn task(cx: &Context<'_>, id: &str) -> Result<Option<TaskView>, ApiError> {
    Ok(tasks(cx)?.into_iter().find(|task| task.id == id))
}

fn of_job(job: &StoredJob, now: i64) -> TaskView {
    let failed = job.result(now).is_some_and(|result| result != JobResult::AllSucceeded);
    let first = job.items.iter().find_map(|item| item.failure.as_ref());
    TaskView {
        id: job.id.clone(),
        kind: format!("{:?}", job.kind()).to_lowercase(),
        user: job.user.clone(),
        status: status(job.status(now), failed),
        created_at: time(job.created_at),
        error_code: first.map(|failure| failure.code.clone()),
    }
}

fn of_share_task(task: &Task, now: i64) -> TaskView {
    let progress = Progress::new(task, now);
    let failed = progress.result(&task.items).is_some_and(|result| result != JobResult::AllSucceeded);
    TaskView {
        id: task.id.clone(),
        kind: if task.share.is_some() { "share" } else { "files" }.to_owned(),
        user: task.user.clone(),
        status: status(progress.status, failed),
        created_at: time(task.created_at),
        error_code: task.items.iter().find_map(|item| item.error.clone()).filter(|_| progress.is_finished()),
    }
}

fn of_user_task(task: &StoredTask, now: i64) -> TaskView {
    TaskView {
        id: task.id.clone(),
        kind: if task.is_hand_over() { "hand_over" } else { "import_users" }.to_owned(),
        user: task.user.clone(),
        status: match task.status(now) {
            UserTaskStatus::New => TaskStatus::Waiting,
            UserTaskStatus::Executing => TaskStatus::Running,
            UserTaskStatus::Failed => TaskStatus::Failed,
            _ => TaskStatus::Succeeded,
        },
        created_at: time(task.created_at),
        error_code: task.failure.clone(),
    }
}

fn status(status: JobStatus, failed: bool) -> TaskStatus {
    match status {
        JobStatus::Waiting => TaskStatus::Waiting,
        JobStatus::Running => TaskStatus::Running,
        JobStatus::Canceled => TaskStatus::Canceled,
        _ if failed => TaskStatus::Failed,
        _ => TaskStatus::Succeeded,
    }
}

fn time(millis: i64) -> String {
    Timestamp::from_unix_millis(millis).to_string()
}
