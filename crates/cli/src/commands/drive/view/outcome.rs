//! The outcomes of copies and changes.

use hwc_api::koodrive::ShareLink;
use hwc_api::serde_json::Value;
use hwc_drive::{SyncReport, TransferReport};
use schemars::JsonSchema;
use serde::Serialize;

use super::{DriveEntry, TransferJob, timestamp};
use crate::case::snake;

/// Two paths.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct PathPair {
    /// The path of the source.
    pub(crate) from: String,
    /// The path at the target.
    pub(crate) to: String,
}

/// A file that failed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct FailedPath {
    /// The path.
    pub(crate) path: String,
    /// The error, as on standard error.
    pub(crate) error: Value,
}

/// The result of a copy.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct CopyResult {
    /// The number of files that are at the target now.
    pub(crate) files: u64,
    /// The number of their bytes.
    pub(crate) bytes: u64,
    /// The number of files among them that were there before.
    pub(crate) unchanged: u64,
    /// The files that have another name at the target.
    pub(crate) renamed: Vec<PathPair>,
    /// The files that were not copied.
    pub(crate) failed: Vec<FailedPath>,
    /// The planned copies, with `--dry-run`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) planned: Option<Vec<PathPair>>,
}

/// The result of a synchronization.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct SyncResult {
    /// The direction: `upload` or `download`.
    direction: String,
    /// True if nothing was changed.
    dry_run: bool,
    /// The planned steps, sorted by action and path.
    plan: Vec<SyncStep>,
    /// The number of files that need no transfer.
    up_to_date: u64,
    /// The result of the transfers.
    transfers: CopyResult,
    /// The number of deleted files and folders.
    deleted: u64,
    /// True if nothing was deleted because a part of the source could not be read.
    deletions_withheld: bool,
    /// True if the changes of the drive were read from its feed.
    used_feed: bool,
}

/// A step of a synchronization.
#[derive(Clone, Debug, Serialize, JsonSchema)]
struct SyncStep {
    /// The action: `create_folder`, `add`, `update` or `delete`.
    action: String,
    /// The path from the synchronized folder.
    path: String,
    /// The bytes to transfer. 0 for other steps.
    size: u64,
}

/// Files and folders that were moved.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct MoveResult {
    /// The former paths.
    pub(crate) moved: Vec<String>,
    /// The target.
    pub(crate) to: String,
    /// True if nothing was moved.
    pub(crate) dry_run: bool,
}

/// Files and folders that were removed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct RemoveResult {
    /// The paths.
    pub(crate) removed: Vec<String>,
    /// True if the recycle bin does not have them.
    pub(crate) permanent: bool,
    /// True if nothing was removed.
    pub(crate) dry_run: bool,
}

/// A folder that was created.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct CreatedFolder {
    /// The path with the space.
    pub(crate) path: String,
    /// The ID.
    pub(crate) id: String,
}

/// Files that were restored.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct RestoreResult {
    /// The names.
    pub(crate) restored: Vec<String>,
}

/// The files of the recycle bin, or those that were restored from it.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
pub(crate) enum RestoreOutput {
    /// The files of the recycle bin.
    Bin(Vec<DriveEntry>),
    /// The files that were restored.
    Restored(RestoreResult),
}

/// Interrupted transfers that were forgotten.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct ForgottenTransfers {
    /// The number of transfers.
    pub(crate) forgotten: usize,
}

/// Transfers and jobs, or the number of forgotten transfers with `--forget`.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
pub(crate) enum JobsOutput {
    /// The transfers and jobs.
    Jobs(Vec<TransferJob>),
    /// The number of forgotten transfers.
    Forgotten(ForgottenTransfers),
}

/// A link that shares files.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct ShareResult {
    /// The ID of the share.
    pub(crate) id: Option<String>,
    /// The link to open in a browser.
    pub(crate) url: Option<String>,
    /// The code of the link.
    pub(crate) code: Option<String>,
    /// The name of the share.
    pub(crate) name: Option<String>,
    /// The time when the share expires.
    #[schemars(extend("format" = "date-time"))]
    pub(crate) expires_at: Option<String>,
}

impl From<&ShareLink> for ShareResult {
    fn from(link: &ShareLink) -> Self {
        Self {
            id: link.share_id.as_ref().map(ToString::to_string),
            url: link.link_url.clone(),
            code: link.short_url.as_ref().map(ToString::to_string),
            name: link.display_name.clone(),
            expires_at: link.expire_time.as_ref().map(timestamp),
        }
    }
}

impl SyncResult {
    /// Converts a report, with the files that failed.
    pub(crate) fn new(report: &SyncReport, failed: Vec<FailedPath>) -> Self {
        let step = |item: &hwc_drive::SyncItem| SyncStep {
            action: snake(&item.action),
            path: item.path.clone(),
            size: item.size,
        };
        Self {
            direction: snake(&report.direction),
            dry_run: report.dry_run,
            plan: report.plan.iter().map(step).collect(),
            up_to_date: report.up_to_date,
            transfers: CopyResult::new(&report.transfers, failed),
            deleted: report.deleted,
            deletions_withheld: report.deletions_withheld,
            used_feed: report.used_feed,
        }
    }
}

impl CopyResult {
    fn new(report: &TransferReport, failed: Vec<FailedPath>) -> Self {
        Self {
            files: report.files,
            bytes: report.bytes,
            unchanged: report.unchanged,
            renamed: report.renamed.iter().map(PathPair::from).collect(),
            failed,
            planned: None,
        }
    }
}

impl From<&(String, String)> for PathPair {
    fn from((from, to): &(String, String)) -> Self {
        Self { from: from.clone(), to: to.clone() }
    }
}
