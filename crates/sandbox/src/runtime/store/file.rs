//! The file of a database: its owner, and the lock of the one process that uses it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::process;

use crate::runtime::error::SandboxError;

/// The application ID of the sandbox in the header of the database: `hwcs`.
pub(super) const APPLICATION_ID: i32 = 0x6877_6373;

/// The first bytes of an SQLite database.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// The offsets of the table version and of the application ID in the header: four bytes each, big-endian.
const VERSION_AT: usize = 60;
const APPLICATION_ID_AT: usize = 68;

/// A file that this process has locked. Dropping it releases the lock.
#[derive(Debug)]
pub(crate) struct DataFile {
    path: PathBuf,
    // The lock ends with the handle. The lock file remains, because another process may be about to lock it.
    _lock: File,
}

impl DataFile {
    /// Locks a file, and creates it if it is missing. A rejected file is not changed.
    pub(super) fn claim(path: &Path, newest: i64) -> Result<Self, SandboxError> {
        let path = real_path(path).map_err(|error| broken(path, error))?;
        let beside = lock_path(&path);
        let is_first = !beside.exists();
        let lock = lock(&path, &beside)?;
        let claimed = inspect(&path, newest).and_then(|()| make(&path).map_err(|error| broken(&path, error)));
        if claimed.is_err() && is_first {
            // The lock file must not remain next to a file of another program.
            let _ = fs::remove_file(&beside);
        }
        claimed.map(|()| Self { path, _lock: lock })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

/// Returns the path without symbolic links, so that a file has one lock for all its paths.
pub(super) fn real_path(path: &Path) -> io::Result<PathBuf> {
    match fs::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let name = path.file_name().ok_or(error)?;
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            Ok(fs::canonicalize(folder)?.join(name))
        }
        found => found,
    }
}

/// Returns the path of the lock file. A lock on the file itself would keep SQLite out on Windows.
fn lock_path(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push("-lock");
    path.with_file_name(name)
}

fn lock(path: &Path, beside: &Path) -> Result<File, SandboxError> {
    let mut file = private().open(beside).map_err(|error| broken(path, error))?;
    match file.try_lock() {
        Ok(()) => {
            // The process ID is only a hint for others, so a failed write is ignored.
            let _ = file.set_len(0).and_then(|()| write!(file, "{}", process::id()));
            Ok(file)
        }
        Err(TryLockError::WouldBlock) => Err(SandboxError::InUse { file: path.to_owned(), process: holder(&mut file) }),
        Err(TryLockError::Error(error)) => Err(broken(path, error)),
    }
}

/// Returns the process that holds a lock, if it can be read.
fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.rewind().and_then(|()| file.take(20).read_to_string(&mut text)).ok()?;
    text.trim().parse().ok()
}

/// Rejects a file that does not belong to the sandbox, is read-only or has a newer version, without opening it as a
/// database.
fn inspect(path: &Path, newest: i64) -> Result<(), SandboxError> {
    let metadata = match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        metadata => metadata.map_err(|error| broken(path, error))?,
    };
    if !metadata.is_file() {
        return Err(broken(path, io::Error::other("not a regular file")));
    }
    if metadata.permissions().readonly() {
        return Err(broken(path, io::ErrorKind::PermissionDenied.into()));
    }
    let mut header = Vec::new();
    let read = File::open(path).and_then(|file| file.take(100).read_to_end(&mut header));
    read.map_err(|error| broken(path, error))?;
    let word = |at: usize| header.get(at..at + 4)?.try_into().ok().map(i32::from_be_bytes);
    if header.is_empty() {
        Ok(())
    } else if !header.starts_with(MAGIC) || word(APPLICATION_ID_AT) != Some(APPLICATION_ID) {
        Err(SandboxError::NotASandboxDatabase { file: path.to_owned() })
    } else {
        let found = i64::from(word(VERSION_AT).unwrap_or_default());
        if found > newest { Err(SandboxError::OtherVersion { found, newest }.of_file(path)) } else { Ok(()) }
    }
}

/// Creates the file with private permissions if it is missing.
///
/// # Errors
/// Returns an error if the file cannot be written.
fn make(path: &Path) -> io::Result<()> {
    private().open(path).map(|_| ())
}

/// Returns options to open a file for writing. A new file is readable by its user alone.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn broken(path: &Path, source: io::Error) -> SandboxError {
    SandboxError::File { file: path.to_owned(), source }
}
