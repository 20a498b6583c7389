//! Where a long export stands, in a small file. It holds how long the output was then, so that what was written after it is
//! written once only.

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

    /// Writes it as a whole or not at all. It is written after each ticket, so nothing waits for the disk.
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
