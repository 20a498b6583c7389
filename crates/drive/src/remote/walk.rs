//! Walking the tree below a folder: a call for each thousand files.

use std::collections::BTreeMap;

use hwc_api::koodrive::{FileId, FileType, WalkFile, WalkPage};

use crate::drive::Drive;
use crate::entry::{Entry, path_names};
use crate::error::{Error, Result};

/// An entry below a folder, with its path from that folder.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct TreeEntry {
    /// The path from the folder, with slashes between the names of [`Drive::list`].
    pub path: String,
    /// The entry.
    #[serde(flatten)]
    pub entry: Entry,
}

/// Elements per page, the maximum of the service.
const PAGE: u32 = 1000;

impl Drive {
    /// Lists everything below a folder, sorted by path: folders precede their content.
    ///
    /// # Errors
    /// Returns the errors of the calls.
    pub async fn walk(&self, folder: &Entry) -> Result<Vec<TreeEntry>> {
        let entries = self.walk_entries(&folder.id).await?;
        Ok(arrange(&folder.id, entries))
    }

    /// Returns true if a folder or one of its subfolders has a file. Reads pages until the first file.
    ///
    /// # Errors
    /// Returns the errors of the calls.
    pub async fn has_files(&self, folder: &Entry) -> Result<bool> {
        let page = WalkPage::default().page_size(PAGE);
        let mut items = self.client().items(WalkFile::new(self.space_id(), folder.id.clone()).page_info(page));
        while let Some(file) = items.try_next().await? {
            if file.file_type.is_none_or(|kind| kind != FileType::Folder) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Lists everything below a folder without paths.
    pub(crate) async fn walk_entries(&self, folder: &FileId) -> Result<Vec<Entry>> {
        let page = WalkPage::default().page_size(PAGE);
        let mut items = self.client().items(WalkFile::new(self.space_id(), folder.clone()).page_info(page));
        let mut entries = Vec::new();
        while let Some(file) = items.try_next().await? {
            entries.push(Entry::from_sync_file(file).ok_or(Error::MissingField { field: "id" })?);
        }
        Ok(entries)
    }
}

/// Computes the paths of entries. Entries that are not below the folder are left away: they moved during the walk.
pub(crate) fn arrange(folder: &FileId, entries: Vec<Entry>) -> Vec<TreeEntry> {
    let mut by_parent: BTreeMap<FileId, Vec<Entry>> = BTreeMap::new();
    for entry in entries {
        if let Some(parent) = entry.parent.clone() {
            by_parent.entry(parent).or_default().push(entry);
        }
    }
    let mut tree = Vec::new();
    let mut folders = vec![(folder.clone(), String::new())];
    while let Some((id, path)) = folders.pop() {
        // Removing the content ends the walk even if the service reports a cycle.
        let children = by_parent.remove(&id).unwrap_or_default();
        for (name, entry) in path_names(&children).into_iter().zip(children) {
            let path = if path.is_empty() { name } else { format!("{path}/{name}") };
            if entry.is_folder {
                folders.push((entry.id.clone(), path.clone()));
            }
            tree.push(TreeEntry { path, entry });
        }
    }
    tree.sort_by(|left, right| left.path.split('/').cmp(right.path.split('/')));
    tree
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str, parent: &str, name: &str, is_folder: bool) -> Entry {
        Entry { is_folder, parent: Some(parent.into()), ..Entry::test_file(id, name) }
    }

    #[test]
    fn entries_are_arranged_by_path() {
        let entries = vec![
            entry("f1", "d2", "x", false),
            entry("d2", "d1", "b", true),
            entry("d1", "root", "a", true),
            entry("f2", "root", "a.txt", false),
            entry("f3", "elsewhere", "y", false),
        ];
        let paths: Vec<String> = arrange(&"root".into(), entries).into_iter().map(|entry| entry.path).collect();
        assert_eq!(paths, ["a", "a/b", "a/b/x", "a.txt"]);
    }

    #[test]
    fn a_cycle_ends() {
        let entries = vec![entry("d1", "d2", "a", true), entry("d2", "d1", "b", true)];
        assert_eq!(arrange(&"d1".into(), entries).len(), 2);
    }
}
