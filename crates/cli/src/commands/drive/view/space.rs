//! Spaces and jobs.

use hwc_api::koodrive;
use hwc_drive::{DriveSpace, PendingTransfer, TransferDirection};
use schemars::JsonSchema;
use serde::Serialize;

use crate::ui::text::enum_label;

/// A space.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Space {
    /// The ID.
    pub(crate) id: String,
    /// The name of the space or of its owner.
    pub(crate) name: Option<String>,
    /// The kind: `personal`, `department` or `group`.
    pub(crate) kind: String,
    /// The ID of the user, department or group that owns it.
    pub(crate) owner: String,
    /// The used bytes.
    pub(crate) used: Option<u64>,
    /// The capacity in the unit of the service.
    pub(crate) capacity: Option<u64>,
}

impl From<&DriveSpace> for Space {
    fn from(space: &DriveSpace) -> Self {
        Self {
            id: space.id.to_string(),
            name: space.name.clone(),
            kind: enum_label(&space.kind),
            owner: space.owner.to_string(),
            used: space.used,
            capacity: space.capacity,
        }
    }
}

/// The capacity of a space.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct SpaceQuota {
    /// The ID of the space.
    pub(crate) id: String,
    /// The used bytes.
    pub(crate) used: Option<u64>,
    /// The capacity in the unit of the service.
    pub(crate) capacity: Option<u64>,
}

/// A transfer of this machine that did not end, or a batch job of the service.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Job {
    /// The kind: `upload` or `download`, or that of the batch job.
    pub(crate) kind: Option<String>,
    /// The state: `interrupted` or `forgotten`, or that of the batch job.
    pub(crate) state: Option<String>,
    /// The progress in percent.
    pub(crate) progress: Option<u64>,
    /// The local file, or the name of the job.
    pub(crate) name: Option<String>,
    /// The ID of the batch job.
    pub(crate) id: Option<String>,
    /// The size of the file in bytes.
    pub(crate) bytes: Option<u64>,
    /// The number of bytes that were transferred.
    pub(crate) bytes_done: Option<u64>,
}

impl Job {
    /// Converts a transfer that did not end.
    pub(crate) fn transfer(pending: &PendingTransfer, state: &str) -> Self {
        let kind = match pending.direction {
            TransferDirection::Upload => "upload",
            _ => "download",
        };
        Self {
            kind: Some(kind.to_owned()),
            state: Some(state.to_owned()),
            progress: Some(pending.done.saturating_mul(100).checked_div(pending.length).unwrap_or(0)),
            name: Some(pending.local_path.clone()),
            id: None,
            bytes: Some(pending.length),
            bytes_done: Some(pending.done),
        }
    }
}

impl From<koodrive::Job> for Job {
    fn from(job: koodrive::Job) -> Self {
        Self {
            kind: job.task_type.as_ref().map(enum_label),
            state: job.status.as_ref().map(enum_label),
            progress: job.progress.map(u64::from),
            name: job.task_name,
            id: job.task_id.map(|id| id.to_string()),
            bytes: None,
            bytes_done: None,
        }
    }
}
