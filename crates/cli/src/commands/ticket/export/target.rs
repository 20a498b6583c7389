//! The target of an export: standard output, a file that appears when it is complete, or a growing file that can be
//! resumed.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use hwc_api::tickets::Checkpoint;
use hwc_transport::file::{Access, AtomicFile};

use super::range::ExportRange;
use super::state::ExportState;
use crate::error::CliError;
use crate::ui::Ui;

/// The target of an export.
pub(super) enum ExportTarget {
    /// Standard output.
    Stdout,
    /// A file that gets its name when it is complete. It is removed if the export fails.
    Whole(AtomicFile),
    /// A growing file with its state file.
    Growing(Growing),
}

/// A growing file with its state.
pub(super) struct Growing {
    file: File,
    path: PathBuf,
    state: ExportState,
    state_path: PathBuf,
}

impl ExportTarget {
    /// Opens a file that is replaced when the export is complete.
    pub(super) fn open_whole(path: &Path) -> Result<Self, CliError> {
        let created = AtomicFile::create(path, Access::Owner);
        created.map(Self::Whole).map_err(|error| CliError::file("write", path, &error))
    }

    /// Opens a file that continues at the state in `state_path`, or starts a new file if `state_path` does not exist.
    pub(super) fn open_growing(path: &Path, state_path: &Path, requested: ExportState) -> Result<Self, CliError> {
        let failed = |error| CliError::file("write", path, &error);
        let file = options().open(path).map_err(failed)?;
        lock(&file, path)?;
        let recorded = ExportState::read(state_path)?;
        let is_new = recorded.is_none();
        if is_new && fs::metadata(path).is_ok_and(|facts| facts.len() > 0) {
            let (path, state) = (path.display(), state_path.display());
            return Err(CliError::usage(format!(
                "{path} exists, but the state file {state} does not; delete {path} to start again"
            )));
        }
        let state = match recorded {
            Some(recorded) => recorded.next(requested)?,
            None => requested,
        };
        if file.metadata().map_err(failed)?.len() < state.bytes {
            return Err(CliError::usage(format!(
                "{} is shorter than its state file records; delete the state file to start again",
                path.display()
            )));
        }
        let mut growing = Growing { file, path: path.to_owned(), state, state_path: state_path.to_owned() };
        growing.truncate()?;
        Ok(Self::Growing(growing))
    }

    /// Returns the time range of the state; `None` if the range from the options applies.
    pub(super) fn range(&self) -> Option<&ExportRange> {
        match self {
            Self::Growing(growing) => Some(&growing.state.range),
            _ => None,
        }
    }

    /// Returns the position from which the export continues.
    pub(super) fn checkpoint(&self) -> Option<&Checkpoint> {
        match self {
            Self::Growing(growing) => growing.state.checkpoint.as_ref(),
            _ => None,
        }
    }

    /// Returns true if the export has not written anything yet.
    pub(super) fn is_new(&self) -> bool {
        !matches!(self, Self::Growing(growing) if growing.state.bytes > 0)
    }

    /// Writes text and records the checkpoint.
    pub(super) fn write(&mut self, text: &str, checkpoint: Option<&Checkpoint>, ui: &mut Ui) -> Result<(), CliError> {
        match self {
            Self::Stdout => ui.text(text),
            Self::Whole(file) => {
                let written = file.write_all(text.as_bytes());
                written.map_err(|error| CliError::file("write", file.path(), &error))
            }
            Self::Growing(growing) => growing.write(text, checkpoint),
        }
    }

    /// Records that the export is complete.
    pub(super) fn finish(self) -> Result<(), CliError> {
        match self {
            Self::Stdout => Ok(()),
            Self::Whole(file) => {
                let path = file.path().to_owned();
                let done = file.sync().and_then(|()| file.commit());
                done.map_err(|error| CliError::file("write", &path, &error))
            }
            Self::Growing(mut growing) => {
                growing.state.done = true;
                growing.state.write(&growing.state_path)
            }
        }
    }
}

/// Locks a growing file against other exports until it is closed.
fn lock(file: &File, path: &Path) -> Result<(), CliError> {
    match file.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => {
            Err(CliError::usage(format!("another export is writing to {}; wait until it ends", path.display())))
        }
        // Some file systems do not support locks.
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(()),
        Err(TryLockError::Error(error)) => Err(CliError::file("lock", path, &error)),
    }
}

impl Growing {
    /// Truncates the file to the length in the state.
    fn truncate(&mut self) -> Result<(), CliError> {
        let truncated = self.file.set_len(self.state.bytes).and_then(|()| self.file.seek(SeekFrom::End(0)));
        truncated.map(drop).map_err(|error| CliError::file("write", &self.path, &error))
    }

    fn write(&mut self, text: &str, checkpoint: Option<&Checkpoint>) -> Result<(), CliError> {
        let written = self.file.write_all(text.as_bytes());
        written.map_err(|error| CliError::file("write", &self.path, &error))?;
        self.state.bytes += text.len() as u64;
        self.state.checkpoint = checkpoint.cloned();
        self.state.write(&self.state_path)
    }
}

/// Returns the options for a growing file. Only its owner can read it, since tickets are confidential.
fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.create(true).write(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
