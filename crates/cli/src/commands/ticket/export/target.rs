//! The target of an export: standard output, a file that appears when it is complete, or a growing file that can be
//! resumed.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use hwc_api::tickets::Checkpoint;
use hwc_api::transport::file::{Access, AtomicFile};

use super::bounds::Bounds;
use super::state::State;
use crate::failure::Failure;
use crate::show::screen::Screen;

/// The target of an export.
pub(super) enum Target {
    /// Standard output.
    Screen,
    /// A file that gets its name when it is complete. It is removed if the export fails.
    Whole(AtomicFile),
    /// A growing file with its state file.
    Growing(Growing),
}

/// A growing file with its state.
pub(super) struct Growing {
    file: File,
    path: PathBuf,
    state: State,
    state_path: PathBuf,
}

impl Target {
    /// Opens a file that is replaced when the export is complete.
    pub(super) fn whole(path: &Path) -> Result<Self, Failure> {
        let created = AtomicFile::create(path, Access::Owner);
        created.map(Self::Whole).map_err(|error| Failure::file(path, "written", &error))
    }

    /// Opens a file that continues at the state in `state_path`, or starts a new file if `state_path` does not exist.
    pub(super) fn growing(path: &Path, state_path: &Path, asked: State) -> Result<Self, Failure> {
        let failed = |error| Failure::file(path, "written", &error);
        let file = options().open(path).map_err(failed)?;
        lock(&file, path)?;
        let known = State::read(state_path)?;
        let begins = known.is_none();
        if begins && fs::metadata(path).is_ok_and(|facts| facts.len() > 0) {
            let (path, state) = (path.display(), state_path.display());
            return Err(Failure::usage(format!("{path} is there, but {state} is not: remove it to begin anew")));
        }
        let state = match known {
            Some(known) => known.next(asked)?,
            None => asked,
        };
        if file.metadata().map_err(failed)?.len() < state.bytes {
            return Err(Failure::usage(format!(
                "{} is shorter than it was: remove the state to begin anew",
                path.display()
            )));
        }
        let mut growing = Growing { file, path: path.to_owned(), state, state_path: state_path.to_owned() };
        growing.cut()?;
        Ok(Self::Growing(growing))
    }

    /// Returns the time range of the state; `None` if the range from the options applies.
    pub(super) fn bounds(&self) -> Option<&Bounds> {
        match self {
            Self::Growing(growing) => Some(&growing.state.bounds),
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
    pub(super) fn write(
        &mut self,
        text: &str,
        checkpoint: Option<&Checkpoint>,
        screen: &mut Screen,
    ) -> Result<(), Failure> {
        match self {
            Self::Screen => screen.text(text),
            Self::Whole(file) => {
                let written = file.write_all(text.as_bytes());
                written.map_err(|error| Failure::file(file.path(), "written", &error))
            }
            Self::Growing(growing) => growing.write(text, checkpoint),
        }
    }

    /// Records that the export is complete.
    pub(super) fn finish(self) -> Result<(), Failure> {
        match self {
            Self::Screen => Ok(()),
            Self::Whole(file) => {
                let path = file.path().to_owned();
                let done = file.sync().and_then(|()| file.commit());
                done.map_err(|error| Failure::file(&path, "written", &error))
            }
            Self::Growing(mut growing) => {
                growing.state.done = true;
                growing.state.write(&growing.state_path)
            }
        }
    }
}

/// Locks a growing file against other exports until it is closed.
fn lock(file: &File, path: &Path) -> Result<(), Failure> {
    match file.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => {
            Err(Failure::usage(format!("another export is writing {}: wait until it has ended", path.display())))
        }
        // Some file systems do not support locks.
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(()),
        Err(TryLockError::Error(error)) => Err(Failure::file(path, "locked", &error)),
    }
}

impl Growing {
    /// Truncates the file to the length in the state.
    fn cut(&mut self) -> Result<(), Failure> {
        let cut = self.file.set_len(self.state.bytes).and_then(|()| self.file.seek(SeekFrom::End(0)));
        cut.map(drop).map_err(|error| Failure::file(&self.path, "written", &error))
    }

    fn write(&mut self, text: &str, checkpoint: Option<&Checkpoint>) -> Result<(), Failure> {
        let written = self.file.write_all(text.as_bytes());
        written.map_err(|error| Failure::file(&self.path, "written", &error))?;
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
