//! Tasks on shared files, with and without sign-in.

use hwc_models::koodrive::{
    CreateBatchTask, CreateBatchTaskPublic, CreateBatchTaskPublicResponse, CreateBatchTaskResponse, FileId,
    GetBatchTask, GetBatchTaskPublic, GetBatchTaskPublicResponse, GetBatchTaskResponse, ShareTask, ShareTaskItem,
    ShareTaskType, SpaceId,
};
use hwc_wire::PresignedUrl;
use rusqlite::{Connection, OptionalExtension};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::times;
use crate::services::koodrive::background_tasks::{self, FinishedItem, Item, NewTask, Progress, Task};
use crate::services::koodrive::file_store::{self, File};
use crate::services::koodrive::{refused, require_space};

/// The parameters of a task, for either kind of caller.
struct TaskSpec<'a> {
    share: &'a str,
    kind: ShareTaskType,
    space: &'a str,
    files: &'a [FileId],
    target: Option<&'a str>,
    name: &'a str,
}

pub(super) fn create(cx: &mut Context<'_>, request: &CreateBatchTask) -> Result<CreateBatchTaskResponse, ApiError> {
    let target = request.target_file_id.as_ref().and_then(|target| target.container_id.as_ref());
    let spec = TaskSpec {
        share: request.share_id.as_str(),
        kind: request.task_type.unwrap_or(ShareTaskType::Package),
        space: request.container_id.as_str(),
        files: &request.file_ids,
        target: target.map(SpaceId::as_str),
        name: request.zip_name.as_deref().unwrap_or("files.zip"),
    };
    let mut response = CreateBatchTaskResponse::default();
    response.task_id = Some(start(cx, &spec)?.into());
    Ok(response)
}

/// Creates a task without sign-in. Without a user, no space exists to save to.
pub(super) fn create_public(
    cx: &mut Context<'_>,
    request: &CreateBatchTaskPublic,
) -> Result<CreateBatchTaskPublicResponse, ApiError> {
    let spec = TaskSpec {
        share: request.share_id.as_ref().map_or("", |id| id.as_str()),
        kind: request.task_type.unwrap_or(ShareTaskType::Package),
        space: request.container_id.as_ref().map_or("", |id| id.as_str()),
        files: request.file_ids.as_deref().unwrap_or_default(),
        target: None,
        name: request.zip_name.as_deref().unwrap_or("files.zip"),
    };
    let mut response = CreateBatchTaskPublicResponse::default();
    response.task_id = Some(start(cx, &spec)?.into());
    Ok(response)
}

fn start(cx: &Context<'_>, spec: &TaskSpec<'_>) -> Result<String, ApiError> {
    require_share(cx.db, spec.share)?;
    let target = match (spec.kind, spec.target) {
        (ShareTaskType::Package, _) => None,
        (ShareTaskType::SaveToSpace, Some(target)) => require_space(cx.db, target).map(|()| Some(target))?,
        (ShareTaskType::SaveToSpace, None) => return Err(ApiError::invalid("targetFileId is required to save files")),
        _ => return Err(ApiError::invalid("taskType is unknown")),
    };
    let (mut items, mut good) = (Vec::new(), Vec::new());
    for id in spec.files {
        let found = shared(cx.db, spec.share, id.as_str())?;
        items.push(one(cx, id, found.as_ref(), target)?);
        good.extend(found);
    }
    let archive = if target.is_none() { background_tasks::pack(cx.db, spec.name, &good)? } else { None };
    let (kind, space) = (spec.kind.code(), target.unwrap_or(spec.space));
    background_tasks::add(cx, &NewTask { share: Some(spec.share), kind, action: None, space, archive, items })
}

fn one(cx: &Context<'_>, id: &FileId, found: Option<&File>, target: Option<&str>) -> Result<Item, ApiError> {
    let outcome = match (found, target) {
        (None, _) => Err("13000302"),
        (Some(_), None) => Ok(None),
        (Some(file), Some(target)) => Ok(Some(file_store::add(cx, target, &file.name, file.object)?)),
    };
    let source = found.map(|file| file.space.clone()).unwrap_or_default();
    Ok(Item { file: id.to_string(), path: None, source, outcome })
}

/// Returns an error if the share does not exist.
pub(super) fn require_share(db: &Connection, share: &str) -> Result<(), ApiError> {
    let mut statement = db.prepare_cached("SELECT 1 FROM share_files WHERE share = ?1")?;
    let found = statement.query_row([share], |_| Ok(())).optional()?;
    found.ok_or_else(|| refused("13000309"))
}

/// Returns a file of a share, unless it was deleted.
pub(super) fn shared(db: &Connection, share: &str, id: &str) -> rusqlite::Result<Option<File>> {
    let mut statement = db.prepare_cached("SELECT 1 FROM share_files WHERE share = ?1 AND file = ?2")?;
    let listed = statement.query_row((share, id), |_| Ok(())).optional()?;
    let found = if listed.is_some() { file_store::find(db, "", id)? } else { None };
    Ok(found.filter(|file| !file.recycled))
}

pub(super) fn detail(cx: &mut Context<'_>, request: &GetBatchTask) -> Result<GetBatchTaskResponse, ApiError> {
    let mut response = GetBatchTaskResponse::default();
    let (task, items) = look(cx, request.share_id.as_str(), request.task_id.as_str())?;
    response.job_info = Some(task);
    response.task_infos = items;
    Ok(response)
}

pub(super) fn detail_public(
    cx: &mut Context<'_>,
    request: &GetBatchTaskPublic,
) -> Result<GetBatchTaskPublicResponse, ApiError> {
    let id = request.task_id.as_ref().map_or("", |id| id.as_str());
    let mut response = GetBatchTaskPublicResponse::default();
    let (task, items) = look(cx, request.share_id.as_str(), id)?;
    response.job_info = Some(task);
    response.task_infos = items;
    Ok(response)
}

fn look(cx: &Context<'_>, share: &str, id: &str) -> Result<(ShareTask, Vec<ShareTaskItem>), ApiError> {
    let task = background_tasks::find(cx.db, Some(share), id)?.ok_or_else(|| refused("13000309"))?;
    let items = background_tasks::items(cx.db, &task)?;
    let progress = Progress::of(&task, cx.now);
    let shown = items.iter().map(|done| item(&progress, done)).collect();
    Ok((info(cx, &task, progress, &items), shown))
}

fn info(cx: &Context<'_>, task: &Task, progress: Progress, items: &[FinishedItem]) -> ShareTask {
    let mut info = ShareTask::default();
    info.user_id = Some(task.user.as_str().into());
    info.task_id = Some(task.id.as_str().into());
    info.task_type = Some(ShareTaskType::from(task.kind));
    info.task_status = Some(progress.status);
    info.task_result_code = progress.result(items);
    info.progress = Some(progress.percent);
    info.download_url =
        task.archive.filter(|_| progress.is_finished()).map(|object| PresignedUrl::from(cx.link(object)));
    info.create_time = Some(times::koodrive(task.created_at));
    info.start_time = progress.began;
    info.end_time = progress.ended;
    info
}

fn item(progress: &Progress, done: &FinishedItem) -> ShareTaskItem {
    let mut item = ShareTaskItem::default();
    item.file_id = Some(done.file.as_str().into());
    item.status = Some(progress.of_item(done));
    item.src_container_id = Some(done.source.as_str().into()).filter(|_| !done.source.is_empty());
    item.new_file_id = done.new_file.as_deref().filter(|_| progress.is_finished()).map(Into::into);
    item
}
