//! Contents of files, on the disk. Only the small ones of a temporary store are in memory, because a content can have any
//! size.
//!
//! ```text
//! incoming/<number>            a file or folder that is being written
//! uploads/<upload>/<part>      the parts of an upload that is not complete
//! contents/<SHA-256>/<part>    a content, which is never changed
//! ```
//!
//! A file is written under `incoming` and then renamed, so that it is complete wherever else it is. The database names the
//! contents and uploads in use. All others are removed when the store is opened.

mod part_writer;
mod parts;
mod private_folder;
mod reader;
mod saved;
mod sha256_state;
mod small;

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

pub(crate) use part_writer::{PartError, PartWriter};
pub(crate) use parts::{JoinError, Part};
pub(crate) use reader::ContentReader;
pub(crate) use saved::SavedContents;
pub(crate) use sha256_state::{Sha256State, sha256};

use parts::Hashes;
use private_folder::Root;
use small::SmallContents;

/// The size of the pieces in which contents are read and written.
pub(crate) const PIECE: usize = 256 << 10;

/// The size of the first piece.
const FIRST_PIECE: usize = 4 << 10;

/// The contents of a sandbox.
pub(crate) struct ContentStore {
    root: Root,
    small: SmallContents,
    hashes: Hashes,
    /// The number of the next file or folder under `incoming`.
    next: AtomicUsize,
    /// True if the database may name contents to remove.
    has_unused: AtomicBool,
}

/// The result of storing a content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stored {
    pub(crate) sha256: String,
    pub(crate) size: u64,
}

impl ContentStore {
    /// Creates a store in a folder next to a data file, or in a temporary folder. The folder is created on first use.
    pub(crate) fn new(data: Option<&Path>) -> Self {
        Self {
            root: Root::new(data),
            small: SmallContents::default(),
            hashes: Hashes::default(),
            next: AtomicUsize::new(0),
            has_unused: AtomicBool::new(false),
        }
    }

    /// Stores a content.
    ///
    /// # Errors
    /// Returns the error of reading or writing.
    pub(crate) fn put(&self, content: &mut dyn Read) -> io::Result<Stored> {
        if self.root.is_lasting() {
            return self.put_file(content);
        }
        let start = small::read_start(content)?;
        let sha256 = sha256(&start);
        if self.small.add(&sha256, &start) {
            return Ok(Stored { sha256, size: start.len() as u64 });
        }
        self.put_file(&mut start.as_slice().chain(content))
    }

    /// Stores a content in a file.
    fn put_file(&self, content: &mut dyn Read) -> io::Result<Stored> {
        let folder = self.incoming()?;
        private_folder::create(&folder)?;
        let written = self.write(&folder.join(parts::file_name(1)), content);
        let stored = written.and_then(|stored| self.publish(&folder, &stored.sha256).map(|()| stored));
        if stored.is_err() {
            // The folder is removed when the store is opened again.
            let _ = fs::remove_dir_all(&folder);
        }
        stored
    }

    /// Opens a content. Returns `None` if it does not exist.
    ///
    /// # Errors
    /// Returns the error of the file system.
    pub(crate) fn open(&self, sha256: &str) -> io::Result<Option<ContentReader>> {
        if !is_id(sha256) {
            return Ok(None);
        }
        if let Some(content) = self.small.get(sha256) {
            return Ok(Some(ContentReader::in_memory(content)));
        }
        match ContentReader::open(&self.folder("contents")?.join(sha256)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            opened => opened.map(Some),
        }
    }

    /// Removes a content. Does nothing if it does not exist.
    ///
    /// # Errors
    /// Returns the error of the file system.
    pub(crate) fn remove(&self, sha256: &str) -> io::Result<()> {
        self.small.remove(sha256);
        match self.root.current().filter(|_| is_id(sha256)) {
            Some(root) => remove(&root.join("contents").join(sha256)),
            None => Ok(()),
        }
    }

    /// Notes that the database may name contents to remove.
    pub(crate) fn expect_unused(&self) {
        self.has_unused.store(true, Ordering::Relaxed);
    }

    /// Returns true if the database may name contents to remove, and forgets it.
    pub(crate) fn take_unused(&self) -> bool {
        self.has_unused.swap(false, Ordering::Relaxed)
    }

    /// Removes what a process left that ended while it wrote, and all contents and uploads that `is_content_used` and
    /// `is_upload_used` do not know. A temporary store has nothing to remove.
    ///
    /// # Errors
    /// Returns the error of the file system.
    pub(crate) fn remove_orphans(
        &self,
        is_content_used: &dyn Fn(&str) -> bool,
        is_upload_used: &dyn Fn(&str) -> bool,
    ) -> io::Result<()> {
        let Some(root) = self.root.existing() else {
            return Ok(());
        };
        remove_unless(&root.join("incoming"), &|_| false)?;
        remove_unless(&root.join("uploads"), is_upload_used)?;
        remove_unless(&root.join("contents"), is_content_used)
    }

    /// Writes a file, in pieces that grow with it.
    fn write(&self, path: &Path, content: &mut dyn Read) -> io::Result<Stored> {
        let mut writer = PartWriter::create(path.to_owned(), self.root.is_lasting(), None, Some(Sha256State::START))?;
        let mut piece = vec![0; FIRST_PIECE];
        loop {
            match content.read(&mut piece) {
                Ok(0) => break,
                Ok(read) => {
                    writer.write(&piece[..read]).map_err(PartError::into_io)?;
                    if read == piece.len() {
                        piece.resize((2 * read).min(PIECE), 0);
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        let size = writer.written();
        let end = writer.finish().map_err(PartError::into_io)?;
        let state = end.ok_or_else(|| io::Error::other("the content has no hash"))?;
        Ok(Stored { sha256: state.finish(), size })
    }

    /// Moves a complete folder to the contents. If the content exists already, the folder is removed.
    fn publish(&self, folder: &Path, sha256: &str) -> io::Result<()> {
        let target = self.folder("contents")?.join(sha256);
        if target.exists() { fs::remove_dir_all(folder) } else { fs::rename(folder, target) }
    }

    /// Returns an unused path under `incoming`.
    fn incoming(&self) -> io::Result<PathBuf> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        Ok(self.folder("incoming")?.join(number.to_string()))
    }

    /// Returns a folder of the store, and creates it if it is missing.
    fn folder(&self, name: &str) -> io::Result<PathBuf> {
        let folder = self.root.get()?.join(name);
        if !folder.exists() {
            private_folder::create(&folder)?;
        }
        Ok(folder)
    }
}

/// Returns true for 64 hexadecimal digits, which are a file name.
pub(crate) fn is_id(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Removes a folder. Does nothing if it does not exist.
fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// Removes the entries of a folder, except those whose names are in use.
fn remove_unless(folder: &Path, is_used: &dyn Fn(&str) -> bool) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        if !is_used(&entry.file_name().to_string_lossy()) {
            let is_folder = entry.file_type()?.is_dir();
            if is_folder { fs::remove_dir_all(entry.path())? } else { fs::remove_file(entry.path())? }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
