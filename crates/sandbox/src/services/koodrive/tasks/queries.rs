//! `GetTaskDetail`, `GetTaskList`, `GetTaskResult` and `GetHandoverDstUserInfo`, for administrators.

use hwc_models::koodrive::{
    GetHandoverDstUserInfo, GetHandoverDstUserInfoResponse, GetTaskDetail, GetTaskDetailResponse, GetTaskList,
    GetTaskListResponse, GetTaskResult, GetTaskResultResponse, User, UserImportResult, UserTask, UserTaskStatus,
};

use super::UserImport;
use super::stored::{StoredTask, Work};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::Page;
use crate::runtime::registry::Registry;
use crate::runtime::times;
use crate::services::koodrive::drive::access;
use crate::services::koodrive::{TENANT, refused, roles};

/// The page size without `pageSize`.
const PAGE_SIZE: u32 = 100;

pub(super) fn register(registry: &mut Registry) {
    registry.register(detail).register(list).register(result).register(receiver);
}

/// Returns true if the caller sees a task: the own one, or any for a system administrator.
fn is_visible(cx: &Context<'_>, task: &StoredTask) -> Result<bool, ApiError> {
    Ok(task.user == cx.caller.id || access::is_system_admin(cx)?)
}

/// Finds a task that the caller sees.
///
/// # Errors
/// Returns 13000410 for common users, and 13000309 for an unknown task.
fn find(cx: &Context<'_>, id: &str) -> Result<Option<StoredTask>, ApiError> {
    roles::require_admin(cx)?;
    match cx.records::<StoredTask>().get(id)? {
        Some(task) if !is_visible(cx, &task)? => Err(refused("13000309")),
        found => Ok(found),
    }
}

fn detail(cx: &mut Context<'_>, request: &GetTaskDetail) -> Result<GetTaskDetailResponse, ApiError> {
    let task = find(cx, request.task_id.as_str())?.ok_or_else(|| refused("13000309"))?;
    let info = info(cx, &task);
    let mut response = GetTaskDetailResponse::default();
    response.task_id = info.task_id;
    response.task_name = info.task_name;
    response.task_type = info.task_type;
    response.tenant_id = info.tenant_id;
    response.user_id = info.user_id;
    response.status = info.status;
    response.result_code = info.result_code;
    Ok(response)
}

/// Lists the tasks that the caller sees, the newest first.
fn list(cx: &mut Context<'_>, request: &GetTaskList) -> Result<GetTaskListResponse, ApiError> {
    roles::require_admin(cx)?;
    let query = cx.records::<StoredTask>().query().descending();
    let mut tasks = Vec::new();
    for task in query.filter_opt("kind", request.task_type.map(|kind| kind.code())).all()? {
        let wanted = request.status.as_deref().unwrap_or_default();
        let has_status = wanted.is_empty() || wanted.contains(&task.status(cx.now));
        if has_status && is_visible(cx, &task)? {
            tasks.push(info(cx, &task));
        }
    }
    let page = Page::cursor(request.page_cursor.as_deref(), request.page_size.unwrap_or(PAGE_SIZE)).select(tasks)?;
    let mut response = GetTaskListResponse::default();
    response.next_cursor = page.next_cursor();
    response.task_list = page.items;
    Ok(response)
}

fn info(cx: &Context<'_>, task: &StoredTask) -> UserTask {
    let mut info = UserTask::default();
    info.task_id = Some(task.id.as_str().into());
    info.task_name = Some(task.name());
    info.task_type = Some(task.kind());
    info.tenant_id = Some(TENANT.into());
    info.user_id = Some(task.user.as_str().into());
    info.status = Some(task.status(cx.now));
    info.init_params = match &task.work {
        Work::HandOver { source, target } => {
            Some(serde_json::json!({ "srcUserId": source, "dstUserId": target }).to_string())
        }
        Work::Import(_) => None,
    };
    info.result_code.clone_from(&task.failure);
    info.create_time = Some(times::koodrive(task.created_at));
    info.start_time = task.started_at(cx.now).map(times::koodrive);
    info.end_time = task.ended_at(cx.now).map(times::koodrive);
    info
}

fn result(cx: &mut Context<'_>, request: &GetTaskResult) -> Result<GetTaskResultResponse, ApiError> {
    let id = request.task_id.as_ref().map_or("", |id| id.as_str());
    find(cx, id)?;
    let import = cx.records::<UserImport>().get(id)?.ok_or_else(|| refused("13000309"))?;
    let mut result = UserImportResult::default();
    result.success_count = Some(import.succeeded);
    result.fail_count = Some(import.failures.len() as u64);
    result.fail_info_list = import.failures;
    let mut response = GetTaskResultResponse::default();
    response.data = Some(result);
    Ok(response)
}

/// Returns the user who got the files of another one in a hand-over that succeeded.
fn receiver(
    cx: &mut Context<'_>,
    request: &GetHandoverDstUserInfo,
) -> Result<GetHandoverDstUserInfoResponse, ApiError> {
    roles::require_admin(cx)?;
    let tasks = cx.records::<StoredTask>().query().filter("source", request.src_user_id.to_string()).all()?;
    for task in tasks {
        if let Work::HandOver { target, .. } = &task.work
            && task.status(cx.now) == UserTaskStatus::Succeeded
            && is_visible(cx, &task)?
        {
            let mut response = GetHandoverDstUserInfoResponse::default();
            response.name = cx.records::<User>().get(target)?.and_then(|user| user.name);
            response.id = Some(target.as_str().into());
            return Ok(response);
        }
    }
    Err(refused("13000309"))
}
