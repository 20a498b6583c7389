//! The jobs of the caller, and their details.

use std::collections::{BTreeMap, BTreeSet};

use hwc_models::koodrive::{
    ArchiveEntry, ArchiveEntryType, GetJobDetail, GetJobDetailResponse, GetJobList, GetJobListResponse, Job, JobDetail,
    JobItem, JobType,
};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::Page;
use crate::runtime::times::{self, DAY};
use crate::services::koodrive::drive::content;
use crate::services::koodrive::jobs::stored::{StoredEntry, StoredItem, StoredJob};
use crate::services::koodrive::{TENANT, refused, settings};

/// Finds a job of the caller.
///
/// # Errors
/// Returns 13000309 for an unknown job and for one of another user.
pub(super) fn find(cx: &Context<'_>, id: &str) -> Result<StoredJob, ApiError> {
    let found = cx.records::<StoredJob>().get(id)?.filter(|job| job.user == cx.caller.id);
    found.ok_or_else(|| refused("13000309"))
}

/// Lists the jobs of the caller, newest first. The state depends on the time, so the database cannot filter by it.
pub(super) fn list(cx: &mut Context<'_>, request: &GetJobList) -> Result<GetJobListResponse, ApiError> {
    let query = cx.records::<StoredJob>().query().filter("user", cx.caller.id.clone());
    let mut jobs = query.filter_opt("kind", request.kind.map(|kind| kind.code())).descending().all()?;
    jobs.retain(|job| request.status.is_none_or(|wanted| wanted == job.status(cx.now)));
    let page = Page::offset(request.offset.unwrap_or_default(), request.limit.unwrap_or_default()).select(jobs)?;
    let mut response = GetJobListResponse::default();
    response.data = page.items.iter().map(|job| summary(cx, job)).collect::<Result<_, _>>()?;
    Ok(response)
}

pub(super) fn detail(cx: &mut Context<'_>, request: &GetJobDetail) -> Result<GetJobDetailResponse, ApiError> {
    let job = find(cx, request.job_id.as_str())?;
    let mut detail = JobDetail::default();
    detail.job_info = Some(summary(cx, &job)?);
    detail.task_infos = job.items.iter().map(|stored| item(&job, stored)).collect();
    detail.uncompressed_file_list = entries(&job);
    let mut response = GetJobDetailResponse::default();
    response.data = Some(detail);
    Ok(response)
}

fn summary(cx: &Context<'_>, job: &StoredJob) -> Result<Job, ApiError> {
    let ended = job.ended_at(cx.now);
    let lifetime = i64::from(settings::package_days(cx)?) * DAY;
    let is_kept = ended.is_some_and(|ended| cx.now < ended + lifetime);
    let mut info = Job::default();
    info.task_id = Some(job.id.as_str().into());
    info.user_id = Some(job.user.as_str().into());
    info.task_type = Some(JobType::from(job.kind));
    info.action_type = job.action();
    info.status = Some(job.status(cx.now));
    info.task_result_code = job.result(cx.now);
    info.progress = Some(job.percent(cx.now));
    info.download_url = job.archive.as_ref().filter(|_| is_kept).map(|id| content::url(cx, id));
    info.content_num = Some(job.items.len() as u64);
    info.container_id = Some(job.target.as_str().into());
    info.tenant_id = Some(TENANT.into());
    info.create_time = Some(times::koodrive(job.created_at));
    info.begin_time = job.began_at(cx.now).map(times::koodrive);
    info.end_time = ended.map(times::koodrive);
    Ok(info)
}

fn item(job: &StoredJob, stored: &StoredItem) -> JobItem {
    let is_across = job.kind() == JobType::Copy && job.source != job.target;
    let mut item = JobItem::default();
    item.id = Some(job.id.as_str().into());
    item.file_id = Some(stored.file.as_str().into());
    item.file_path.clone_from(&stored.path);
    item.status = Some(stored.status());
    item.src_container_id = is_across.then(|| job.source.as_str().into());
    item.new_file_id = stored.new_file.as_deref().map(Into::into);
    item.new_file_path.clone_from(&stored.new_path);
    item.result_code = stored.failure.as_ref().map(|failure| failure.code.clone());
    item.result_desc = stored.failure.as_ref().map(|failure| failure.message.clone());
    item
}

/// Returns the entries of the archive as a tree. The list of an archive may lack the folders of its files.
fn entries(job: &StoredJob) -> Vec<ArchiveEntry> {
    let mut below: BTreeMap<&str, Vec<&StoredEntry>> = BTreeMap::new();
    let folders: BTreeSet<&str> =
        job.entries.iter().filter(|entry| entry.is_folder).map(|entry| entry.path.as_str()).collect();
    for entry in &job.entries {
        let parent = entry.path.rsplit_once('/').map_or("", |(parent, _)| parent);
        below.entry(if folders.contains(parent) { parent } else { "" }).or_default().push(entry);
    }
    branch(job, &below, "")
}

fn branch(job: &StoredJob, below: &BTreeMap<&str, Vec<&StoredEntry>>, folder: &str) -> Vec<ArchiveEntry> {
    below.get(folder).into_iter().flatten().map(|stored| archive_entry(job, below, stored)).collect()
}

fn archive_entry(job: &StoredJob, below: &BTreeMap<&str, Vec<&StoredEntry>>, stored: &StoredEntry) -> ArchiveEntry {
    let mut entry = ArchiveEntry::default();
    entry.container_id = stored.file.as_ref().map(|_| job.target.as_str().into());
    entry.file_id = stored.file.as_deref().map(Into::into);
    entry.name = Some(stored.path.clone());
    entry.file_size = Some(stored.size);
    entry.kind = Some(if stored.is_folder { ArchiveEntryType::Folder } else { ArchiveEntryType::File });
    entry.updated_at = stored.modified;
    if stored.is_folder {
        entry.sub_file_list = branch(job, below, &stored.path);
    }
    entry
}
