//! Tasks on shared files. A task does its work immediately, but reports it over time: by the
//! sandbox's clock it waits for a second, runs for two and is then finished.

use hwc_models::koodrive::{ItemStatus, JobResult, JobStatus, MessageType, ShareTaskType};
use hwc_wire::{PresignedUrl, Timestamp};
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::{ApiError, ErrorOrigin};
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, StoredRecord};
use crate::runtime::store::Transaction;
use crate::runtime::times::{self, DAY, HOUR};
use crate::services::koodrive::drive::Node;
use crate::services::koodrive::drive::content::{self, ContentId};
use crate::services::koodrive::drive::tree::Branch;
use crate::services::koodrive::{archives, long_id, messages, settings};

/// The times at which a task starts and finishes, in milliseconds after its creation.
const START: i64 = 1000;
const END: i64 = 3000;

/// A batch job, or with `share` a task on shared files.
#[derive(Serialize, Deserialize)]
pub(super) struct Task {
    pub(super) id: String,
    pub(super) share: Option<String>,
    pub(super) kind: i64,
    pub(super) action: Option<i64>,
    pub(super) user: String,
    pub(super) space: String,
    /// The archive of a task that packs files.
    pub(super) archive: Option<ContentId>,
    pub(super) created_at: i64,
    pub(super) items: Vec<FinishedItem>,
}

/// The outcome for one file.
#[derive(Serialize, Deserialize)]
pub(super) struct FinishedItem {
    pub(super) file: String,
    pub(super) path: Option<String>,
    pub(super) source: String,
    pub(super) new_file: Option<String>,
    pub(super) error: Option<String>,
}

impl StoredRecord for Task {
    const KIND: &'static str = "koodrive.task";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("share", |task| task.share.clone().into()),
        Column::new("user", |task| task.user.clone().into()),
        Column::new("kind", |task| task.kind.into()),
        Column::new("content", |task| content::column(task.archive.as_ref())),
    ];

    fn key(&self) -> &str {
        &self.id
    }
}

impl FinishedItem {
    pub(super) fn new(file: &str, path: Option<String>, source: &str, outcome: FileOutcome) -> Self {
        let (new_file, error) = match outcome {
            Ok(new_file) => (new_file, None),
            Err(code) => (None, Some(code)),
        };
        Self { file: file.to_owned(), path, source: source.to_owned(), new_file, error }
    }
}

impl Task {
    /// Creates a batch job of the caller. Its items and its archive are added by the work.
    pub(super) fn new(cx: &Context<'_>, (kind, action): (i64, Option<i64>), space: &str) -> Result<Self, ApiError> {
        Ok(Self {
            id: long_id(cx.next_number("task")?),
            share: None,
            kind,
            action,
            user: cx.caller.id.clone(),
            space: space.to_owned(),
            archive: None,
            created_at: cx.now,
            items: Vec::new(),
        })
    }

    /// Ends the task now. All its files fail, and it has no archive.
    pub(super) fn fail(&mut self, code: &str, now: i64) {
        self.archive = None;
        self.created_at = now - END;
        for item in &mut self.items {
            (item.new_file, item.error) = (None, Some(code.to_owned()));
        }
    }

    /// Packs files and stores the archive, unless there are no files.
    pub(super) fn pack(&mut self, cx: &Context<'_>, name: &str, branches: &[Branch]) -> Result<(), ApiError> {
        if !branches.is_empty() {
            self.archive = Some(archives::pack(cx, name, branches)?.id);
        }
        Ok(())
    }

    /// Returns the presigned URL of the archive, once the task is finished and as long as packages are kept.
    pub(super) fn download_url(&self, cx: &Context<'_>) -> Result<Option<PresignedUrl>, ApiError> {
        let end = self.created_at + END + i64::from(settings::package_days(cx)?) * DAY;
        let is_kept = Progress::new(self, cx.now).is_finished() && cx.now < end;
        Ok(self.archive.as_ref().filter(|_| is_kept).map(|id| content::url(cx, id)))
    }

