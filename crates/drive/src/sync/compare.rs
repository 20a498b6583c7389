//! Finding out if a local file and a file in a drive are the same.

use hwc_transport::blocking::spawn;

use super::SyncComparison;
use crate::entry::Entry;
use crate::error::{Error, Result};
use crate::local::LocalFile;
use crate::transfer::{HashPlan, hash_file};

/// The tolerance of times in milliseconds: some file systems store seconds, and FAT even ones.
const TOLERANCE: i64 = 2000;

/// Returns true if a file in the drive need not be sent again.
pub(super) async fn is_sent(local: &LocalFile, remote: &Entry, by: SyncComparison) -> Result<bool> {
    if local.stamp.length != remote.size {
        return Ok(false);
    }
    match by {
        SyncComparison::SizeAndTime => {
            Ok(remote.edited_at.is_some_and(|edited| edited >= local.stamp.modified_millis()))
        }
        SyncComparison::Hash => has_same_hash(local, remote).await,
    }
}

/// Returns true if a local file need not be received again.
pub(super) async fn is_received(local: &LocalFile, remote: &Entry, by: SyncComparison) -> Result<bool> {
    if local.stamp.length != remote.size {
        return Ok(false);
    }
    let is_close = |edited: i64| edited.abs_diff(local.stamp.modified_millis()) <= TOLERANCE.unsigned_abs();
    if by == SyncComparison::SizeAndTime && remote.edited_at.is_some_and(is_close) {
        return Ok(true);
    }
    has_same_hash(local, remote).await
}

/// Compares the content. A file without a hash in the drive counts as different.
async fn has_same_hash(local: &LocalFile, remote: &Entry) -> Result<bool> {
    let Some(expected) = remote.sha256.clone() else { return Ok(false) };
    let plan = HashPlan { length: local.stamp.length, part_size: u64::MAX, proof_number: None };
    let path = local.path.clone();
    let hash = spawn(move || hash_file(&path, plan)).await.and_then(|hash| hash);
    let hash = hash.map_err(|error| match error.kind() {
        std::io::ErrorKind::UnexpectedEof => Error::Changed { path: local.relative.clone() },
        _ => Error::io("read", &local.path, error),
    });
    Ok(hash?.sha256 == expected)
}
