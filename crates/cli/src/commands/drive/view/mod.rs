//! The results of `hwc drive` for programs: words for states, times in RFC 3339 and IDs as text. Their JSON Schemas are
//! printed by `hwc schema`.

mod entry;
mod outcome;

use hwc_api::Timestamp;

pub(crate) use entry::{
    DriveEntry, DriveEntryDetails, DriveQuota, DriveSpaceEntry, DriveUsage, FileVersion, TransferJob,
};
pub(crate) use outcome::{
    CopyResult, CreatedFolder, FailedPath, ForgottenTransfers, JobsOutput, MoveResult, PathPair, RemoveResult,
    RestoreOutput, RestoreResult, ShareResult, SyncResult,
};

/// Formats a time in milliseconds since 1970.
pub(super) fn time(millis: i64) -> String {
    Timestamp::from_unix_millis(millis).as_str().to_owned()
}

/// Formats a time of the service. A text that is not a time with a zone is returned unchanged.
fn timestamp(value: &Timestamp) -> String {
    value.unix_millis().map_or_else(|| value.as_str().to_owned(), time)
}
