//! Share links: downloads of shared files, and tasks on them, with and without sign-in.

use hwc_models::koodrive::{
    CreateBatchTask, CreateBatchTaskPublic, CreateBatchTaskPublicResponse, CreateBatchTaskResponse, DownloadShareFile,
    DownloadShareFileResponse, FileId, GetBatchTask, GetBatchTaskPublic, GetBatchTaskPublicResponse,
    GetBatchTaskResponse, ShareTask, ShareTaskItem, ShareTaskType, Space, SpaceId,
};
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::runtime::times;
use crate::services::koodrive::background_tasks::{self, FinishedItem, Progress, Task};
use crate::services::koodrive::drive::{Node, access, content, tree};
use crate::services::koodrive::refused;

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Share>().register(file_url);
    registry.register(create).register(create_public).register(detail).register(detail_public);
}

/// A share link and the files that it opens.
#[derive(Serialize, Deserialize)]
pub(crate) struct Share {
    pub(crate) id: String,
    pub(crate) files: Vec<String>,
}

impl StoredRecord for Share {
    const KIND: &'static str = "koodrive.share";
    const OWNER: Owner = Owner::Company;

    fn key(&self) -> &str {
        &self.id
    }
}

/// The parameters of a task, for either kind of caller.
struct TaskSpec<'a> {
    share: &'a str,
    kind: ShareTaskType,
    space: &'a str,
    files: &'a [FileId],
    target: Option<&'a str>,
    name: &'a str,
}

fn create(cx: &mut Context<'_>, request: &CreateBatchTask) -> Result<CreateBatchTaskResponse, ApiError> {
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
fn create_public(
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
    let share = find_share(cx, spec.share)?;
    let target = match (spec.kind, spec.target) {
        (ShareTaskType::Package, _) => None,
        (ShareTaskType::SaveToSpace, Some(target)) => Some(access::write(cx, target)?),
        (ShareTaskType::SaveToSpace, None) => return Err(ApiError::invalid("targetFileId is required to save files")),
        _ => return Err(ApiError::invalid("taskType is unknown")),
    };
    let mut task = Task::new(cx, (spec.kind.code(), None), spec.target.unwrap_or(spec.space))?;
    let mut files = Vec::new();
    for id in spec.files {
        let found = shared_file(cx, &share, id.as_str())?;
        task.items.push(run(cx, id, found.as_ref(), target.as_ref())?);
        files.extend(found);
    }
    if target.is_none() {
        task.pack(cx, spec.name, &files)?;
    }
    task.share = Some(share.id);
    cx.records().insert(&task)?;
    Ok(task.id)
}

/// Performs the work on one file.
fn run(cx: &Context<'_>, id: &FileId, file: Option<&Node>, target: Option<&Space>) -> Result<FinishedItem, ApiError> {
    let outcome = background_tasks::attempt(cx, || match (file, target) {
        (None, _) => Err(refused("13000302")),
        (Some(_), None) => Ok(None),
        (Some(file), Some(target)) => Ok(Some(tree::copy(cx, file, (target, &Node::root(target)))?.id)),
    })?;
    Ok(FinishedItem::new(id.as_str(), None, file.map_or("", |file| &file.space), outcome))
}

fn find_share(cx: &Context<'_>, id: &str) -> Result<Share, ApiError> {
    cx.records().get(id)?.ok_or_else(|| refused("13000309"))
}

/// Returns a file of a share, unless it was deleted.
fn shared_file(cx: &Context<'_>, share: &Share, id: &str) -> Result<Option<Node>, ApiError> {
    if !share.files.iter().any(|file| file == id) {
        return Ok(None);
    }
    match cx.records::<Node>().get(id)? {
        Some(file) if !tree::is_recycled(cx, &file)? => Ok(Some(file)),
        _ => Ok(None),
    }
}

fn file_url(cx: &mut Context<'_>, request: &DownloadShareFile) -> Result<DownloadShareFileResponse, ApiError> {
    let share = find_share(cx, request.share_id.as_str())?;
    let found = shared_file(cx, &share, request.file_id.as_str())?;
    let file = found.ok_or_else(|| refused("13000302"))?;
    let id = file.content.ok_or_else(|| refused("13000406"))?;
    let mut response = DownloadShareFileResponse::default();
    response.download_url = Some(content::url(cx, &id));
    Ok(response)
}

fn detail(cx: &mut Context<'_>, request: &GetBatchTask) -> Result<GetBatchTaskResponse, ApiError> {
    let mut response = GetBatchTaskResponse::default();
    let (task, items) = find(cx, request.share_id.as_str(), request.task_id.as_str())?;
    response.job_info = Some(task);
    response.task_infos = items;
    Ok(response)
}

fn detail_public(cx: &mut Context<'_>, request: &GetBatchTaskPublic) -> Result<GetBatchTaskPublicResponse, ApiError> {
    let id = request.task_id.as_ref().map_or("", |id| id.as_str());
    let mut response = GetBatchTaskPublicResponse::default();
    let (task, items) = find(cx, request.share_id.as_str(), id)?;
    response.job_info = Some(task);
    response.task_infos = items;
    Ok(response)
}

fn find(cx: &Context<'_>, share: &str, id: &str) -> Result<(ShareTask, Vec<ShareTaskItem>), ApiError> {
    let task = background_tasks::find(cx, Some(share), id)?.ok_or_else(|| refused("13000309"))?;
    let progress = Progress::new(&task, cx.now);
    let items = task.items.iter().map(|finished| item(&progress, finished)).collect();
    Ok((info(cx, &task, progress), items))
}

fn info(cx: &Context<'_>, task: &Task, progress: Progress) -> ShareTask {
    let mut info = ShareTask::default();
    info.user_id = Some(task.user.as_str().into());
    info.task_id = Some(task.id.as_str().into());
    info.task_type = Some(ShareTaskType::from(task.kind));
    info.task_status = Some(progress.status);
    info.task_result_code = progress.result(&task.items);
    info.progress = Some(progress.percent);
    info.download_url = task.download_url(cx);
    info.create_time = Some(times::koodrive(task.created_at));
    info.start_time = progress.began;
    info.end_time = progress.ended;
    info
}

fn item(progress: &Progress, finished: &FinishedItem) -> ShareTaskItem {
    let mut item = ShareTaskItem::default();
    item.file_id = Some(finished.file.as_str().into());
    item.status = Some(progress.item_status(finished));
    item.src_container_id = Some(finished.source.as_str().into()).filter(|_| !finished.source.is_empty());
    item.new_file_id = finished.new_file.as_deref().filter(|_| progress.is_finished()).map(Into::into);
    item
}
