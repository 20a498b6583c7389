//! The results of drive commands for programs: the same keys in all of them, words for kinds and states, times in RFC 3339, IDs as
//! text and sizes in bytes. Their JSON Schemas are printed by `hwc schema`.

mod entry;
mod outcome;
mod space;
mod transfer;

use hwc_api::Timestamp;

pub(crate) use entry::{DriveEntry, EntryDetails, FolderUsage, Version};
pub(crate) use outcome::{CreatedFolder, MoveResult, RemoveResult, ShareResult};
pub(crate) use space::{Job, Space, SpaceQuota};
pub(crate) use transfer::{CopyResult, FailedFile, PathPair, SyncResult};

/// Formats a time in milliseconds since 1970.
pub(super) fn time(millis: i64) -> String {
    Timestamp::from_unix_millis(millis).as_str().to_owned()
}
