//! Reports of copies and synchronizations.

use hwc_api::serde_json::Value;
use hwc_drive::{SyncAction, SyncReport, TransferDirection};
use schemars::JsonSchema;
use serde::Serialize;

use crate::error::{CliError, ErrorMembers};

/// The result of a copy.
#[derive(Debug, Serialize, JsonSchema)]
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
    pub(crate) failed: Vec<FailedFile>,
    /// The planned copies of a dry run.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) planned: Vec<PathPair>,
}

/// A source and a target.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct PathPair {
    /// The source.
    pub(crate) from: String,
    /// The target.
    pub(crate) to: String,
}

impl From<(String, String)> for PathPair {
    fn from((from, to): (String, String)) -> Self {
        Self { from, to }
    }
}

/// A file that was not transferred.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct FailedFile {
    /// The path.
    pub(crate) path: String,
    /// The error, as `hwc schema error` describes it.
    #[schemars(with = "ErrorMembers")]
    pub(crate) error: Value,
}

impl FailedFile {
    /// Converts failed files.
    pub(crate) fn list(failed: &[(String, CliError)]) -> Vec<Self> {
        failed.iter().map(|(path, error)| Self { path: path.clone(), error: error.json() }).collect()
    }
}

/// The result of a synchronization.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct SyncResult {
    /// The direction: `upload` or `download`.
    direction: &'static str,
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

/// A planned step.
#[derive(Debug, Serialize, JsonSchema)]
struct SyncStep {
    /// The action: `create_folder`, `add`, `update` or `delete`.
    action: &'static str,
    /// The path from the synchronized folder.
    path: String,
    /// The bytes to transfer.
    size: u64,
}

impl SyncResult {
    /// Converts a report. Failed files are passed as errors of the command.
    pub(crate) fn new(report: &SyncReport, failed: &[(String, CliError)]) -> Self {
        let SyncReport { transfers, plan, .. } = report;
        let step = |item: &hwc_drive::SyncItem| SyncStep {
            action: action_name(item.action),
            path: item.path.clone(),
            size: item.size,
        };
        Self {
            direction: if report.direction == TransferDirection::Upload { "upload" } else { "download" },
            dry_run: report.dry_run,
            plan: plan.iter().map(step).collect(),
            up_to_date: report.up_to_date,
            transfers: CopyResult {
                files: transfers.files,
                bytes: transfers.bytes,
                unchanged: transfers.unchanged,
                renamed: transfers.renamed.iter().cloned().map(PathPair::from).collect(),
                failed: FailedFile::list(failed),
                planned: Vec::new(),
            },
            deleted: report.deleted,
            deletions_withheld: report.deletions_withheld,
            used_feed: report.used_feed,
        }
    }
}

/// Returns the name of an action.
fn action_name(action: SyncAction) -> &'static str {
    match action {
        SyncAction::CreateFolder => "create_folder",
        SyncAction::Add => "add",
        SyncAction::Update => "update",
        _ => "delete",
    }
}
