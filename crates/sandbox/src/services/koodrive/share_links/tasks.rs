//! Tasks on shared files: packing them into an archive and saving them to a space of the visitor.

use hwc_models::koodrive::{
    CreateBatchTask, CreateBatchTaskPublic, CreateBatchTaskPublicResponse, CreateBatchTaskResponse, FileId,
    ShareTaskType, Space, SpaceId, TargetFolder,
};
use hwc_wire::Secret;

use super::visible;
use super::visitor::Visitor;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::background_tasks::{self, FinishedItem, Task};
use crate::services::koodrive::drive::access::{self, Right};
use crate::services::koodrive::drive::{Node, tree};
use crate::services::koodrive::refused;
use crate::services::koodrive::shares::record::Share;

/// The name of an archive if none is given.
const ARCHIVE_NAME: &str = "files.zip";

pub(super) fn register(registry: &mut Registry) {
    registry.register(create).register(create_public);
}

/// The parameters of a task, for either kind of visitor.
struct TaskSpec<'a> {
    visitor: Visitor<'a>,
    token: Option<&'a Secret>,
    kind: ShareTaskType,
    /// The space of the files. The public operation does not require it.
    space: Option<&'a str>,
    files: &'a [FileId],
    target: Option<&'a TargetFolder>,
    name: Option<&'a str>,
}

fn create(cx: &mut Context<'_>, request: &CreateBatchTask) -> Result<CreateBatchTaskResponse, ApiError> {
    let share = Share::by_id(cx, request.share_id.as_str())?;
    let spec = TaskSpec {
        visitor: Visitor::User(&cx.caller.id),
        token: request.kdstoken.as_ref(),
        kind: request.task_type.unwrap_or(ShareTaskType::Package),
        space: Some(request.container_id.as_str()),
        files: &request.file_ids,
        target: request.target_file_id.as_ref(),
        name: request.zip_name.as_deref(),
    };
    let mut response = CreateBatchTaskResponse::default();
    response.task_id = Some(start(cx, &share, &spec)?.into());
    Ok(response)
}

/// Creates a task without sign-in. Without a user, no space exists to save to.
fn create_public(
    cx: &mut Context<'_>,
    request: &CreateBatchTaskPublic,
) -> Result<CreateBatchTaskPublicResponse, ApiError> {
    let share = Share::by_id(cx, request.share_id.as_ref().map_or("", |id| id.as_str()))?;
    let spec = TaskSpec {
        visitor: Visitor::Public,
        token: request.kdstoken.as_ref(),
        kind: request.task_type.unwrap_or(ShareTaskType::Package),
        space: request.container_id.as_ref().map(SpaceId::as_str),
        files: request.file_ids.as_deref().unwrap_or_default(),
        target: None,
        name: request.zip_name.as_deref(),
    };
    let mut response = CreateBatchTaskPublicResponse::default();
    response.task_id = Some(start(cx, &share, &spec)?.into());
    Ok(response)
}

/// Opens a share and starts a task on its files.
fn start(cx: &Context<'_>, share: &Share, spec: &TaskSpec<'_>) -> Result<String, ApiError> {
    spec.visitor.open(cx, share, spec.token)?;
    if spec.space.is_some_and(|space| space != share.space) {
        return Err(refused("13000302"));
    }
    if spec.files.is_empty() {
        return Err(ApiError::invalid("fileIds must have at least one file"));
    }
    let task = match spec.kind {
        ShareTaskType::Package => package(cx, share, spec)?,
        ShareTaskType::SaveToSpace => save(cx, share, spec)?,
        _ => return Err(ApiError::invalid("taskType is unknown")),
    };
    cx.records().insert(&task)?;
    Ok(task.id)
}

fn new_task(cx: &Context<'_>, share: &Share, spec: &TaskSpec<'_>, space: &str) -> Result<Task, ApiError> {
    let mut task = Task::new(cx, (spec.kind.code(), None), space)?;
    task.share = Some(share.id.clone());
    if let Visitor::Public = spec.visitor {
        task.user.clear();
    }
    Ok(task)
}

/// Packs files. The archive has those that the share opens.
fn package(cx: &Context<'_>, share: &Share, spec: &TaskSpec<'_>) -> Result<Task, ApiError> {
    let mut task = new_task(cx, share, spec, &share.space)?;
    let mut branches = Vec::new();
    for id in spec.files {
        let outcome = background_tasks::attempt(cx, || {
            branches.push(visible::branch(cx, share, id.as_str(), Right::Download)?);
            Ok(None)
        })?;
        task.items.push(item(share, id, outcome));
    }
    task.pack(cx, spec.name.unwrap_or(ARCHIVE_NAME), &branches)?;
    task.announce_package(cx)?;
    Ok(task)
}

/// Copies files to a folder that the visitor can write to. Each file can fail on its own, for example if the space is full.
fn save(cx: &Context<'_>, share: &Share, spec: &TaskSpec<'_>) -> Result<Task, ApiError> {
    let target = spec.target.ok_or_else(|| ApiError::invalid("targetFileId is required to save files"))?;
    let space_id = target.container_id.as_ref().map_or("", |id| id.as_str());
    let space = access::write(cx, space_id)?;
    let folder = tree::folder(cx, &space, target.file_id.as_ref().map_or("", FileId::as_str))?;
    access::require(cx, &folder, &space, Right::AddChild)?;
    let mut task = new_task(cx, share, spec, space_id)?;
    for id in spec.files {
        let outcome = background_tasks::attempt(cx, || save_one(cx, share, id, (&space, &folder)).map(Some))?;
        task.items.push(item(share, id, outcome));
    }
    Ok(task)
}

/// Copies a file and returns the ID of the copy.
fn save_one(cx: &Context<'_>, share: &Share, id: &FileId, target: (&Space, &Node)) -> Result<String, ApiError> {
    Ok(tree::copy(cx, &visible::branch(cx, share, id.as_str(), Right::Copy)?, target)?.id)
}

fn item(share: &Share, id: &FileId, outcome: background_tasks::FileOutcome) -> FinishedItem {
    FinishedItem::new(id.as_str(), None, &share.space, outcome)
}
