//! Files, folders, spaces, versions and transfers.

use hwc_api::koodrive::{FileRevision, Job};
use hwc_drive::{DriveSpace, Entry, PendingTransfer};
use hwc_wire::{ValueRef, WireValue as _};
use schemars::JsonSchema;
use serde::Serialize;

use super::time;
use crate::case::snake;
use crate::ui::text::enum_label;

/// A file or a folder.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct DriveEntry {
    /// The path: from the listed folder, or with the space for a single file.
    pub(crate) path: String,
    /// The name.
    pub(crate) name: String,
    /// The ID.
    pub(crate) id: String,
    /// The type: `file` or `folder`.
    pub(crate) r#type: &'static str,
    /// The size in bytes.
    pub(crate) size: u64,
    /// The SHA-256 hash of the content.
    pub(crate) sha256: Option<String>,
    /// The time when the file was created.
    #[schemars(extend("format" = "date-time"))]
    pub(crate) created_at: Option<String>,
    /// The time when the content was edited.
    #[schemars(extend("format" = "date-time"))]
    pub(crate) edited_at: Option<String>,
}

/// A file or a folder with its place in the space.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct DriveEntryDetails {
    #[serde(flatten)]
    pub(crate) entry: DriveEntry,
    /// The ID of the space.
    pub(crate) space: String,
    /// The IDs of the folders around it.
    pub(crate) id_path: Option<String>,
}

/// The size of a folder or a file.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct DriveUsage {
    /// The path with the space.
    pub(crate) path: String,
    /// The sum of the sizes in bytes.
    pub(crate) size: Option<u64>,
    /// The number of files.
    pub(crate) files: Option<u64>,
    /// The number of folders.
    pub(crate) folders: Option<u64>,
}

/// A space.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct DriveSpaceEntry {
    /// The ID of the space.
    pub(crate) id: String,
    /// The name of the space or of its owner.
    pub(crate) name: Option<String>,
    /// The kind, as in `personal` or `department`.
    pub(crate) kind: String,
    /// The code of the kind.
    pub(crate) kind_code: Option<i64>,
    /// The ID of the user, department or group that owns it.
    pub(crate) owner_id: String,
    /// The capacity in GB.
    pub(crate) capacity: Option<u64>,
    /// The used bytes.
    pub(crate) used: Option<u64>,
}

/// The capacity of a space.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct DriveQuota {
    /// The ID of the space.
    pub(crate) id: String,
    /// The used bytes.
    pub(crate) used: Option<u64>,
    /// The capacity in GB.
    pub(crate) capacity: Option<u64>,
}

/// A version of a file.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct FileVersion {
    /// The ID of the version, for `--version`.
    pub(crate) id: Option<String>,
    /// The number of the version. A newer version has a larger number.
    pub(crate) number: Option<i64>,
    /// True for the newest version.
    pub(crate) is_latest: Option<bool>,
    /// True if the service does not remove the version.
    pub(crate) is_kept: Option<bool>,
    /// The reason why the version exists.
    pub(crate) reason: Option<String>,
    /// The size in bytes.
    pub(crate) size: Option<u64>,
    /// The time when the version was created.
    #[schemars(extend("format" = "date-time"))]
    pub(crate) created_at: Option<String>,
    /// The user who created it.
    pub(crate) created_by: Option<String>,
}

/// An interrupted transfer of this machine, or a batch job of the service.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub(crate) struct TransferJob {
    /// The kind: `upload` or `download`, or the kind of the job.
    pub(crate) kind: Option<String>,
    /// The state. `interrupted` for transfers.
    pub(crate) state: Option<String>,
    /// The progress in percent.
    pub(crate) progress: Option<u64>,
    /// The local file of a transfer, or the name of the job.
    pub(crate) name: Option<String>,
    /// The ID of the job.
    pub(crate) id: Option<String>,
    /// The size of the transfer in bytes.
    pub(crate) bytes: Option<u64>,
    /// The bytes that were transferred.
    pub(crate) bytes_done: Option<u64>,
}

impl DriveEntry {
    /// Converts an entry with this path.
    pub(crate) fn new(path: &str, entry: &Entry) -> Self {
        Self {
            path: path.to_owned(),
            name: entry.name.clone(),
            id: entry.id.to_string(),
            r#type: if entry.is_folder { "folder" } else { "file" },
            size: entry.size,
            sha256: entry.sha256.clone(),
            created_at: entry.created_at.map(time),
            edited_at: entry.edited_at.map(time),
        }
    }
}

impl From<&DriveSpace> for DriveSpaceEntry {
    fn from(space: &DriveSpace) -> Self {
        let kind_code = match space.kind.view() {
            ValueRef::IntEnum(code, _) => Some(code),
            _ => None,
        };
        Self {
            id: space.id.to_string(),
            name: space.name.clone(),
            kind: enum_label(&space.kind),
            kind_code,
            owner_id: space.owner.to_string(),
            capacity: space.capacity,
            used: space.used,
        }
    }
}

impl From<&DriveSpace> for DriveQuota {
    fn from(space: &DriveSpace) -> Self {
        Self { id: space.id.to_string(), used: space.used, capacity: space.capacity }
    }
}

impl From<&FileRevision> for FileVersion {
    fn from(version: &FileRevision) -> Self {
        Self {
            id: version.revision_id.as_ref().map(ToString::to_string),
            number: version.revision_version,
            is_latest: version.latest_version,
            is_kept: version.keep_forever,
            reason: version.create_reason.as_ref().map(enum_label),
            size: version.size,
            created_at: version.created_at.map(time),
            created_by: version.created_by.clone(),
        }
    }
}

impl From<&PendingTransfer> for TransferJob {
    fn from(pending: &PendingTransfer) -> Self {
        Self {
            kind: Some(snake(&pending.direction)),
            state: Some("interrupted".to_owned()),
            progress: Some(pending.done.saturating_mul(100).checked_div(pending.length).unwrap_or(0)),
            name: Some(pending.local_path.clone()),
            bytes: Some(pending.length),
            bytes_done: Some(pending.done),
            id: None,
        }
    }
}

impl From<&Job> for TransferJob {
    fn from(job: &Job) -> Self {
        Self {
            kind: job.task_type.as_ref().map(enum_label),
            state: job.status.as_ref().map(enum_label),
            progress: job.progress.map(u64::from),
            name: job.task_name.clone(),
            id: job.task_id.as_ref().map(ToString::to_string),
            ..Self::default()
        }
    }
}
