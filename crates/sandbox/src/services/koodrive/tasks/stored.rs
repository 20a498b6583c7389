//! The record of a task, and its state at a time.

use hwc_models::koodrive::{UserTaskStatus, UserTaskType};
use serde::{Deserialize, Serialize};

use crate::runtime::records::{Column, Owner, StoredRecord};
use crate::services::koodrive::users::import_check::ImportRow;

/// The times at which a task starts and ends, in milliseconds after its creation.
const START: i64 = 1000;
pub(super) const END: i64 = 3000;

/// A task on users.
#[derive(Serialize, Deserialize)]
pub(in crate::services::koodrive) struct StoredTask {
    pub(in crate::services::koodrive) id: String,
    /// The administrator who started it.
    pub(in crate::services::koodrive) user: String,
    pub(in crate::services::koodrive) created_at: i64,
    /// True if all work is done.
    pub(super) is_done: bool,
    /// The error code of a failed task.
    pub(in crate::services::koodrive) failure: Option<String>,
    pub(super) work: Work,
}

/// The work of a task.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::services::koodrive) enum Work {
    /// Hand the files of a user over to another one, and delete the first one.
    HandOver {
        source: String,
        target: String,
    },
    Import(Vec<ImportRow>),
}

impl StoredRecord for StoredTask {
    const KIND: &'static str = "koodrive.user_task";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("due_at", |task| (!task.is_done).then_some(task.created_at + END).into()),
        Column::new("source", |task| task.source().map(str::to_owned).into()),
        Column::new("kind", |task| task.kind().code().into()),
    ];

    fn key(&self) -> &str {
        &self.id
    }
}

impl StoredTask {
    pub(super) fn kind(&self) -> UserTaskType {
        match self.work {
            Work::HandOver { .. } => UserTaskType::HandOver,
            Work::Import(_) => UserTaskType::ImportUsers,
        }
    }

    /// Returns true for a hand-over of files.
    pub(in crate::services::koodrive) fn is_hand_over(&self) -> bool {
        matches!(self.work, Work::HandOver { .. })
    }

    /// Ends the task now, without its work.
    pub(in crate::services::koodrive) fn fail(&mut self, code: &str, now: i64) {
        self.failure = Some(code.to_owned());
        self.is_done = true;
        self.created_at = now - END;
    }

    /// Returns the user whose files are handed over.
    fn source(&self) -> Option<&str> {
        match &self.work {
            Work::HandOver { source, .. } => Some(source),
            Work::Import(_) => None,
        }
    }

    /// Returns the name of the task.
    pub(super) fn name(&self) -> String {
        match &self.work {
            Work::HandOver { source, .. } => format!("hand-over of {source}"),
            Work::Import(rows) => format!("import of {} users", rows.len()),
        }
    }

    /// Returns the state at a time.
    pub(in crate::services::koodrive) fn status(&self, now: i64) -> UserTaskStatus {
        match now - self.created_at {
            ..START => UserTaskStatus::New,
            START..END => UserTaskStatus::Executing,
            END.. if self.failure.is_some() => UserTaskStatus::Failed,
            END.. => UserTaskStatus::Succeeded,
        }
    }

    /// Returns the time at which the work started.
    pub(super) fn started_at(&self, now: i64) -> Option<i64> {
        Some(self.created_at + START).filter(|start| *start <= now)
    }

    /// Returns the time at which the work ended.
    pub(super) fn ended_at(&self, now: i64) -> Option<i64> {
        Some(self.created_at + END).filter(|end| *end <= now)
    }
}
