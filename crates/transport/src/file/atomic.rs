//! Atomic writes: a file is written under a temporary name in the target folder, then renamed.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::{device, link, part, rename};

/// The read permission of a new file. Ignored on systems other than Unix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Access {
    /// The permissions that the umask of the process allows.
    Umask,
    /// The owner only (mode 0600).
    Owner,
}

/// A file that replaces its target when [`commit`](Self::commit) is called. Dropping it without a commit deletes it.
///
/// - Symbolic links are followed: the target of a chain of links is replaced. It need not exist.
/// - The mode, group and owner of a replaced file are preserved, as far as the system permits. Hard links, access control
///   lists and extended attributes are lost.
/// - A device or a pipe is written to directly.
///
/// All methods block.
///
/// ```
/// use std::io::Write;
///
/// use hwc_transport::file::{Access, AtomicFile};
///
/// # let folder = std::env::temp_dir().join(format!("hwc-doc-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// let mut file = AtomicFile::create(&folder.join("export.json"), Access::Owner)?;
/// file.write_all(b"{}")?;
/// file.sync()?;
/// file.commit()?;
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
#[must_use = "the file goes away unless it is committed"]
pub struct AtomicFile {
    file: File,
    /// The temporary name until the commit. `None` for a device, and after the commit.
    part: Option<PathBuf>,
    path: PathBuf,
    /// The metadata of the file to replace.
    replaced: Option<Metadata>,
}

impl AtomicFile {
    /// Creates a temporary file for a write to `path`. The folder must exist.
    ///
    /// # Errors
    /// Returns an error if `path` has no file name or is a folder, if its links form a loop, or on a system error.
    #[inline]
    pub fn create(path: &Path, access: Access) -> io::Result<Self> {
        if path.file_name().is_none() || ends_with_separator(path) {
            return Err(io::Error::new(ErrorKind::InvalidInput, "the path names no file"));
        }
        let path = link::follow(path)?;
        let replaced = match fs::metadata(&path) {
            Ok(facts) => Some(facts),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        if replaced.as_ref().is_some_and(Metadata::is_dir) {
            return Err(ErrorKind::IsADirectory.into());
        }
        if device::is_device(&path, replaced.as_ref()) {
            let file = OpenOptions::new().write(true).open(&path)?;
            return Ok(Self { file, part: None, path, replaced: None });
        }
        // Until the old mode is set, other users must not read the replacement of a file that may be private.
        let access = if replaced.is_some() { Access::Owner } else { access };
        let (file, part) = part::create(&path, access)?;
        Ok(Self { file, part: Some(part), path, replaced })
    }

    /// Writes and commits a file in one step.
    ///
    /// # Errors
    /// Returns the errors of [`create`](Self::create), [`sync`](Self::sync) and [`commit`](Self::commit).
    #[inline]
    pub fn replace(path: &Path, content: &[u8], access: Access) -> io::Result<()> {
        let mut file = Self::create(path, access)?;
        file.write_all(content)?;
        file.sync()?;
        file.commit()
    }

    /// Returns the target path, with all links followed.
    #[inline]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Flushes the written data to disk. Without it, a crash of the machine may leave an empty file.
    ///
    /// # Errors
    /// Returns the error of the system.
    #[inline]
    pub fn sync(&self) -> io::Result<()> {
        if self.part.is_some() { self.file.sync_all() } else { Ok(()) }
    }

    /// Renames the file to its target.
    ///
    /// On Windows, a file that another program has open cannot be replaced. The rename is retried for about a second.
    ///
    /// # Errors
    /// Returns an error if the file cannot be renamed. The content then stays in the temporary file, which the error
    /// names.
    #[inline]
    pub fn commit(mut self) -> io::Result<()> {
        if self.part.is_some() {
            self.replaced.as_ref().map_or(Ok(()), |replaced| part::keep(&self.file, replaced))?;
        }
        let Some(part) = self.part.take() else {
            return Ok(());
        };
        let kept = |error: io::Error| {
            io::Error::new(error.kind(), format!("{error}; the complete content is in `{}`", part.display()))
        };
        rename::patiently(&part, &self.path).map_err(kept)
    }
}

impl Write for AtomicFile {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    #[inline]
    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for AtomicFile {
    #[inline]
    fn drop(&mut self) {
        if let Some(part) = &self.part {
            // The reason for the missing commit is reported elsewhere.
            let _ = fs::remove_file(part);
        }
    }
}

#[inline]
fn ends_with_separator(path: &Path) -> bool {
    let last = path.as_os_str().as_encoded_bytes().last();
    last.is_some_and(|byte| std::path::is_separator(char::from(*byte)))
}
