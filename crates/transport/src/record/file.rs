//! File access of recordings.

use std::fs;
use std::io;
use std::path::Path;

use super::error::RecordingError;
use crate::file::{Access, AtomicFile};

pub(super) fn read(path: &Path) -> Result<String, RecordingError> {
    fs::read_to_string(path).map_err(|error| RecordingError::io(path, "cannot read the recording", error))
}

/// Writes the file and creates its folders.
pub(super) fn write(path: &Path, text: &str) -> Result<(), RecordingError> {
    replace(path, text).map_err(|error| RecordingError::io(path, "cannot write the recording", error))
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    AtomicFile::replace(path, text.as_bytes(), Access::Owner)
}
