//! A private temporary file for the state of a served sandbox without a file of its own.
//!
//! SQLite has no reader beside a writer in memory: a shared cache locks tables, and the `memdb` file system locks the
//! database. A file with a write-ahead log has both.

use std::path::PathBuf;

use tempfile::TempDir;

/// Creates a temporary folder that its user alone can read. It is deleted on drop.
pub(super) fn temporary_folder(prefix: &str) -> std::io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.prefix(prefix).tempdir()
}

/// A folder for one database, readable by the user alone. It is deleted on drop.
pub(super) struct PrivateFolder(TempDir);

impl PrivateFolder {
    pub(super) fn create() -> std::io::Result<Self> {
        temporary_folder("hwc-sandbox-").map(Self)
    }

    /// Returns the path of the database.
    pub(super) fn database(&self) -> PathBuf {
        self.0.path().join("state.db")
    }

    /// Deletes the folder while its files are open, so that it does not remain if the process is killed. Returns the folder
    /// on systems that do not delete open files.
    pub(super) fn unlink(self) -> Option<Self> {
        if !cfg!(unix) {
            return Some(self);
        }
        // A folder that cannot be deleted now cannot be deleted later either.
        let _ = self.0.close();
        None
    }
}
