//! Resolving paths to files and folders.

use futures_util::future::try_join;
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
    /// it before they change a file.
    ///
    /// If the cache has the path, the properties of the file are compared. If it has folders of the path, their names and places
    /// are compared as well. Makes at most one call for each, both at the same time.
    ///
    /// # Errors
    /// Returns the errors of the calls.
    pub async fn revalidate(&self, path: &RemotePath) -> Result<()> {
        let cached = self.cached_entries(path);
        let file = cached.last().filter(|_| cached.len() == path.segments().len());
        // The properties of a file in the top folder have all of its path.
        let has_folders = cached.len() > usize::from(file.is_some());
        let file = async {
            match file {
                Some(file) => self.is_unchanged(file).await,
                None => Ok(true),
            }
        };
        let folders = async { Ok(!has_folders || self.is_in_place(&cached).await?) };
        let (is_unchanged, is_in_place) = try_join(file, folders).await?;
        if !is_unchanged || !is_in_place {
            self.refresh();
        }
        Ok(())
    }

    /// Returns true if the cache has a path.
    #[must_use]
    pub fn is_cached(&self, path: &RemotePath) -> bool {
        self.cached_entries(path).len() == path.segments().len()
    }

    /// Returns the entries of a path from the top folder on, as far as the cache has them.
    fn cached_entries(&self, path: &RemotePath) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        for name in path.segments() {
            let folder = entries.last().map_or(&self.0.root, |entry| &entry.id);
            let Some(child) = self.cached_child(folder, name) else { break };
            entries.push(child);
        }
        entries
    }

    /// Returns true if an entry has its name, its folder and its content still.
    async fn is_unchanged(&self, cached: &Entry) -> Result<bool> {
        // The size of a folder is that of its content, and does not matter for paths.
        let is_same =
            |current: &Entry| current.is_folder || (current.size == cached.size && current.sha256 == cached.sha256);
        Ok(self.read_again(cached).await?.as_ref().is_some_and(is_same))
    }

    /// Returns true if the last entry is still where the entries say: each one is in the one before, the first one in the top
    /// folder.
    async fn is_in_place(&self, entries: &[Entry]) -> Result<bool> {
        let Some(last) = entries.last() else { return Ok(true) };
        let read = self.client().send(GetFullPath::new(last.id.clone(), self.space_id())).await.map_err(Error::from);
        let current = match read {
            Err(error) if error.is_gone() => return Ok(false),
            read => read?,
        };
        let names = entries.iter().map(|entry| entry.name.as_str());
        let ids = entries.iter().map(|entry| entry.id.as_str());
        Ok(is_path_of(current.name_path.as_deref(), names) && is_path_of(current.file_id_path.as_deref(), ids))
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

/// Returns true if a path of the service has these segments after that of the top folder, or if the service sends none.
fn is_path_of<'a>(path: Option<&str>, segments: impl Iterator<Item = &'a str>) -> bool {
    path.is_none_or(|path| path.trim_start_matches('/').split('/').skip(1).eq(segments))
}

/// Returns the entry with a name in paths. The children are sorted by it.
fn named(children: &[NamedEntry], name: &str) -> Option<Entry> {
    let index = children.binary_search_by(|child| child.path_name.as_str().cmp(name)).ok()?;
    children.get(index).map(|child| child.entry.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_the_service_begin_with_the_top_folder() {
        for (path, is_same) in [
            (None, true),
            (Some("/rootIAA/007/001"), true),
            (Some("/rootIAA/001"), false),
            (Some("/rootIAA/x/007/001"), false),
            (Some("/rootIAA/007/002"), false),
            (Some("/rootIAA/007/001/x"), false),
            (Some(""), false),
        ] {
            assert_eq!(is_path_of(path, ["007", "001"].into_iter()), is_same, "{path:?}");
        }
    }
}
