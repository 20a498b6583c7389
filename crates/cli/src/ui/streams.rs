//! The standard streams, which wait for slow readers, and the files for results.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anstream::AutoStream;
use hwc_transport::file::{Access, AtomicFile};

use super::blocking_writer::BlockingWriter;
use crate::error::CliError;

/// Returns standard output.
pub(crate) fn stdout() -> Box<dyn Write> {
    Box::new(BlockingWriter(io::stdout()))
}

/// Returns standard output for text. Colors are removed if they are not supported or not wanted.
pub(crate) fn colored_stdout() -> Box<dyn Write> {
    let choice = AutoStream::auto(io::stdout()).current_choice();
    Box::new(AutoStream::new(stdout(), choice))
}

/// Returns standard error for text. Colors are removed if they are not supported or not wanted.
pub(crate) fn colored_stderr() -> Box<dyn Write> {
    let choice = AutoStream::auto(io::stderr()).current_choice();
    Box::new(AutoStream::new(Box::new(BlockingWriter(io::stderr())) as Box<dyn Write>, choice))
}

/// Writes text to standard output. Colors are removed if they are not supported or not wanted.
pub(crate) fn print(text: &str) -> Result<(), CliError> {
    Sink::Stdout(colored_stdout()).write(text)
}

/// The target of results.
pub(crate) enum Sink {
    /// Standard output.
    Stdout(Box<dyn Write>),
    /// A file that gets its name when it is complete. It is removed if the command fails.
    Atomic(Box<AtomicFile>),
    /// A file that grows with each write.
    Stream(File, PathBuf),
}

impl Sink {
    /// Returns standard output for contents that must not be changed.
    #[cfg(any(feature = "drive", feature = "mcp"))]
    pub(crate) fn raw_stdout() -> Self {
        Self::Stdout(stdout())
    }

    /// Creates a file that gets its name when it is complete. Only its owner can read it.
    pub(crate) fn atomic(path: &Path) -> Result<Self, CliError> {
        let created = AtomicFile::create(path, Access::Owner);
        created.map(|file| Self::Atomic(Box::new(file))).map_err(|error| CliError::file("write", path, &error))
    }

    /// Creates a file that grows with each write. Only its owner can read it.
    pub(crate) fn stream(path: &Path) -> Result<Self, CliError> {
        let mut options = OpenOptions::new();
        options.create(true).write(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(|error| CliError::file("write", path, &error))?;
        Ok(Self::Stream(file, path.to_owned()))
    }

    /// Returns true for files.
    pub(super) fn is_file(&self) -> bool {
        !matches!(self, Self::Stdout(_))
    }

    /// Writes text at once.
    pub(crate) fn write(&mut self, text: &str) -> Result<(), CliError> {
        self.write_bytes(text.as_bytes())
    }

    /// Writes the content of a file at once.
    pub(crate) fn write_bytes(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        match self {
            Self::Stdout(out) => {
                out.write_all(bytes).and_then(|()| out.flush()).map_err(|error| CliError::write(&error))
            }
            Self::Atomic(file) => file.write_all(bytes).map_err(|error| CliError::file("write", file.path(), &error)),
            Self::Stream(file, path) => file.write_all(bytes).map_err(|error| CliError::file("write", path, &error)),
        }
    }

    /// Completes the file.
    pub(crate) fn finish(self) -> Result<(), CliError> {
        let Self::Atomic(file) = self else { return Ok(()) };
        let path = file.path().to_owned();
        let done = file.sync().and_then(|()| file.commit());
        done.map_err(|error| CliError::file("write", &path, &error))
    }
}
