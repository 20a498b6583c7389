//! Where an export goes: to standard output, to a file that is there when it is complete, or to a file that grows and can be
//! gone on with.

use std::fs::{self, File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use hwc_api::tickets::Checkpoint;
use hwc_api::transport::file::{Access, AtomicFile};

use super::bounds::Bounds;
use super::state::State;
use crate::failure::Failure;
use crate::show::screen::Screen;

/// Where an export goes.
pub(super) enum Target {
    /// Standard output.
    Screen,
    /// A file that gets its name when it is complete, and goes away otherwise.
    Whole(AtomicFile),
    /// A file that grows, and the one that tells how far it is.
    Growing(Growing),
}

/// A file with its state.
pub(super) struct Growing {
    file: File,
    path: PathBuf,
    state: State,
    state_path: PathBuf,
}

impl Target {
    /// A file that is replaced when all is there.
    pub(super) fn whole(path: &Path) -> Result<Self, Failure> {
        let created = AtomicFile::create(path, Access::Owner);
        created.map(Self::Whole).map_err(|error| Failure::file(path, "written", &error))
    }

    /// A file that goes on where `state_path` says, or begins where there is no such file.
    pub(super) fn growing(path: &Path, state_path: &Path, asked: State) -> Result<Self, Failure> {
        let failed = |error| Failure::file(path, "written", &error);
        let same = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if same(path) == same(state_path) {
            return Err(Failure::usage("--output and --resume name the same file"));
        }
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
        let file = options(begins).open(path).map_err(failed)?;
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

    /// Of which time the tickets are; `None` where that is as it was asked for.
    pub(super) fn bounds(&self) -> Option<&Bounds> {
        match self {
            Self::Growing(growing) => Some(&growing.state.bounds),
            _ => None,
        }
    }

    /// Where the export is to go on.
    pub(super) fn checkpoint(&self) -> Option<&Checkpoint> {
        match self {
            Self::Growing(growing) => growing.state.checkpoint.as_ref(),
            _ => None,
        }
    }

    /// Whether nothing was written yet.
    pub(super) fn is_new(&self) -> bool {
        !matches!(self, Self::Growing(growing) if growing.state.bytes > 0)
    }

    /// Writes text, and that the export has come to this checkpoint.
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

    /// Tells that all was written.
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

impl Growing {
    /// Cuts off what was written after the state.
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

/// A file that grows is its owner's alone, as tickets are not for everybody.
fn options(create: bool) -> OpenOptions {
    let mut options = OpenOptions::new();
    options.create(create).write(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
