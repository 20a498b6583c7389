//! The plan and the result of a synchronization.

use crate::journal::TransferDirection;
use crate::report::TransferReport;

/// A step of a synchronization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SyncAction {
    /// A folder is created.
    CreateFolder,
    /// A file is transferred that the target does not have.
    Add,
    /// A file is transferred that differs at the target.
    Update,
    /// A file or folder is deleted that the source does not have.
    Delete,
}

/// A planned step.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct SyncItem {
    /// The step.
    pub action: SyncAction,
    /// The path from the synchronized folder.
    pub path: String,
    /// The bytes to transfer. 0 for other steps.
    pub size: u64,
}

/// The report of a synchronization.
#[derive(Debug, serde::Serialize)]
#[must_use = "some of the files may have failed"]
#[non_exhaustive]
pub struct SyncReport {
    /// The direction.
    pub direction: TransferDirection,
    /// True if nothing was changed.
    pub dry_run: bool,
    /// The planned steps, sorted by action and path.
    pub plan: Vec<SyncItem>,
    /// The number of files that need no transfer.
    pub up_to_date: u64,
    /// The result of the transfers.
    pub transfers: TransferReport,
    /// The number of deleted files and folders.
    pub deleted: u64,
    /// True if nothing was deleted because a part of the source could not be read.
    pub deletions_withheld: bool,
    /// True if the changes of the drive were read from its feed.
    pub used_feed: bool,
}

impl SyncReport {
    pub(super) fn new(direction: TransferDirection, dry_run: bool) -> Self {
        let transfers = TransferReport::default();
        Self {
            direction,
            dry_run,
            plan: Vec::new(),
            up_to_date: 0,
            transfers,
            deleted: 0,
            deletions_withheld: false,
            used_feed: false,
        }
    }

    pub(super) fn plan(&mut self, action: SyncAction, path: &str, size: u64) {
        self.plan.push(SyncItem { action, path: path.to_owned(), size });
    }

    /// Returns true if all steps succeeded.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.transfers.failed.is_empty()
    }
}
