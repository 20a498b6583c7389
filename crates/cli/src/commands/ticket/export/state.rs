//! The state file of a long export. It contains the length of the output at that time. Anything written after that is
//! cut off and written again.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use clap::ValueEnum;
use hwc_api::serde_json::{self, Value, json};
use hwc_api::tickets::Checkpoint;
use hwc_api::transport::file::{Access, AtomicFile};

use super::Format;
use super::bounds::Bounds;
use crate::failure::Failure;

/// The progress of an export.
#[derive(Debug)]
pub(super) struct State {
    /// The position after the last written ticket. `None` before the first ticket.
    pub(super) checkpoint: Option<Checkpoint>,
    /// The number of valid bytes of the output.
    pub(super) bytes: u64,
    /// The format of the output.
    pub(super) format: Format,
    /// The filter, without times.
    pub(super) filter: Value,
    /// The time range.
    pub(super) bounds: Bounds,
    /// True if all tickets of the time range were written.
    pub(super) done: bool,
}

impl State {
    /// Reads the state. Returns `None` if the file does not exist yet.
    pub(super) fn read(path: &Path) -> Result<Option<Self>, Failure> {
        let text = match fs::read(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Failure::file(path, "read", &error)),
        };
        let wrong = || Failure::usage(format!("{} is no state of an export", path.display()));
        Self::parse(&text).map(Some).ok_or_else(wrong)
    }

    /// Returns the state of the next run. `asked` is the state for the current options.
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

    /// Writes the state atomically. It is written after each ticket, so it is not synced to disk.
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
        let written = AtomicFile::create(path, Access::Owner).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.commit()
        });
        written.map_err(|error| Failure::file(path, "written", &error))
    }
}
