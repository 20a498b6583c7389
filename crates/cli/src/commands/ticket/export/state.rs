//! The state file of a long export. It contains the length of the output at that time. Anything written after that is
//! cut off and written again.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use hwc_api::serde_json::{self, Value, json};
use hwc_api::tickets::Checkpoint;
use hwc_transport::file::{Access, AtomicFile};

use super::range::ExportRange;
use crate::error::CliError;
use crate::ui::format::Format;

/// The progress of an export.
#[derive(Debug)]
pub(super) struct ExportState {
    /// The position after the last written ticket. `None` before the first ticket.
    pub(super) checkpoint: Option<Checkpoint>,
    /// The number of valid bytes of the output.
    pub(super) bytes: u64,
    /// The format of the output.
    pub(super) format: Format,
    /// The filter, without times.
    pub(super) filter: Value,
    /// The time range.
    pub(super) range: ExportRange,
    /// True if all tickets of the time range were written.
    pub(super) done: bool,
}

impl ExportState {
    /// Reads the state. Returns `None` if the file does not exist yet.
    pub(super) fn read(path: &Path) -> Result<Option<Self>, CliError> {
        let text = match fs::read(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(CliError::file("read", path, &error)),
        };
        let invalid = || CliError::usage(format!("{} is not the state file of an export", path.display()));
        Self::parse(&text).map(Some).ok_or_else(invalid)
    }

    /// Returns the state of the next run. `requested` is the state for the current options.
    pub(super) fn next(self, requested: Self) -> Result<Self, CliError> {
        if self.format != requested.format {
            return Err(CliError::usage("the export was started with another --output format"));
        }
        if self.filter != requested.filter {
            let text = "the export was started with another filter; use the same filter, or delete the state file to start again";
            return Err(CliError::usage(text));
        }
        let range = self.range.next(&requested.range, self.done)?;
        let checkpoint = self.checkpoint.filter(|_| !self.done);
        Ok(Self { checkpoint, bytes: self.bytes, range, done: false, ..requested })
    }

    fn parse(text: &[u8]) -> Option<Self> {
        let json: Value = serde_json::from_slice(text).ok()?;
        let checkpoint = match &json["checkpoint"] {
            Value::Null => None,
            checkpoint => Some(checkpoint.as_str()?.parse().ok()?),
        };
        let format = Format::find(json["format"].as_str()?)?;
        let (bytes, done) = (json["bytes"].as_u64()?, json["done"].as_bool()?);
        let range = ExportRange::from_json(&json)?;
        Some(Self { checkpoint, bytes, format, filter: json["filter"].clone(), range, done })
    }

    /// Writes the state atomically. It is written after each ticket, so it is not synced to disk.
    pub(super) fn write(&self, path: &Path) -> Result<(), CliError> {
        let checkpoint = self.checkpoint.as_ref().map(ToString::to_string);
        let mut json = json!({
            "checkpoint": checkpoint,
            "bytes": self.bytes,
            "format": self.format.name(),
            "filter": self.filter,
            "done": self.done,
        });
        self.range.write_to(&mut json);
        let text = json.to_string();
        let written = AtomicFile::create(path, Access::Owner).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.commit()
        });
        written.map_err(|error| CliError::file("write", path, &error))
    }
}
