//! The folder of a store, readable by its user alone.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tempfile::TempDir;

use crate::runtime::private_file::temporary_folder;

/// The folder that contains all files of a store.
pub(super) enum Root {
    /// A temporary folder, removed on drop.
    Temporary(Mutex<Option<TempDir>>),
    /// A folder next to a data file.
    Lasting(PathBuf),
}

impl Root {
    pub(super) fn new(data: Option<&Path>) -> Self {
        let Some(data) = data else {
            return Self::Temporary(Mutex::default());
        };
        let mut name = data.file_name().unwrap_or_default().to_owned();
        name.push("-contents");
        Self::Lasting(data.with_file_name(name))
    }

    /// Returns the folder, and creates it if it is missing.
    pub(super) fn get(&self) -> io::Result<PathBuf> {
        match self {
            Self::Lasting(folder) => {
                if !folder.exists() {
                    create(folder)?;
                }
                Ok(folder.clone())
            }
            Self::Temporary(folder) => {
                let mut folder = folder.lock().unwrap_or_else(PoisonError::into_inner);
                if folder.is_none() {
                    *folder = Some(temporary_folder("hwc-sandbox-contents-")?);
                }
                Ok(folder.as_ref().map(|folder| folder.path().to_owned()).unwrap_or_default())
            }
        }
    }

    /// Returns true if the folder outlives the process.
    pub(super) fn is_lasting(&self) -> bool {
        matches!(self, Self::Lasting(_))
    }

    /// Returns the folder if it exists.
    pub(super) fn current(&self) -> Option<PathBuf> {
        match self {
            Self::Lasting(folder) => folder.exists().then(|| folder.clone()),
            Self::Temporary(folder) => {
                let folder = folder.lock().unwrap_or_else(PoisonError::into_inner);
                folder.as_ref().map(|folder| folder.path().to_owned())
            }
        }
    }

    /// Returns the folder if it outlives the process and exists.
    pub(super) fn existing(&self) -> Option<&Path> {
        match self {
            Self::Lasting(folder) if folder.exists() => Some(folder),
            _ => None,
        }
    }
}

/// Creates a folder that its user alone can read.
pub(super) fn create(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        // Another thread created it at the same time.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && fs::metadata(folder)?.is_dir() => Ok(()),
        created => created,
    }
}

/// Creates a file that its user alone can read.
pub(super) fn create_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
