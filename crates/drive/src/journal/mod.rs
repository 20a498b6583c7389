//! The journal of transfers: a SQLite database that knows which parts were transferred, so that a transfer can be resumed after
//! any interruption.
//!
//! It has no presigned URLs and no credentials. A part is marked as done after the service or the disk has it, so a crash
//! repeats at most the parts that were in flight.

mod claims;
mod downloads;
mod feeds;
mod owner;
mod schema;
#[cfg(test)]
mod tests;
mod transfers;
mod uploads;

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use crate::error::{Error, Result};
pub(crate) use downloads::{DownloadRecord, part_name};
pub(crate) use feeds::FeedRecord;
use owner::Owner;
pub(crate) use uploads::UploadRecord;

/// The journal of transfers. Clones share it, and several processes can use one file.
///
/// ```
/// use hwc_drive::Journal;
///
/// let journal = Journal::in_memory()?;
/// assert!(journal.pending()?.is_empty());
/// # Ok::<(), hwc_drive::Error>(())
/// ```
#[derive(Clone)]
pub struct Journal(Arc<Inner>);

struct Inner {
    path: Option<PathBuf>,
    db: Mutex<Connection>,
    owner: Owner,
    /// The keys of the transfers of this journal that run now.
    active: Mutex<BTreeSet<String>>,
}

/// The direction of a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TransferDirection {
    /// From this machine to the drive.
    Upload,
    /// From the drive to this machine.
    Download,
}

/// A transfer that did not end. Starting it again resumes it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct PendingTransfer {
    /// The direction.
    pub direction: TransferDirection,
    /// The local file.
    pub local_path: String,
    /// The name of the file in the drive.
    pub name: String,
    /// The size in bytes.
    pub length: u64,
    /// The number of bytes in the parts that were transferred.
    pub done: u64,
}

impl Journal {
    /// Opens the journal at `path`, and creates it and its directory if needed. Other users cannot read it.
    ///
    /// # Errors
    /// Returns [`Error::Journal`] if the file cannot be used, or was written by a newer version.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let failed = |error: &dyn fmt::Display| Error::Journal { reason: format!("{}: {error}", path.display()) };
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| failed(&error))?;
        }
        owner::create_private(path).map_err(|error| failed(&error))?;
        let owner = Owner::register(path).map_err(|error| failed(&error))?;
        let db = Connection::open(path).map_err(|error| failed(&error))?;
        Self::with(db, owner, Some(path.to_owned())).map_err(|error| failed(&error))
    }

    /// Creates a journal in memory. Transfers cannot be resumed after the process ends.
    ///
    /// # Errors
    /// Returns [`Error::Journal`] if SQLite fails.
    pub fn in_memory() -> Result<Self> {
        Self::with(Connection::open_in_memory()?, Owner::alone(), None)
    }

    fn with(mut db: Connection, owner: Owner, path: Option<PathBuf>) -> Result<Self> {
        schema::prepare(&mut db)?;
        Ok(Self(Arc::new(Inner { path, db: Mutex::new(db), owner, active: Mutex::default() })))
    }

    /// Returns the transfers that did not end, uploads first.
    ///
    /// # Errors
    /// Returns [`Error::Journal`] if the journal cannot be read.
    pub fn pending(&self) -> Result<Vec<PendingTransfer>> {
        let db = self.db();
        let mut pending = uploads::TABLES.pending(&db)?;
        pending.extend(downloads::TABLES.pending(&db)?);
        Ok(pending)
    }

    /// Forgets the transfers that did not end and run nowhere, and removes the partial files of downloads. Returns their number.
    ///
    /// The service deletes the parts of an upload itself after some time.
    ///
    /// # Errors
    /// Returns [`Error::Journal`] if the journal cannot be changed.
    pub fn forget_pending(&self) -> Result<usize> {
        let mut keys = uploads::TABLES.keys(&self.db())?;
        keys.extend(downloads::TABLES.keys(&self.db())?);
        let mut forgotten = 0;
        for key in keys {
            let Ok(_claim) = self.claim(&key, &key) else { continue };
            if let Some(download) = self.find_download(&key)? {
                // A file that is gone already is as good as removed.
                let _ = std::fs::remove_file(Path::new(&download.target).with_file_name(downloads::part_name(&key)));
            }
            self.remove_upload(&key)?;
            self.remove_download(&key)?;
            forgotten += 1;
        }
        Ok(forgotten)
    }

    fn db(&self) -> MutexGuard<'_, Connection> {
        self.0.db.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn active(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.0.active.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Journal").field("path", &self.0.path).finish_non_exhaustive()
    }
}
