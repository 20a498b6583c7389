//! The stored record of a batch job, and its state at a time.

use hwc_models::koodrive::{CreateJob, FileId, ItemStatus, JobAction, JobFile, JobResult, JobStatus, JobType, SpaceId};
use serde::{Deserialize, Serialize};

use crate::runtime::context::{Context, FolderScope};
use crate::runtime::records::{Column, Owner, StoredRecord};
use crate::services::koodrive::drive::content::{self, ContentId};
use crate::services::koodrive::sync_dirs;

/// The times at which a job starts and ends, in milliseconds after its creation.
pub(super) const START: i64 = 1000;
pub(super) const END: i64 = 3000;

/// A batch job.
#[derive(Serialize, Deserialize)]
pub(in crate::services::koodrive) struct StoredJob {
    pub(in crate::services::koodrive) id: String,
    pub(super) kind: i64,
    pub(super) action: Option<i64>,
    pub(in crate::services::koodrive) user: String,
    /// The session that created the job, which tells the device of its changes.
    #[serde(default)]
    pub(super) session: Option<String>,
    /// The shared folder that the job works in.
    #[serde(default)]
    pub(super) folder_scope: Option<FolderScope>,
    /// The space of the files, and the one that the job works towards.
    pub(super) source: String,
    pub(super) target: String,
    /// The path of IDs to the target folder.
    pub(super) target_path: Option<String>,
    /// The paths in the archive to unpack.
    pub(super) archive_paths: Vec<String>,
    pub(in crate::services::koodrive) created_at: i64,
    pub(super) canceled_at: Option<i64>,
    /// True if all work is done.
    pub(super) is_done: bool,
    pub(in crate::services::koodrive) items: Vec<StoredItem>,
    /// The archive of a job that packs files.
    pub(super) archive: Option<ContentId>,
    /// The entries of the archive that the job listed or unpacked.
    pub(super) entries: Vec<StoredEntry>,
}

/// A file of a job.
#[derive(Serialize, Deserialize)]
pub(in crate::services::koodrive) struct StoredItem {
    pub(super) file: String,
    pub(super) path: Option<String>,
    pub(super) is_done: bool,
    pub(super) new_file: Option<String>,
    pub(super) new_path: Option<String>,
    pub(in crate::services::koodrive) failure: Option<Failure>,
}

/// The reason why a file failed.
#[derive(Clone, Serialize, Deserialize)]
pub(in crate::services::koodrive) struct Failure {
    pub(in crate::services::koodrive) code: String,
    pub(super) message: String,
}

/// An entry of an archive. It has a file if the job unpacked it.
#[derive(Serialize, Deserialize)]
pub(super) struct StoredEntry {
    pub(super) path: String,
    pub(super) is_folder: bool,
    pub(super) size: u64,
    pub(super) modified: Option<i64>,
    pub(super) file: Option<String>,
}

impl StoredRecord for StoredJob {
    const KIND: &'static str = "koodrive.job";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("user", |job| job.user.clone().into()),
        Column::new("kind", |job| job.kind.into()),
        Column::new("next_step", |job| job.next_step().into()),
        Column::new("content", |job| content::column(job.archive.as_ref())),
    ];

    fn key(&self) -> &str {
        &self.id
    }
}

impl StoredItem {
    fn new(wanted: &JobFile) -> Self {
        let file = wanted.file_id.as_ref().map_or("", FileId::as_str).to_owned();
        let path = wanted.file_path.clone();
        Self { file, path, is_done: false, new_file: None, new_path: None, failure: None }
    }

    /// Returns the state of the file.
    pub(super) fn status(&self) -> ItemStatus {
        match (self.is_done, &self.failure) {
            (false, _) => ItemStatus::Waiting,
            (true, None) => ItemStatus::Succeeded,
            (true, Some(_)) => ItemStatus::Failed,
        }
    }
}

impl StoredJob {
    /// Creates a job of the caller.
    pub(super) fn new(cx: &Context<'_>, id: String, request: &CreateJob) -> Self {
        let input = &request.task_info;
        Self {
            id,
            kind: request.task_type.code(),
            action: request.action_type.map(|action| action.code()),
            user: cx.caller.id.clone(),
            session: Some(sync_dirs::session(cx)),
            folder_scope: cx.folder_scope.clone(),
            source: input.src_container_id.as_ref().map_or("", SpaceId::as_str).to_owned(),
            target: request.dst_container_id.as_str().to_owned(),
            target_path: input.new_file_path.clone(),
            archive_paths: input.uncompress_file_paths.clone(),
            created_at: cx.now,
            canceled_at: None,
            is_done: false,
            items: input.file_info.iter().map(StoredItem::new).collect(),
            archive: None,
            entries: Vec::new(),
        }
    }

    pub(in crate::services::koodrive) fn kind(&self) -> JobType {
        JobType::from(self.kind)
    }

