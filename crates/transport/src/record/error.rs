//! Why a recording could not be read or written.

use std::io;
use std::path::{Path, PathBuf};

use super::node::Wrong;

/// A recording that could not be read or written.
///
/// `Display` is one line: the file, where there is one, and what is wrong where. No contents are in it.
#[derive(Debug, thiserror::Error)]
#[error("{}{what}", .path.as_ref().map(|path| format!("{}: ", path.display())).unwrap_or_default())]
pub struct RecordingError {
    path: Option<PathBuf>,
    what: String,
    source: Option<io::Error>,
}

impl RecordingError {
    /// Whether the file could not be read or written. Otherwise its text is no recording.
    #[must_use]
    pub fn is_io(&self) -> bool {
        self.source.is_some()
    }

    pub(super) fn syntax(error: &serde_json::Error) -> Self {
        // A tree takes any JSON, so these errors are about syntax and repeat nothing of the text.
        Self { path: None, what: format!("it is no JSON: {error}"), source: None }
    }

    pub(super) fn wrong(wrong: Wrong) -> Self {
        Self { path: None, what: wrong.0, source: None }
    }

    pub(super) fn io(path: &Path, what: &str, source: io::Error) -> Self {
        Self { path: Some(path.to_owned()), what: what.to_owned(), source: Some(source) }
    }

    pub(super) fn in_file(mut self, path: &Path) -> Self {
        self.path = Some(path.to_owned());
        self
    }
}
