//! The content of folders, with a cache.

use std::sync::Arc;

use hwc_api::koodrive::{CursorPage, FileId, FileItem, FileListScope, GetDepartmentFiles, GetPersonalFiles, SpaceType};

use crate::drive::Drive;
use crate::entry::{Entry, NamedEntry, path_names};
use crate::error::{Error, Result};
use crate::paths::RemotePath;

/// Elements per page, the maximum of the service.
const PAGE: u32 = 100;

/// The number of cached folders. All are forgotten when there are more.
const MAX_CACHED: usize = 10_000;

impl Drive {
    /// Lists a folder, sorted by name. If several entries have one name, the oldest has it in paths, and each other one has its
    /// ID before the extension, as in `plan~FILEID.pdf`.
    ///
    /// # Errors
    /// Returns [`Error::NotFound`] or [`Error::WrongKind`] if the path is not a folder, and the errors of the calls.
    pub async fn list(&self, path: &RemotePath) -> Result<Vec<NamedEntry>> {
        let folder = self.resolve_folder(path).await?;
        self.folders().remove(&folder.id);
        Ok(self.children(&folder.id).await?.to_vec())
    }

    /// Returns the content of a folder, from the cache if it is there.
    pub(crate) async fn children(&self, folder: &FileId) -> Result<Arc<Vec<NamedEntry>>> {
        if let Some(known) = self.folders().get(folder) {
            return Ok(Arc::clone(known));
        }
        let entries = self.read_folder(folder, FileListScope::Space).await?;
        let names = path_names(&entries);
        let named = names.into_iter().zip(entries).map(|(path_name, entry)| NamedEntry { path_name, entry });
        let mut named: Vec<NamedEntry> = named.collect();
        named.sort_by(|left, right| left.path_name.cmp(&right.path_name));
        let named = Arc::new(named);
        let mut folders = self.folders();
        if folders.len() >= MAX_CACHED {
            folders.clear();
        }
        folders.insert(folder.clone(), Arc::clone(&named));
        Ok(named)
    }

    /// Returns an entry of a folder by its name in paths, if the folder is in the cache.
    pub(crate) fn cached_child(&self, folder: &FileId, name: &str) -> Option<Entry> {
        let folders = self.folders();
        folders.get(folder)?.iter().find(|child| child.path_name == name).map(|child| child.entry.clone())
    }

    /// Forgets the content of a folder that changed.
    pub(crate) fn forget(&self, folder: &FileId) {
        self.folders().remove(folder);
    }

    /// Adds a file to the content of a cached folder, or replaces it there.
    pub(crate) fn remember(&self, folder: &FileId, entry: Entry) {
        let mut folders = self.folders();
        let Some(known) = folders.get_mut(folder) else { return };
        let children = Arc::make_mut(known);
        if let Some(child) = children.iter_mut().find(|child| child.entry.id == entry.id) {
            if child.entry.name == entry.name {
                child.entry = entry;
            } else {
                // A new name changes the names of others, too.
                folders.remove(folder);
            }
            return;
        }
        match children.binary_search_by(|child| child.path_name.cmp(&entry.name)) {
            // Two files of one name: their names in paths depend on both.
            Ok(_) => {
                folders.remove(folder);
            }
            Err(place) => children.insert(place, NamedEntry { path_name: entry.name.clone(), entry }),
        }
    }

    /// Reads the entries of a folder, or those of the recycle bin below it.
    pub(super) async fn read_folder(&self, folder: &FileId, scope: FileListScope) -> Result<Vec<Entry>> {
        let page = CursorPage::default().page_size(PAGE);
        let space = self.space();
        let mut entries = Vec::new();
        let mut add = |item: FileItem| -> Result<()> {
            entries.push(Entry::from_item(item).ok_or(Error::MissingField { field: "id" })?);
            Ok(())
        };
        let client = self.client();
        if space.kind == SpaceType::Personal {
            let request = GetPersonalFiles::new(scope, space.id.clone(), folder.clone()).page_info(page);
            let mut items = client.items(request);
            while let Some(item) = items.try_next().await? {
                add(item)?;
            }
        } else {
            let request = GetDepartmentFiles::new(space.owner.clone(), scope, space.id.clone());
            let request = request.team_type(space.kind).parent_file_id(folder.clone()).page_info(page);
            let mut items = client.items(request);
            while let Some(item) = items.try_next().await? {
                add(item)?;
            }
        }
        Ok(entries)
    }
}
