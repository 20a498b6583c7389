//! Batch jobs on files, and waiting for them.

use hwc_api::TaskResult;
use hwc_api::koodrive::{CreateJob, FileId, ItemStatus, JobAction, JobFile, JobInput, JobType, SpaceId};

use crate::drive::Drive;
use crate::entry::Entry;
use crate::error::{Error, Result};

/// A batch job on files.
pub(super) struct FileJob<'a> {
    pub(super) kind: JobType,
    pub(super) action: Option<JobAction>,
    /// The action for errors, as in `moving`.
    pub(super) name: &'static str,
    pub(super) entries: &'a [Entry],
    /// The folder to copy or move to, as a path of IDs, and its space.
    pub(super) target: Option<(SpaceId, String)>,
}

/// The maximum number of files per job. The reference states one for restoring.
const MAX_FILES: usize = 1000;

impl Drive {
    /// Runs a job and returns the IDs of the files from now on, or the error of the first file that failed.
    pub(super) async fn run_job(&self, job: FileJob<'_>) -> Result<Vec<Option<FileId>>> {
        let mut ids = Vec::new();
        for entries in job.entries.chunks(MAX_FILES) {
            ids.extend(self.run_job_on(&job, entries).await?);
        }
        for parent in job.entries.iter().filter_map(|entry| entry.parent.as_ref()) {
            self.forget(parent);
        }
        Ok(ids)
    }

    async fn run_job_on(&self, job: &FileJob<'_>, entries: &[Entry]) -> Result<Vec<Option<FileId>>> {
        let mut files = Vec::new();
        for entry in entries {
            let path = self.id_path(entry).await?;
            files.push(JobFile::default().file_id(entry.id.clone()).file_path(path));
        }
        let mut input = JobInput::default().src_container_id(self.space_id()).file_info(files);
        let (space, folder) = job.target.clone().unwrap_or_else(|| (self.space_id(), String::new()));
        if job.target.is_some() {
            input = input.new_file_path(folder);
        }
        let mut request = CreateJob::new(job.kind, input, space);
        if let Some(action) = job.action {
            request = request.action_type(action);
        }
        let outcome = self.client().wait(request).await?;
        let items = outcome.response.data.map(|detail| detail.task_infos).unwrap_or_default();
        let failed = items.iter().find(|item| item.status == Some(ItemStatus::Failed));
        if failed.is_none() && outcome.result == TaskResult::Succeeded {
            return Ok(items.into_iter().map(|item| item.new_file_id).collect());
        }
        let reason = failed.and_then(|item| item.result_desc.clone().or_else(|| item.result_code.clone()));
        let name = failed.and_then(|item| entries.iter().find(|entry| Some(&entry.id) == item.file_id.as_ref()));
        let path = name.or(entries.first()).map(|entry| entry.name.clone()).unwrap_or_default();
        let reason = reason.unwrap_or_else(|| format!("{:?}", outcome.result));
        Err(Error::Job { action: job.name, path, reason, code: failed.and_then(|item| item.result_code.clone()) })
    }

    /// Returns the path of IDs of an entry, which the service needs to restore it later.
    pub(crate) async fn id_path(&self, entry: &Entry) -> Result<String> {
        if let Some(path) = &entry.id_path {
            return Ok(path.clone());
        }
        let found = self.entry(&entry.id).await?;
        Ok(found.id_path.unwrap_or_else(|| entry.id.to_string()))
    }
}
