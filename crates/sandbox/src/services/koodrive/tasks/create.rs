//! `CreateTask`, for administrators.

use hwc_models::koodrive::{CreateTask, CreateTaskResponse, OrgId, SpaceType, UserId, UserTaskType};

use super::handover;
use super::stored::{StoredTask, Work};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::sessions::ORGANIZATION;
use crate::services::koodrive::users::{self, import_check};
use crate::services::koodrive::{long_id, refused, roles};

pub(super) fn register(registry: &mut Registry) {
    registry.register(create);
}

fn create(cx: &mut Context<'_>, request: &CreateTask) -> Result<CreateTaskResponse, ApiError> {
    roles::require_admin(cx)?;
    let work = match request.task_type {
        Some(UserTaskType::HandOver) => hand_over(cx, request)?,
        Some(UserTaskType::ImportUsers) => import(cx, request)?,
        _ => return Err(ApiError::invalid("taskType must be 0 or 1")),
    };
    let task = StoredTask {
        id: long_id(cx.next_number("user task")?),
        user: cx.caller.id.clone(),
        created_at: cx.now,
        is_done: false,
        failure: None,
        work,
    };
    cx.records().insert(&task)?;
    let mut response = CreateTaskResponse::default();
    response.task_id = Some(task.id.into());
    Ok(response)
}

/// Checks a hand-over: the caller can delete the first user, and the second one has a personal space.
fn hand_over(cx: &Context<'_>, request: &CreateTask) -> Result<Work, ApiError> {
    let source = request.src_user_id.as_ref().map_or("", UserId::as_str);
    let target = request.dst_user_id.as_ref().map_or("", UserId::as_str);
    if source.is_empty() || target.is_empty() || source == target {
        return Err(ApiError::invalid("srcUserId and dstUserId must be two users"));
    }
    users::changeable(cx, source)?;
    users::find(cx, target)?;
    if users::is_locked(cx.db, target)? {
        return Err(ApiError::invalid("the user of dstUserId is disabled"));
    }
    handover::personal_space(cx, target)?;
    Ok(Work::HandOver { source: source.to_owned(), target: target.to_owned() })
}

/// Takes the users of the caller's latest check. No response has an ID of a check, so `resultId` stands for the latest one.
fn import(cx: &Context<'_>, request: &CreateTask) -> Result<Work, ApiError> {
    if request.org_id.as_ref().map(OrgId::as_str).is_some_and(|id| id != ORGANIZATION.0) {
        return Err(refused("13000309"));
    }
    let rows = import_check::take(cx)?.unwrap_or_default();
    if rows.is_empty() {
        return Err(ApiError::invalid("check the users with BatchImportUserPreVerify first"));
    }
    for row in &rows {
        if row.failure.is_none() {
            roles::require_owner_admin(cx, &row.department, SpaceType::Department)?;
        }
    }
    Ok(Work::Import(rows))
}
