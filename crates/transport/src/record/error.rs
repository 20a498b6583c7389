//! The error type of recordings.

use std::io;
use std::path::{Path, PathBuf};

use super::cursor::FormatError;

/// The error of a recording that could not be read or written.
///
/// `Display` is one line with the file, if there is one, and the location of the problem. It does not contain any
/// contents.
#[derive(Debug, thiserror::Error)]
#[error("{}{problem}", .path.as_ref().map(|path| format!("{}: ", path.display())).unwrap_or_default())]
pub struct RecordingError {
    path: Option<PathBuf>,
    problem: String,
    source: Option<io::Error>,
}

impl RecordingError {
    /// Returns true if the file could not be read or written. Otherwise its text is not a recording.
    #[must_use]
    pub fn is_io(&self) -> bool {
        self.source.is_some()
    }

    pub(super) fn syntax(error: &serde_json::Error) -> Self {
        // A tree accepts any JSON, so these errors are about syntax and do not quote the text.
        Self { path: None, problem: format!("not valid JSON: {error}"), source: None }
    }

    pub(super) fn format(error: FormatError) -> Self {
        Self { path: None, problem: error.0, source: None }
    }

    pub(super) fn io(path: &Path, problem: &str, source: io::Error) -> Self {
        Self { path: Some(path.to_owned()), problem: problem.to_owned(), source: Some(source) }
    }

    pub(super) fn in_file(mut self, path: &Path) -> Self {
        self.path = Some(path.to_owned());
        self
    }
}
