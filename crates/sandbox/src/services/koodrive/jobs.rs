//! Batch jobs.

use hwc_models::koodrive::{
    CreateJob, CreateJobResponse, FileId, GetJobDetail, GetJobDetailResponse, GetJobList, GetJobListResponse, Job,
    JobAction, JobDetail, JobFile, JobItem, JobType, Space, SpaceId,
};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{ColumnValue, Page};
use crate::runtime::registry::Registry;
use crate::runtime::times;
use crate::services::koodrive::background_tasks::{self, FinishedItem, Progress, Task};
use crate::services::koodrive::drive::access::Right;
use crate::services::koodrive::drive::{Node, access, recycle_bin, tree};
use crate::services::koodrive::{TENANT, message, refused, spaces};

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Task>().register(create).register(list).register(detail);
}

fn create(cx: &mut Context<'_>, request: &CreateJob) -> Result<CreateJobResponse, ApiError> {
    if matches!(request.task_type, JobType::Unknown(_)) {
        return Err(ApiError::invalid("taskType is unknown"));
    }
    let places = places(cx, request)?;
    let kind = (request.task_type.code(), request.action_type.map(|action| action.code()));
    let mut task = Task::new(cx, kind, request.dst_container_id.as_str())?;
    let mut done = Vec::new();
    for file in &request.task_info.file_info {
        let (item, found) = run(cx, request, &places, file)?;
        task.items.push(item);
        done.extend(found);
    }
    match request.task_type {
        JobType::Package => task.pack(cx, "package.zip", &done)?,
        JobType::EmptyRecycleBin => {
            recycle_bin::empty(cx, &places.source)?;
        }
        _ => {}
    }
    cx.records().insert(&task)?;
    let mut response = CreateJobResponse::default();
    response.data = Some(task.id.into());
    Ok(response)
}

/// The spaces of a job.
struct Places {
    source: Space,
    target: Space,
}

/// Opens the spaces of a job.
fn places(cx: &Context<'_>, request: &CreateJob) -> Result<Places, ApiError> {
    let source = request.task_info.src_container_id.as_ref().map_or("", SpaceId::as_str);
    let (from, to) = match request.task_type {
        JobType::Copy => (Right::Copy, Right::AddChild),
        JobType::Move => (Right::RemoveChild, Right::AddChild),
        JobType::Package => (Right::Download, Right::List),
        JobType::Decompress => (Right::View, Right::AddChild),
        JobType::Delete | JobType::EmptyRecycleBin => (Right::Delete, Right::List),
        _ => (Right::AddChild, Right::List),
    };
    let source = access::space(cx, source, from)?;
    Ok(Places { source, target: access::space(cx, request.dst_container_id.as_str(), to)? })
}

/// Performs the work on one file. Returns the file if it succeeded.
fn run(
    cx: &Context<'_>,
    request: &CreateJob,
    places: &Places,
    wanted: &JobFile,
) -> Result<(FinishedItem, Option<Node>), ApiError> {
    let id = wanted.file_id.as_ref().map_or("", FileId::as_str);
    let found = tree::find(cx, &places.source, id)?;
    let outcome = background_tasks::attempt(cx, || {
        let node = found.as_ref().ok_or_else(|| refused("13000302"))?;
        work(cx, request, places, node)
    })?;
    let done = found.filter(|_| outcome.is_ok());
    let source = spaces::id(&places.source);
    Ok((FinishedItem::new(id, wanted.file_path.clone(), source, outcome), done))
}

