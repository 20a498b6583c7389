//! Shared parts of batch jobs and tasks on shared files. A task does its work immediately, but reports it over time: by the
//! sandbox's clock it waits for a second, runs for two and is then finished.

use hwc_models::koodrive::{ItemStatus, JobResult, JobStatus};
use hwc_wire::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row};

use crate::http::objects;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::times;
use crate::services::archive;
use crate::services::koodrive::file_store::{self, File, FileOutcome};
use crate::services::koodrive::long_id;

/// The times at which a task starts and finishes, in milliseconds after its creation.
const START: i64 = 1000;
const END: i64 = 3000;

/// A stored task.
pub(super) struct Task {
    pub(super) number: i64,
    pub(super) id: String,
    pub(super) kind: i64,
    pub(super) action: Option<i64>,
    pub(super) user: String,
    pub(super) space: String,
    pub(super) archive: Option<i64>,
    pub(super) created_at: i64,
}

/// A task to store.
pub(super) struct NewTask<'a> {
    pub(super) share: Option<&'a str>,
    pub(super) kind: i64,
    pub(super) action: Option<i64>,
    pub(super) space: &'a str,
    pub(super) archive: Option<i64>,
    pub(super) items: Vec<Item>,
}

/// The outcome for one file.
pub(super) struct Item {
    pub(super) file: String,
    pub(super) path: Option<String>,
    pub(super) source: String,
    pub(super) outcome: FileOutcome,
}

/// The stored outcome for one file.
pub(super) struct FinishedItem {
    pub(super) file: String,
    pub(super) path: Option<String>,
    pub(super) source: String,
    pub(super) new_file: Option<String>,
    pub(super) error: Option<String>,
}

/// Stores a task and returns its ID.
pub(super) fn add(cx: &Context<'_>, task: &NewTask<'_>) -> Result<String, ApiError> {
    let id = long_id(cx.next_number("task")?);
    cx.db.execute(
        "INSERT INTO tasks (id, share, kind, action, user, space, archive, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        (&id, task.share, task.kind, task.action, &cx.caller.id, task.space, task.archive, cx.now),
    )?;
    let number = cx.db.last_insert_rowid();
    for (position, item) in task.items.iter().enumerate() {
        let (new_file, error) = (item.outcome.as_ref().ok().cloned().flatten(), item.outcome.as_ref().err());
        cx.db.execute(
            "INSERT INTO task_items (task, position, file, path, source, new_file, error)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            (number, position, &item.file, &item.path, &item.source, new_file, error),
        )?;
    }
    Ok(id)
}

/// Packs files and stores the archive. Returns `None` if there are no files.
pub(super) fn pack(db: &Connection, name: &str, found: &[File]) -> Result<Option<i64>, ApiError> {
    if found.is_empty() {
        return Ok(None);
    }
    let contents = found.iter().map(|file| file_store::read(db, file)).collect::<Result<Vec<_>, _>>()?;
    Ok(Some(objects::put(db, name, &archive::pack(&contents)?)?))
}

/// Finds a task of a share, or without `share` a batch job.
pub(super) fn find(db: &Connection, share: Option<&str>, id: &str) -> rusqlite::Result<Option<Task>> {
    let mut statement = db.prepare_cached("SELECT * FROM tasks WHERE id = ?1 AND share IS ?2")?;
    statement.query_row((id, share), task).optional()
}

/// Reads a row of `tasks`.
pub(super) fn task(row: &Row<'_>) -> rusqlite::Result<Task> {
    Ok(Task {
        number: row.get("number")?,
        id: row.get("id")?,
        kind: row.get("kind")?,
        action: row.get("action")?,
        user: row.get("user")?,
        space: row.get("space")?,
        archive: row.get("archive")?,
        created_at: row.get("created_at")?,
    })
}

/// Returns the files of a task.
pub(super) fn items(db: &Connection, task: &Task) -> rusqlite::Result<Vec<FinishedItem>> {
    let mut statement = db.prepare_cached("SELECT * FROM task_items WHERE task = ?1 ORDER BY position")?;
    let rows = statement.query_map([task.number], |row| {
        let (file, path, source) = (row.get("file")?, row.get("path")?, row.get("source")?);
        Ok(FinishedItem { file, path, source, new_file: row.get("new_file")?, error: row.get("error")? })
    })?;
    rows.collect()
}

/// The progress of a task.
pub(super) struct Progress {
    pub(super) status: JobStatus,
    pub(super) percent: u32,
    pub(super) began: Option<Timestamp>,
    pub(super) ended: Option<Timestamp>,
}

impl Progress {
    pub(super) fn of(task: &Task, now: i64) -> Self {
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
    pub(super) fn of_item(&self, item: &FinishedItem) -> ItemStatus {
        match (self.is_finished(), &item.error) {
            (false, _) => ItemStatus::Waiting,
            (true, None) => ItemStatus::Succeeded,
            (true, Some(_)) => ItemStatus::Failed,
        }
    }
}
