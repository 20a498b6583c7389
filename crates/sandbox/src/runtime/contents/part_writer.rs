//! Writing a file of the store while its hash is computed.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::PathBuf;

use super::private_folder::create_file;
use super::sha256_state::Sha256State;

/// A file that is being written. It is removed on drop, unless it was finished.
pub(crate) struct PartWriter {
    path: PathBuf,
    /// `None` after the end.
    file: Option<File>,
    /// True if the file has to survive a failure of the system.
    is_lasting: bool,
    /// The exact size, if it is known.
    size: Option<u64>,
    written: u64,
    /// The state of the hash before the first byte, if it is known, and after the last one.
    before: Option<Sha256State>,
    state: Option<Sha256State>,
}

/// The reason why a part could not be written.
#[derive(Debug)]
pub(crate) enum PartError {
    /// The content has more or fewer bytes than announced.
    WrongSize,
    /// The file system failed.
    Io(io::Error),
}

impl PartError {
    pub(crate) fn into_io(self) -> io::Error {
        match self {
            Self::WrongSize => io::Error::other("the content has another size than announced"),
            Self::Io(error) => error,
        }
    }
}

impl From<io::Error> for PartError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl PartWriter {
    /// Creates the file. If it `is_lasting`, [`finish`](Self::finish) writes it to the disk.
    pub(super) fn create(
        path: PathBuf,
        is_lasting: bool,
        size: Option<u64>,
        state: Option<Sha256State>,
    ) -> io::Result<Self> {
        let file = Some(create_file(&path)?);
        Ok(Self { path, file, is_lasting, size, written: 0, before: state.clone(), state })
    }

    /// Appends bytes.
    ///
    /// # Errors
    /// Returns [`PartError::WrongSize`] if there are more bytes than announced.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), PartError> {
        self.written += bytes.len() as u64;
        if self.size.is_some_and(|size| self.written > size) {
            return Err(PartError::WrongSize);
        }
        if let Some(file) = &mut self.file {
            file.write_all(bytes)?;
        }
        if let Some(state) = &mut self.state {
            state.update(bytes);
        }
        Ok(())
    }

    /// Returns the number of bytes so far.
    pub(crate) fn written(&self) -> u64 {
        self.written
    }

    /// Returns the state of the hash before the first byte, if it is known.
    pub(super) fn before(&self) -> Option<Sha256State> {
        self.before.clone()
    }

    /// Returns the path of the file.
    pub(super) fn path(&self) -> PathBuf {
        self.path.clone()
    }

    /// Ends the file, and writes it to the disk if it has to last. Returns the state after the last byte, if it is known.
    ///
    /// # Errors
    /// Returns [`PartError::WrongSize`] if there are fewer bytes than announced.
    pub(super) fn finish(mut self) -> Result<Option<Sha256State>, PartError> {
        if self.size.is_some_and(|size| self.written != size) {
            return Err(PartError::WrongSize);
        }
        if let Some(file) = self.file.as_ref().filter(|_| self.is_lasting) {
            file.sync_data()?;
        }
        self.file = None;
        Ok(self.state.take())
    }
}

impl Drop for PartWriter {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            // The file is removed when the store is opened again.
            let _ = fs::remove_file(&self.path);
        }
    }
}
