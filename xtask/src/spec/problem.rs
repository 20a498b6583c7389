//! Problems of the spec, with everything needed to fix them: file, line, column, the line itself, and the expected content.

use std::fmt;
use std::path::Path;

use super::spanned::SourceLocation;

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Problem {
    /// The path of the file from the root of the repository.
    pub(crate) file: String,
    /// The position in the file.
    pub(crate) location: SourceLocation,
    /// The problem and the expected content.
    pub(crate) message: String,
    /// The text of the line.
    line: String,
}

/// A file of the spec: its name and text.
#[derive(Clone, Debug)]
pub(crate) struct SpecFile {
    /// The path from the root of the repository, with `/` on every system.
    pub(crate) name: String,
    /// The content.
    pub(crate) text: String,
}

impl SpecFile {
    /// Returns the file name without folders and extension.
    pub(crate) fn stem(&self) -> &str {
        Path::new(&self.name).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default()
    }

    /// Returns the name of the folder of the file: the group of an endpoint, or `types`.
    pub(crate) fn folder(&self) -> &str {
        self.name.rsplit('/').nth(1).unwrap_or_default()
    }

    /// Creates a problem at a position of this file.
    pub(crate) fn problem(&self, location: SourceLocation, message: impl Into<String>) -> Problem {
        let line = self.text.lines().nth(location.line.saturating_sub(1)).unwrap_or_default();
        Problem { file: self.name.clone(), location, message: message.into(), line: line.to_owned() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.location == SourceLocation::default() {
            return write!(f, "{}: {}", self.file, self.message);
        }
        write!(f, "{}:{}:{}: {}", self.file, self.location.line, self.location.column, self.message)?;
        if self.line.trim().is_empty() {
            return Ok(());
        }
        let pad = " ".repeat(self.location.column.saturating_sub(1));
        write!(f, "\n    {}\n    {pad}^", self.line)
    }
}
