//! Temporary files for contents that arrive in pieces, before their length is known.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};

use hwc_api::transport::bytes::Bytes;
use hwc_transport::blocking::spawn;
use tempfile::{NamedTempFile, TempPath};

use super::UploadSource;
use super::source::SPOOL_PREFIX;
use crate::error::{Error, Result};

/// A temporary file that is written in pieces and uploaded then. It is deleted when it is dropped, and with the
/// [`UploadSource`].
///
/// Only the user of the program can read the file. It is in the directory for temporary files: set `TMPDIR` if that is in
/// memory or too small.
#[derive(Debug)]
pub struct SpoolFile {
    /// The file, unless a write was canceled or failed.
    file: Option<File>,
    path: TempPath,
    length: u64,
}

impl SpoolFile {
    /// Creates an empty file.
    ///
    /// # Errors
    /// Returns [`Error::Io`] if it cannot be created.
    pub async fn create() -> Result<Self> {
        let created = spawn(|| NamedTempFile::with_prefix(SPOOL_PREFIX)).await.and_then(|created| created);
        let (file, path) = created.map_err(|error| Error::io("create", &std::env::temp_dir(), error))?.into_parts();
        Ok(Self { file: Some(file), path, length: 0 })
    }

    /// Returns the length in bytes.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.length
    }

    /// Returns true if the file is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Writes a piece at a position. The gap after the end of the file, if there is one, is filled with zeros.
    ///
    /// # Errors
    /// Returns [`Error::Io`] if the file cannot be written, and after a write that failed or was canceled.
    pub async fn write_at(&mut self, position: u64, piece: Bytes) -> Result<()> {
        let failed = |error| Error::io("write", &self.path, error);
        let mut file = self.file.take().ok_or_else(|| failed(io::Error::other("an earlier write failed")))?;
        let end = position + piece.len() as u64;
        let written = spawn(move || {
            file.seek(SeekFrom::Start(position))?;
            file.write_all(&piece)?;
            Ok(file)
        });
        self.file = Some(written.await.and_then(|written| written).map_err(failed)?);
        self.length = self.length.max(end);
        Ok(())
    }

    /// Converts the file to a source of an upload. The label names it in events and errors.
    #[must_use]
    pub fn into_source(self, label: impl Into<String>) -> UploadSource {
        UploadSource::temporary(self.path, label.into())
    }
}
