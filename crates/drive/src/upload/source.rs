//! Sources of uploads: local files, and streams whose content is stored in a temporary file first.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use crate::error::{Error, Result};
use crate::local::FileStamp;

/// The beginning of the names of temporary files.
pub(super) const SPOOL_PREFIX: &str = "hwc-spool-";

/// A source of an upload.
#[derive(Debug)]
pub struct UploadSource {
    path: PathBuf,
    label: String,
    /// The temporary file of a stream, which is deleted with the source.
    spool: Option<TempPath>,
}

impl UploadSource {
    /// Creates a source of a local file.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        Self { label: path.display().to_string(), path, spool: None }
    }

    /// Reads a stream to its end into a temporary file, since the service needs the length first. Blocks. The file is deleted
    /// with the source.
    ///
    /// # Errors
    /// Returns [`Error::Io`] if the stream cannot be read or the file cannot be written.
    pub fn spool(mut stream: impl Read, label: impl Into<String>) -> Result<Self> {
        let label = label.into();
        let failed = |source| Error::Io { action: "store", path: label.clone(), source };
        let mut file = NamedTempFile::with_prefix(SPOOL_PREFIX).map_err(failed)?;
        io::copy(&mut stream, &mut file).map_err(failed)?;
        Ok(Self::temporary(file.into_temp_path(), label))
    }

    /// Creates a source of a temporary file, which is deleted with the source.
    pub(super) fn temporary(file: TempPath, label: String) -> Self {
        Self { path: file.to_path_buf(), label, spool: Some(file) }
    }

    /// Returns the text that names the source in events and errors.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Returns true if the source does not outlive the program, so that an upload of it cannot be resumed.
    pub(super) fn is_temporary(&self) -> bool {
        self.spool.is_some()
    }

    /// Reads the stamp of the file.
    pub(super) fn stamp(&self) -> Result<FileStamp> {
        let found = fs::metadata(&self.path).map_err(|error| Error::io("read", &self.path, error))?;
        if found.is_file() {
            return Ok(FileStamp::of(&found));
        }
        Err(Error::WrongKind { path: self.label.clone(), expected: "file" })
    }

    /// Returns the absolute path, which names the source in the journal.
    pub(super) fn absolute(&self) -> String {
        let path = std::path::absolute(&self.path).unwrap_or_else(|_| self.path.clone());
        path.to_string_lossy().into_owned()
    }
}
