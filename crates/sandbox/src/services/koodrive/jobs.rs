//! Batch jobs.

use hwc_models::koodrive::{
    CreateJob, CreateJobResponse, GetJobDetail, GetJobDetailResponse, GetJobList, GetJobListResponse, Job, JobAction,
    JobDetail, JobFile, JobItem, JobStatus, JobType,
};
use hwc_wire::PresignedUrl;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::background_tasks::{self, FinishedItem, Item, NewTask, Progress, Task};
use crate::services::koodrive::file_store::{self, File};
use crate::services::koodrive::{TENANT, message, refused, require_space};

pub(super) fn create(cx: &mut Context<'_>, request: &CreateJob) -> Result<CreateJobResponse, ApiError> {
    if matches!(request.task_type, JobType::Unknown(_)) {
        return Err(ApiError::invalid("taskType is unknown"));
    }
    let source = request.task_info.src_container_id.as_ref().map_or("", |id| id.as_str());
    require_space(cx.db, source)?;
    require_space(cx.db, request.dst_container_id.as_str())?;
    let wanted = request.task_info.file_info.as_deref().unwrap_or_default();
    let (mut items, mut good) = (Vec::new(), Vec::new());
    for file in wanted {
        let (item, found) = one(cx, request, source, file)?;
        items.push(item);
        good.extend(found);
    }
    let archive = finish(cx, request, source, &good)?;
    let (kind, action) = (request.task_type.code(), request.action_type.map(|action| action.code()));
    let space = request.dst_container_id.as_str();
    let mut response = CreateJobResponse::default();
    response.data =
        Some(background_tasks::add(cx, &NewTask { share: None, kind, action, space, archive, items })?.into());
    Ok(response)
}

/// Performs the work on one file. Returns the file if it succeeded.
fn one(
    cx: &Context<'_>,
    request: &CreateJob,
    source: &str,
    wanted: &JobFile,
) -> Result<(Item, Option<File>), ApiError> {
    let id = wanted.file_id.as_ref().map_or("", |id| id.as_str());
    let found = file_store::find(cx.db, source, id)?;
    let how = (request.task_type, request.action_type);
    let outcome = file_store::run_task(cx, how, found.as_ref(), request.dst_container_id.as_str())?;
    let good = found.filter(|_| outcome.is_ok());
    let (file, path, source) = (id.to_owned(), wanted.file_path.clone(), source.to_owned());
    Ok((Item { file, path, source, outcome }, good))
}

/// Performs the work that is done once for all files.
fn finish(cx: &Context<'_>, request: &CreateJob, source: &str, good: &[File]) -> Result<Option<i64>, ApiError> {
    match request.task_type {
        JobType::Package => background_tasks::pack(cx.db, "package.zip", good),
        JobType::EmptyRecycleBin => file_store::empty_recycle_bin(cx.db, source).map(|()| None),
        _ => Ok(None),
    }
}

pub(super) fn list(cx: &mut Context<'_>, request: &GetJobList) -> Result<GetJobListResponse, ApiError> {
    let mut statement = cx.db.prepare_cached(
        "SELECT * FROM tasks WHERE share IS NULL AND user = ?1 AND (?2 IS NULL OR kind = ?2) ORDER BY number DESC",
    )?;
    let kind = request.kind.map(|kind| kind.code());
    let rows = statement.query_map((&cx.caller.id, kind), background_tasks::task)?;
    let all = rows.collect::<Result<Vec<Task>, _>>()?;
    let wanted = |status: JobStatus| request.status.is_none_or(|wanted| wanted == status);
    let fitting = all.iter().filter(|task| wanted(Progress::of(task, cx.now).status));
    let mut response = GetJobListResponse::default();
    for task in fitting.skip(request.offset as usize).take(request.limit as usize) {
        response.data.push(job(cx, task, &background_tasks::items(cx.db, task)?));
    }
    Ok(response)
}

pub(super) fn detail(cx: &mut Context<'_>, request: &GetJobDetail) -> Result<GetJobDetailResponse, ApiError> {
    let found = background_tasks::find(cx.db, None, request.job_id.as_str())?;
    let task = found.ok_or_else(|| refused("13000309"))?;
    let items = background_tasks::items(cx.db, &task)?;
    let progress = Progress::of(&task, cx.now);
    let mut detail = JobDetail::default();
    detail.job_info = Some(job(cx, &task, &items));
    detail.task_infos = items.iter().map(|done| item(&task, &progress, done)).collect();
    let mut response = GetJobDetailResponse::default();
    response.data = Some(detail);
    Ok(response)
}

fn job(cx: &Context<'_>, task: &Task, items: &[FinishedItem]) -> Job {
    let progress = Progress::of(task, cx.now);
    let mut job = Job::default();
    job.task_id = Some(task.id.as_str().into());
    job.user_id = Some(task.user.as_str().into());
    job.task_type = Some(JobType::from(task.kind));
    job.action_type = task.action.map(JobAction::from);
    job.status = Some(progress.status);
    job.task_result_code = progress.result(items);
    job.progress = Some(progress.percent);
    job.download_url =
        task.archive.filter(|_| progress.is_finished()).map(|object| PresignedUrl::from(cx.link(object)));
    job.content_num = Some(items.len() as u64);
    job.container_id = Some(task.space.as_str().into());
    job.tenant_id = Some(TENANT.into());
    job.create_time = Some(crate::runtime::times::koodrive(task.created_at));
    job.begin_time = progress.began;
    job.end_time = progress.ended;
    job
}

fn item(task: &Task, progress: &Progress, done: &FinishedItem) -> JobItem {
    let mut item = JobItem::default();
    item.id = Some(task.id.as_str().into());
    item.file_id = Some(done.file.as_str().into());
    item.file_path.clone_from(&done.path);
    item.status = Some(progress.of_item(done));
    item.src_container_id = Some(done.source.as_str().into());
    if progress.is_finished() {
        item.new_file_id = done.new_file.as_deref().map(Into::into);
        item.result_code.clone_from(&done.error);
        item.result_desc = done.error.as_deref().map(|code| message(code).to_owned());
    }
    item
}
