//! Processes that use a journal. Each has a locked file, so that others see when it has ended, however it ended.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// The process that uses a journal, or one of several journals that it has open.
pub(super) struct Owner {
    name: String,
    folder: Option<PathBuf>,
    /// The lock ends with the file.
    _lock: Option<File>,
}

impl Owner {
    /// Registers this process, and removes the files of processes that have ended.
    pub(super) fn register(journal: &Path) -> io::Result<Self> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let folder = journal.with_extension("owners");
        fs::create_dir_all(&folder)?;
        for entry in fs::read_dir(&folder)? {
            remove_if_dead(&entry?.path());
        }
        loop {
            let name = format!("{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
            let file = OpenOptions::new().write(true).create(true).truncate(false).open(folder.join(&name))?;
            match file.try_lock() {
                Ok(()) => return Ok(Self { name, folder: Some(folder), _lock: Some(file) }),
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
    }

    /// Returns the owner of a journal that other processes cannot open.
    pub(super) fn alone() -> Self {
        Self { name: "memory".to_owned(), folder: None, _lock: None }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Returns true if another owner still uses the journal.
    pub(super) fn is_alive(&self, other: &str) -> bool {
        let Some(folder) = &self.folder else { return false };
        let is_name = !other.is_empty() && other.chars().all(|char| char.is_ascii_digit() || char == '-');
        let file = Some(folder.join(other)).filter(|_| is_name).and_then(|path| File::open(path).ok());
        file.is_some_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            // A file that stays is removed by the next process.
            let _ = fs::remove_file(folder.join(&self.name));
        }
    }
}

fn remove_if_dead(path: &Path) {
    if let Ok(file) = File::open(path)
        && file.try_lock().is_ok()
    {
        // Another process may remove it at the same time.
        let _ = fs::remove_file(path);
    }
}

/// Creates a file that other users cannot read, unless it exists.
pub(super) fn create_private(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}
