//! Where a long export stands, in a small file. It holds how long the output was then, so that what was written after it is
//! written once only.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use clap::ValueEnum;
use hwc_api::serde_json::{self, Value, json};
use hwc_api::tickets::Checkpoint;

use super::Format;
use super::bounds::Bounds;
use crate::failure::Failure;

/// Where an export stands.
#[derive(Debug)]
pub(super) struct State {
    /// After which ticket; none before the first.
    pub(super) checkpoint: Option<Checkpoint>,
    /// How many bytes of the output count.
    pub(super) bytes: u64,
    /// What they are.
    pub(super) format: Format,
    /// Which tickets are exported, but for times.
    pub(super) filter: Value,
    /// Of which time.
    pub(super) bounds: Bounds,
    /// Whether all tickets of that time were written.
    pub(super) done: bool,
}

impl State {
    /// Reads it; `None` when there is no such file yet.
    pub(super) fn read(path: &Path) -> Result<Option<Self>, Failure> {
        let text = match fs::read(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Failure::file(path, "read", &error)),
        };
        let wrong = || Failure::usage(format!("{} is no state of an export", path.display()));
        Self::parse(&text).map(Some).ok_or_else(wrong)
    }

    /// The state of the run after this one, for which `asked` is asked.
    pub(super) fn next(self, asked: Self) -> Result<Self, Failure> {
        if self.format != asked.format {
            return Err(Failure::usage("the export was begun in another format"));
        }
        if self.filter != asked.filter {
            let text = "the export was begun with another filter: use the same one, or remove the state to begin anew";
            return Err(Failure::usage(text));
        }
        let bounds = self.bounds.next(&asked.bounds, self.done)?;
        let checkpoint = self.checkpoint.filter(|_| !self.done);
        Ok(Self { checkpoint, bytes: self.bytes, bounds, done: false, ..asked })
    }

    fn parse(text: &[u8]) -> Option<Self> {
        let json: Value = serde_json::from_slice(text).ok()?;
        let checkpoint = match &json["checkpoint"] {
            Value::Null => None,
            checkpoint => Some(checkpoint.as_str()?.parse().ok()?),
        };
        let format = Format::from_str(json["format"].as_str()?, false).ok()?;
        let (bytes, done) = (json["bytes"].as_u64()?, json["done"].as_bool()?);
        let bounds = Bounds::from_json(&json)?;
        Some(Self { checkpoint, bytes, format, filter: json["filter"].clone(), bounds, done })
    }

    /// Writes it as a whole or not at all.
    pub(super) fn write(&self, path: &Path) -> Result<(), Failure> {
        let checkpoint = self.checkpoint.as_ref().map(ToString::to_string);
        let format = self.format.to_possible_value().map(|format| format.get_name().to_owned());
        let mut json = json!({
            "checkpoint": checkpoint,
            "bytes": self.bytes,
            "format": format,
            "filter": self.filter,
            "done": self.done,
        });
        self.bounds.put(&mut json);
        let text = json.to_string();
        let partial = beside(path);
        let written = fs::write(&partial, text).and_then(|()| fs::rename(&partial, path));
        written.map_err(|error| Failure::file(path, "written", &error))
    }
}

/// The name of a file that is not complete yet. It is short, however long the final one is.
pub(super) fn beside(path: &Path) -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    path.with_file_name(format!(".hwc-{}-{count}.part", std::process::id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_parts_are_short_and_differ() {
        let long = PathBuf::from(format!("folder/{}", "x".repeat(255)));
        let (one, other) = (beside(&long), beside(&long));
        assert_ne!(one, other);
        assert_eq!(one.parent(), long.parent());
        assert!(one.file_name().is_some_and(|name| name.len() < 40), "{one:?}");
    }
}
