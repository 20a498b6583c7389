//! Resolving paths to files and folders.

use hwc_api::koodrive::{FileId, GetFile, GetFullPath};

use crate::drive::Drive;
use crate::entry::{Entry, NamedEntry};
use crate::error::{Error, Result};
use crate::paths::RemotePath;

impl Drive {
    /// Returns the file or folder at a path. Cached folders that lack the name are read again.
    ///
    /// # Errors
    /// Returns [`Error::NotFound`] if there is none, and the errors of the calls.
    pub async fn resolve(&self, path: &RemotePath) -> Result<Entry> {
        self.find(path).await?.ok_or_else(|| Error::NotFound { path: path.to_string() })
    }

    /// Returns the file or folder at a path, or `None`.
    ///
    /// # Errors
    /// Returns the errors of the calls.
    pub async fn find(&self, path: &RemotePath) -> Result<Option<Entry>> {
        let mut entry = Entry::root(&self.0.root);
        for name in path.segments() {
            if !entry.is_folder {
                return Ok(None);
            }
            match self.find_in(&entry.id, name).await? {
                Some(child) => entry = child,
                None => return Ok(None),
            }
        }
        Ok(Some(entry))
    }

    /// Returns the entry of a folder with a name.
    pub(crate) async fn find_in(&self, folder: &FileId, name: &str) -> Result<Option<Entry>> {
        let was_cached = self.folders().contains_key(folder);
        let find = |children: &[NamedEntry]| {
            children.iter().find(|child| child.path_name == name).map(|child| child.entry.clone())
        };
        let found = find(&self.children(folder).await?);
        if found.is_some() || !was_cached {
            return Ok(found);
        }
        self.forget(folder);
        Ok(find(&self.children(folder).await?))
    }

    /// Returns the folder at a path.
    ///
    /// # Errors
    /// Returns [`Error::NotFound`] or [`Error::WrongKind`], and the errors of the calls.
    pub async fn resolve_folder(&self, path: &RemotePath) -> Result<Entry> {
        let entry = self.resolve(path).await?;
        if entry.is_folder { Ok(entry) } else { Err(Error::WrongKind { path: path.to_string(), expected: "folder" }) }
    }

    /// Returns the file at a path.
    ///
    /// # Errors
    /// Returns [`Error::NotFound`] or [`Error::WrongKind`], and the errors of the calls.
    pub async fn resolve_file(&self, path: &RemotePath) -> Result<Entry> {
        let entry = self.resolve(path).await?;
        if entry.is_folder { Err(Error::WrongKind { path: path.to_string(), expected: "file" }) } else { Ok(entry) }
    }

    /// Reads the properties of a file or folder by its ID.
    ///
    /// # Errors
    /// Returns the errors of the call.
    pub async fn entry(&self, id: &FileId) -> Result<Entry> {
        let file = self.client().send(GetFile::new(id.clone(), self.space_id())).await?.file;
        file.and_then(Entry::from_item).ok_or(Error::MissingField { field: "id" })
    }

    /// Returns the path of names of a file or folder by its ID. Several files may have it.
    ///
    /// # Errors
    /// Returns the errors of the call.
    pub async fn path_of(&self, id: &FileId) -> Result<RemotePath> {
        let path = self.client().send(GetFullPath::new(id.clone(), self.space_id())).await?.name_path;
        path.ok_or(Error::MissingField { field: "namePath" })?.parse()
    }
}