/// Performs the work on a file of the source. Returns its ID from now on.
fn work(cx: &Context<'_>, request: &CreateJob, places: &Places, node: &Node) -> Result<Option<String>, ApiError> {
    let target = || target_folder(cx, request, places, node);
    let node = match (request.task_type, request.action_type) {
        (JobType::Copy, _) => tree::copy(cx, node, (&places.target, &target()?))?,
        (JobType::Move, _) => tree::move_to(cx, node, (&places.target, &target()?))?,
        (JobType::Delete, Some(JobAction::DeleteForever)) => {
            return recycle_bin::delete_forever(cx, node).map(|()| None);
        }
        (JobType::Delete, _) => recycle_bin::recycle(cx, node)?,
        (JobType::Restore, _) => recycle_bin::restore(cx, &places.source, node)?,
        _ => return tree::require_live(cx, node).map(|()| None),
    };
    Ok(Some(node.id))
}

/// Returns the folder that the new path names: a path of IDs, which may end with the ID of the file itself. Without a path, it
/// is the top folder.
fn target_folder(cx: &Context<'_>, request: &CreateJob, places: &Places, node: &Node) -> Result<Node, ApiError> {
    let path = request.task_info.new_file_path.as_deref().unwrap_or_default();
    let mut ids = path.split('/').filter(|id| !id.is_empty() && *id != node.id);
    tree::folder(cx, &places.target, ids.next_back().unwrap_or("root"))
}

/// Lists the jobs of the caller, newest first. The state depends on the time, so the database cannot filter by it.
fn list(cx: &mut Context<'_>, request: &GetJobList) -> Result<GetJobListResponse, ApiError> {
    let query = cx.records::<Task>().query().filter("share", ColumnValue::Null).filter("user", cx.caller.id.clone());
    let mut jobs = query.filter_opt("kind", request.kind.map(|kind| kind.code())).descending().all()?;
    jobs.retain(|task| request.status.is_none_or(|wanted| wanted == Progress::new(task, cx.now).status));
    let page = Page::offset(request.offset.unwrap_or_default(), request.limit.unwrap_or_default()).select(jobs)?;
    let mut response = GetJobListResponse::default();
    response.data = page.items.iter().map(|task| job(cx, task)).collect();
    Ok(response)
}

fn detail(cx: &mut Context<'_>, request: &GetJobDetail) -> Result<GetJobDetailResponse, ApiError> {
    let found = background_tasks::find(cx, None, request.job_id.as_str())?;
    let task = found.ok_or_else(|| refused("13000309"))?;
    let progress = Progress::new(&task, cx.now);
    let mut detail = JobDetail::default();
    detail.job_info = Some(job(cx, &task));
    detail.task_infos = task.items.iter().map(|finished| item(&task, &progress, finished)).collect();
    let mut response = GetJobDetailResponse::default();
    response.data = Some(detail);
    Ok(response)
}

fn job(cx: &Context<'_>, task: &Task) -> Job {
    let progress = Progress::new(task, cx.now);
    let mut job = Job::default();
    job.task_id = Some(task.id.as_str().into());
    job.user_id = Some(task.user.as_str().into());
    job.task_type = Some(JobType::from(task.kind));
    job.action_type = task.action.map(JobAction::from);
    job.status = Some(progress.status);
    job.task_result_code = progress.result(&task.items);
    job.progress = Some(progress.percent);
    job.download_url = task.download_url(cx);
    job.content_num = Some(task.items.len() as u64);
    job.container_id = Some(task.space.as_str().into());
    job.tenant_id = Some(TENANT.into());
    job.create_time = Some(times::koodrive(task.created_at));
    job.begin_time = progress.began;
    job.end_time = progress.ended;
    job
}

fn item(task: &Task, progress: &Progress, finished: &FinishedItem) -> JobItem {
    let mut item = JobItem::default();
    item.id = Some(task.id.as_str().into());
    item.file_id = Some(finished.file.as_str().into());
    item.file_path.clone_from(&finished.path);
    item.status = Some(progress.item_status(finished));
    item.src_container_id = Some(finished.source.as_str().into());
    if progress.is_finished() {
        item.new_file_id = finished.new_file.as_deref().map(Into::into);
        item.result_code.clone_from(&finished.error);
        item.result_desc = finished.error.as_deref().map(|code| message(code).to_owned());
    }
    item
}
