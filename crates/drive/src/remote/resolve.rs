//! Resolving paths to files and folders.

use hwc_api::koodrive::{FileId, GetFile, GetFullPath};

use crate::drive::Drive;
use crate::entry::{Entry, NamedEntry};
use crate::error::{Error, Result};
use crate::paths::RemotePath;

/// The number of lookups of a path whose entries vanish between two calls.
const MAX_FINDS: u32 = 3;

/// The trust in the cache of folders.
#[derive(Clone, Copy)]
enum Freshness {
    /// A cached folder that lacks a name is read again.
    Verified,
    /// A cached folder is not read again.
    Cached,
}

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
        self.find_with(path, Freshness::Verified).await
    }

    /// Returns the file or folder at a path, or `None`, and trusts the cache of folders. Many lookups of names that do not
    /// exist need one call for each folder. Changes of other clients are visible after [`refresh`](Self::refresh).
    ///
    /// # Errors
    /// Returns the errors of the calls.
    pub async fn find_cached(&self, path: &RemotePath) -> Result<Option<Entry>> {
        self.find_with(path, Freshness::Cached).await
    }

    /// Returns the file or folder at a path with its present properties, or `None`. One more call than [`find`](Self::find)
    /// shows if another client changed, moved or deleted it. The folders around it may come from the cache.
    ///
    /// # Errors
    /// Returns the errors of the calls.
    pub async fn find_current(&self, path: &RemotePath) -> Result<Option<Entry>> {
        for _ in 0..MAX_FINDS {
            match self.find(path).await? {
                Some(found) if !path.is_root() => {
                    if let Some(current) = self.read_again(&found).await? {
                        return Ok(Some(current));
                    }
                }
                found => return Ok(found),
            }
            self.refresh();
        }
        Ok(None)
    }

    /// Compares the cache with the service for one path, and forgets it if they differ. Programs that keep a drive for long call
    /// it before they change a file. Makes a call only if the path is in the cache. The folders around the file are not
    /// compared.
    ///
    /// # Errors
    /// Returns the errors of the call.
    pub async fn revalidate(&self, path: &RemotePath) -> Result<()> {
        let mut cached = Entry::root(&self.0.root);
        for name in path.segments() {
            let Some(child) = self.cached_child(&cached.id, name) else { return Ok(()) };
            cached = child;
        }
        // The size of a folder is that of its content, and does not matter for paths.
        let is_same =
            |current: &Entry| current.is_folder || (current.size == cached.size && current.sha256 == cached.sha256);
        if !path.is_root() && !self.read_again(&cached).await?.as_ref().is_some_and(is_same) {
            self.refresh();
        }
        Ok(())
    }

    /// Reads the properties of an entry that was found before, or returns `None` if it is no longer there.
    async fn read_again(&self, found: &Entry) -> Result<Option<Entry>> {
        let read = self.client().send(GetFile::new(found.id.clone(), self.space_id())).await.map_err(Error::from);
        let item = match read {
            Err(error) if error.is_gone() => return Ok(None),
            read => read?.file.ok_or(Error::MissingField { field: "file" })?,
        };
        let is_recycled = item.recycled == Some(true);
        let current = Entry::from_item(item).ok_or(Error::MissingField { field: "id" })?;
        let is_moved = match (&current.parent, &found.parent) {
            (Some(now), Some(before)) => now != before,
            // Not each response has the folder.
            _ => false,
        };
        let is_in_place = current.name == found.name && !is_moved && !is_recycled;
        Ok(is_in_place.then_some(current))
    }

    async fn find_with(&self, path: &RemotePath, freshness: Freshness) -> Result<Option<Entry>> {
        let mut entry = Entry::root(&self.0.root);
        for name in path.segments() {
            if !entry.is_folder {
                return Ok(None);
            }
            let found = match freshness {
                Freshness::Verified => self.find_in(&entry.id, name).await?,
                Freshness::Cached => named(&self.children(&entry.id).await?, name),
            };
            match found {
                Some(child) => entry = child,
                None => return Ok(None),
            }
        }
        Ok(Some(entry))
    }

    /// Returns the entry of a folder with a name.
    pub(crate) async fn find_in(&self, folder: &FileId, name: &str) -> Result<Option<Entry>> {
        let was_cached = self.folders().contains_key(folder);
        let found = named(&self.children(folder).await?, name);
        if found.is_some() || !was_cached {
            return Ok(found);
        }
        self.forget(folder);
        Ok(named(&self.children(folder).await?, name))
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

/// Returns the entry with a name in paths. The children are sorted by it.
fn named(children: &[NamedEntry], name: &str) -> Option<Entry> {
    let index = children.binary_search_by(|child| child.path_name.as_str().cmp(name)).ok()?;
    children.get(index).map(|child| child.entry.clone())
}
