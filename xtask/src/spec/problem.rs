//! What is wrong with the spec, told so that it can be mended: file, line, column, the line itself, what would be right.

use std::fmt;
use std::path::Path;

use super::at::Place;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Problem {
    /// The file, from the root of the repository.
    pub(crate) file: String,
    /// Where in it.
    pub(crate) place: Place,
    /// What is wrong and what would be right.
    pub(crate) message: String,
    /// The line itself.
    line: String,
}

/// A file of the spec: its name and text.
#[derive(Clone, Debug)]
pub(crate) struct File {
    /// Its path from the root of the repository, with `/` on every system.
    pub(crate) name: String,
    /// What stands in it.
    pub(crate) text: String,
}

impl File {
    /// The name without folders and ending.
    pub(crate) fn stem(&self) -> &str {
        Path::new(&self.name).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default()
    }

    /// A problem at a place of this file.
    pub(crate) fn problem(&self, place: Place, message: impl Into<String>) -> Problem {
        let line = self.text.lines().nth(place.line.saturating_sub(1)).unwrap_or_default();
        Problem { file: self.name.clone(), place, message: message.into(), line: line.to_owned() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place == Place::default() {
            return write!(f, "{}: {}", self.file, self.message);
        }
        write!(f, "{}:{}:{}: {}", self.file, self.place.line, self.place.column, self.message)?;
        if self.line.trim().is_empty() {
            return Ok(());
        }
        let pad = " ".repeat(self.place.column.saturating_sub(1));
        write!(f, "\n    {}\n    {pad}^", self.line)
    }
}
