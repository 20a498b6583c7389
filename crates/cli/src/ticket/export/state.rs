//! Where a long export stands, in a small file. It holds how long the output was then, so that what was written after it is
//! written once only.

use std::fs;
use std::io;
use std::path::Path;

use clap::ValueEnum;
use hwc_api::serde_json::{self, Value, json};
use hwc_api::tickets::Checkpoint;

use super::Format;
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

    fn parse(text: &[u8]) -> Option<Self> {
        let json: Value = serde_json::from_slice(text).ok()?;
        let checkpoint = match &json["checkpoint"] {
            Value::Null => None,
            checkpoint => Some(checkpoint.as_str()?.parse().ok()?),
        };
        let format = Format::from_str(json["format"].as_str()?, false).ok()?;
        Some(Self { checkpoint, bytes: json["bytes"].as_u64()?, format })
    }

    /// Writes it as a whole or not at all.
    pub(super) fn write(&self, path: &Path) -> Result<(), Failure> {
        let checkpoint = self.checkpoint.as_ref().map(ToString::to_string);
        let format = self.format.to_possible_value().map(|format| format.get_name().to_owned());
        let text = json!({ "checkpoint": checkpoint, "bytes": self.bytes, "format": format }).to_string();
        let partial = beside(path);
        let written = fs::write(&partial, text).and_then(|()| fs::rename(&partial, path));
        written.map_err(|error| Failure::file(path, "written", &error))
    }
}

/// The name of a file that is not complete yet.
pub(super) fn beside(path: &Path) -> std::path::PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.part", std::process::id()))
}