    pub(super) fn action(&self) -> Option<JobAction> {
        self.action.map(JobAction::from)
    }

    /// Returns true for a job that does all its work when it ends. Other jobs do that of one file after the other.
    pub(super) fn works_at_end(&self) -> bool {
        matches!(self.kind(), JobType::Package | JobType::Decompress | JobType::EmptyRecycleBin)
    }

    /// Ends the job now. The files that are not done fail.
    pub(in crate::services::koodrive) fn fail(&mut self, code: &str, message: &str, now: i64) {
        for item in self.items.iter_mut().filter(|item| !item.is_done) {
            item.is_done = true;
            item.failure = Some(Failure { code: code.to_owned(), message: message.to_owned() });
        }
        self.is_done = true;
        self.created_at = now - END;
    }

    /// Returns the time of the next work, or `None` if the job has ended.
    pub(super) fn next_step(&self) -> Option<i64> {
        if self.is_done || self.canceled_at.is_some() {
            return None;
        }
        if self.works_at_end() {
            return Some(self.created_at + END);
        }
        let (done, all) = (self.items.iter().filter(|item| item.is_done).count(), self.items.len());
        let part = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        Some(self.created_at + START + (END - START) * part(done + 1) / part(all).max(1))
    }

    /// Returns the time at which the job ended, or that of now if it goes on.
    fn last_moment(&self, now: i64) -> i64 {
        self.canceled_at.unwrap_or(now)
    }

    /// Returns the state of the job.
    pub(in crate::services::koodrive) fn status(&self, now: i64) -> JobStatus {
        match now - self.created_at {
            _ if self.canceled_at.is_some() => JobStatus::Canceled,
            ..START => JobStatus::Waiting,
            START..END => JobStatus::Running,
            END.. => JobStatus::Finished,
        }
    }

    /// Returns the progress in percent.
    pub(super) fn percent(&self, now: i64) -> u32 {
        let age = self.last_moment(now) - self.created_at;
        u32::try_from((age - START).clamp(0, END - START) * 100 / (END - START)).unwrap_or(100)
    }

    /// Returns the time at which the work started.
    pub(super) fn began_at(&self, now: i64) -> Option<i64> {
        Some(self.created_at + START).filter(|began| *began <= self.last_moment(now))
    }

    /// Returns the time at which the work ended.
    pub(super) fn ended_at(&self, now: i64) -> Option<i64> {
        self.canceled_at.or_else(|| Some(self.created_at + END).filter(|end| *end <= now))
    }

    /// Returns the result of a finished job.
    pub(in crate::services::koodrive) fn result(&self, now: i64) -> Option<JobResult> {
        let failed = self.items.iter().filter(|item| item.failure.is_some()).count();
        (self.status(now) == JobStatus::Finished).then_some(match failed {
            0 => JobResult::AllSucceeded,
            failed if failed < self.items.len() => JobResult::SomeFailed,
            _ => JobResult::AllFailed,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(kind: JobType, files: usize) -> StoredJob {
        StoredJob {
            id: "1".to_owned(),
            kind: kind.code(),
            action: None,
            session: None,
            folder_scope: None,
            user: "user".to_owned(),
            source: "space".to_owned(),
            target: "space".to_owned(),
            target_path: None,
            archive_paths: Vec::new(),
            created_at: 10_000,
            canceled_at: None,
            is_done: false,
            items: (0..files).map(|_| StoredItem::new(&JobFile::default())).collect(),
            archive: None,
            entries: Vec::new(),
        }
    }

    #[test]
    fn the_files_of_a_job_follow_each_other() {
        let mut copy = job(JobType::Copy, 4);
        let mut steps = Vec::new();
        while let Some(step) = copy.next_step() {
            steps.push(step);
            copy.items[steps.len() - 1].is_done = true;
            copy.is_done = steps.len() == 4;
        }
        assert_eq!(steps, [11_500, 12_000, 12_500, 13_000]);
        assert_eq!(job(JobType::Package, 4).next_step(), Some(13_000));
        copy.is_done = false;
        copy.canceled_at = Some(11_000);
        assert_eq!(copy.next_step(), None);
    }

    #[test]
    fn a_canceled_job_stays_where_it_was() {
        let mut copy = job(JobType::Copy, 1);
        let shown = |job: &StoredJob, now| (job.status(now), job.percent(now), job.began_at(now), job.ended_at(now));
        assert_eq!(shown(&copy, 10_500), (JobStatus::Waiting, 0, None, None));
        assert_eq!(shown(&copy, 12_500), (JobStatus::Running, 75, Some(11_000), None));
        assert_eq!(shown(&copy, 14_000), (JobStatus::Finished, 100, Some(11_000), Some(13_000)));
        copy.canceled_at = Some(12_000);
        assert_eq!(shown(&copy, 14_000), (JobStatus::Canceled, 50, Some(11_000), Some(12_000)));
        assert_eq!(copy.result(14_000), None);
    }
}