    /// Sends the user a message when the package is ready. A visitor without sign-in gets none.
    pub(super) fn announce_package(&self, cx: &Context<'_>) -> Result<(), ApiError> {
        if self.archive.is_none() || self.user.is_empty() {
            return Ok(());
        }
        let text = settings::package_text(cx)?;
        messages::post_at(cx, &self.user, MessageType::System, text, self.created_at + END)
    }
}

/// Adds a task that packed a shared file an hour ago. Without a user, a visitor created it.
pub(crate) fn add_packed(cx: &Context<'_>, (id, user): (&str, &str), share: &str, file: &Node) -> Result<(), ApiError> {
    let mut task = Task {
        id: id.to_owned(),
        share: Some(share.to_owned()),
        kind: ShareTaskType::Package.code(),
        action: None,
        user: user.to_owned(),
        space: file.space.clone(),
        archive: None,
        created_at: cx.now - HOUR,
        items: vec![FinishedItem::new(&file.id, None, &file.space, Ok(None))],
    };
    task.pack(cx, "files.zip", &[Branch::whole(cx, file.clone())?])?;
    cx.records().insert(&task)
}

/// The outcome for a file: its ID from now on, or an error code.
pub(super) type FileOutcome = Result<Option<String>, String>;

/// Performs the work on one file. If it returns an error of the service, its changes are rolled back and the task goes on.
///
/// # Errors
/// Returns the failures of the sandbox itself.
pub(super) fn attempt(
    cx: &Context<'_>,
    work: impl FnOnce() -> Result<Option<String>, ApiError>,
) -> Result<FileOutcome, ApiError> {
    let savepoint = Transaction::begin(cx.db)?;
    match work() {
        Ok(new_file) => savepoint.commit().map(|()| Ok(Ok(new_file)))?,
        Err(error) if error.origin == ErrorOrigin::Explicit => Ok(Err(error.code)),
        Err(error) if error.origin == ErrorOrigin::Invalid => Ok(Err("13000102".to_owned())),
        Err(error) => Err(error),
    }
}

/// Finds a task of a share, or without `share` a batch job.
pub(super) fn find(cx: &Context<'_>, share: Option<&str>, id: &str) -> Result<Option<Task>, ApiError> {
    Ok(cx.records::<Task>().get(id)?.filter(|task| task.share.as_deref() == share))
}

/// The progress of a task.
pub(super) struct Progress {
    pub(super) status: JobStatus,
    pub(super) percent: u32,
    pub(super) began: Option<Timestamp>,
    pub(super) ended: Option<Timestamp>,
}

impl Progress {
    pub(super) fn new(task: &Task, now: i64) -> Self {
        let age = now - task.created_at;
        let at = |when: i64| (age >= when).then(|| times::koodrive(task.created_at + when));
        let status = match age {
            ..START => JobStatus::Waiting,
            START..END => JobStatus::Running,
            END.. => JobStatus::Finished,
        };
        let percent = (age - START).clamp(0, END - START) * 100 / (END - START);
        Self { status, percent: u32::try_from(percent).unwrap_or(100), began: at(START), ended: at(END) }
    }

    pub(super) fn is_finished(&self) -> bool {
        self.status == JobStatus::Finished
    }

    /// Returns the result of the task, or `None` while it runs.
    pub(super) fn result(&self, items: &[FinishedItem]) -> Option<JobResult> {
        let failed = items.iter().filter(|item| item.error.is_some()).count();
        self.is_finished().then_some(match failed {
            0 => JobResult::AllSucceeded,
            failed if failed < items.len() => JobResult::SomeFailed,
            _ => JobResult::AllFailed,
        })
    }

    /// Returns the progress of one file.
    pub(super) fn item_status(&self, item: &FinishedItem) -> ItemStatus {
        match (self.is_finished(), &item.error) {
            (false, _) => ItemStatus::Waiting,
            (true, None) => ItemStatus::Succeeded,
            (true, Some(_)) => ItemStatus::Failed,
        }
    }
}
