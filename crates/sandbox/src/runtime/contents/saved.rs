//! Copies of all contents and uploads of a store. The files are never changed, so a copy has hard links to them.

use std::fs;
use std::io;
use std::path::Path;

use tempfile::TempDir;

use super::small::SmallContents;
use super::{ContentStore, private_folder, remove};
use crate::runtime::private_file::temporary_folder;

/// A copy of a store. It is removed on drop.
pub(crate) struct SavedContents {
    /// `None` if the store has no files.
    folder: Option<TempDir>,
    small: SmallContents,
}

impl ContentStore {
    /// Copies all contents and uploads.
    ///
    /// # Errors
    /// Returns the error of the file system.
    pub(crate) fn save(&self) -> io::Result<SavedContents> {
        let small = self.small.copy();
        let Some(root) = self.root.current() else {
            return Ok(SavedContents { folder: None, small });
        };
        let folder = temporary_folder("hwc-sandbox-snapshot-")?;
        for name in ["contents", "uploads"] {
            link_folders(&root.join(name), &folder.path().join(name))?;
        }
        Ok(SavedContents { folder: Some(folder), small })
    }

    /// Adds the contents of a copy, and replaces all uploads by those of the copy. Other contents remain, since they are
    /// not in use.
    ///
    /// # Errors
    /// Returns the error of the file system.
    pub(crate) fn restore(&self, saved: &SavedContents) -> io::Result<()> {
        self.clear_uploads()?;
        self.small.add_all(&saved.small);
        let Some(folder) = &saved.folder else { return Ok(()) };
        for name in ["contents", "uploads"] {
            link_folders(&folder.path().join(name), &self.folder(name)?)?;
        }
        Ok(())
    }

    /// Removes all uploads and their hashes.
    ///
    /// # Errors
    /// Returns the error of the file system.
    pub(crate) fn clear_uploads(&self) -> io::Result<()> {
        self.hashes.clear();
        match self.root.current() {
            Some(root) => remove(&root.join("uploads")),
            None => Ok(()),
        }
    }
}

/// Adds the folders of files in `from` that `to` lacks.
fn link_folders(from: &Path, to: &Path) -> io::Result<()> {
    if !from.exists() {
        return Ok(());
    }
    private_folder::create(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if !target.exists() {
            private_folder::create(&target)?;
            link_files(&entry.path(), &target)?;
        }
    }
    Ok(())
}

fn link_files(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        // A link to another file system, or on one without links, is a copy.
        if fs::hard_link(entry.path(), &target).is_err() {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}
