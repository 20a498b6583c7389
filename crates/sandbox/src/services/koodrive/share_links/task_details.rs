//! The progress of tasks on shared files.

use hwc_models::koodrive::{
    GetBatchTask, GetBatchTaskPublic, GetBatchTaskPublicResponse, GetBatchTaskResponse, ShareTask, ShareTaskItem,
    ShareTaskType,
};

use super::extract_codes;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::runtime::times;
use crate::services::koodrive::background_tasks::{self, FinishedItem, Progress, Task};
use crate::services::koodrive::refused;
use crate::services::koodrive::shares::record::Share;

pub(super) fn register(registry: &mut Registry) {
    registry.register(detail).register(detail_public);
}

/// Returns a task of the caller. It needs no token, because only its creator can see it.
fn detail(cx: &mut Context<'_>, request: &GetBatchTask) -> Result<GetBatchTaskResponse, ApiError> {
    let task = find(cx, &cx.caller.id, (request.share_id.as_str(), request.task_id.as_str()))?;
    let mut response = GetBatchTaskResponse::default();
    (response.job_info, response.task_infos) = describe(cx, &task)?;
    Ok(response)
}

/// Returns a task that was created without sign-in, to everybody with the token of the share.
fn detail_public(cx: &mut Context<'_>, request: &GetBatchTaskPublic) -> Result<GetBatchTaskPublicResponse, ApiError> {
    let id = request.task_id.as_ref().map_or("", |id| id.as_str());
    let task = find(cx, "", (request.share_id.as_str(), id))?;
    let share = Share::by_id(cx, request.share_id.as_str())?;
    extract_codes::require_token(cx, &share, request.kdstoken.as_ref())?;
    let mut response = GetBatchTaskPublicResponse::default();
    (response.job_info, response.task_infos) = describe(cx, &task)?;
    Ok(response)
}

/// Finds a task of a user, which is empty for tasks without sign-in.
fn find(cx: &Context<'_>, user: &str, (share, id): (&str, &str)) -> Result<Task, ApiError> {
    let task = background_tasks::find(cx, Some(share), id)?.filter(|task| task.user == user);
    task.ok_or_else(|| refused("13000309"))
}

fn describe(cx: &Context<'_>, task: &Task) -> Result<(Option<ShareTask>, Vec<ShareTaskItem>), ApiError> {
    let progress = Progress::new(task, cx.now);
    let items = task.items.iter().map(|finished| item(&progress, finished)).collect();
    Ok((Some(info(cx, task, progress)?), items))
}

fn info(cx: &Context<'_>, task: &Task, progress: Progress) -> Result<ShareTask, ApiError> {
    let mut info = ShareTask::default();
    info.user_id = Some(task.user.as_str().into()).filter(|_| !task.user.is_empty());
    info.task_id = Some(task.id.as_str().into());
    info.task_type = Some(ShareTaskType::from(task.kind));
    info.task_status = Some(progress.status);
    info.task_result_code = progress.result(&task.items);
    info.progress = Some(progress.percent);
    info.download_url = task.download_url(cx)?;
    info.create_time = Some(times::koodrive(task.created_at));
    info.start_time = progress.began;
    info.end_time = progress.ended;
    Ok(info)
}

fn item(progress: &Progress, finished: &FinishedItem) -> ShareTaskItem {
    let mut item = ShareTaskItem::default();
    item.file_id = Some(finished.file.as_str().into());
    item.status = Some(progress.item_status(finished));
    item.src_container_id = Some(finished.source.as_str().into()).filter(|_| !finished.source.is_empty());
    item.new_file_id = finished.new_file.as_deref().filter(|_| progress.is_finished()).map(Into::into);
    item
}
