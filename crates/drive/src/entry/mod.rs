//! Files and folders, and their names in paths.

mod path_names;

use hwc_api::Timestamp;
use hwc_api::koodrive::{FileId, FileItem, FileType, SyncFile};

pub(crate) use path_names::path_names;

/// A file or a folder of a space.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct Entry {
    /// The ID.
    pub id: FileId,
    /// The name.
    pub name: String,
    /// True for a folder.
    pub is_folder: bool,
    /// The size in bytes. 0 for a folder.
    pub size: u64,
    /// The SHA-256 in lowercase hexadecimal digits, if the service sends it.
    pub sha256: Option<String>,
    /// The time of creation in milliseconds since 1970.
    pub created_at: Option<i64>,
    /// The time of the last change in milliseconds since 1970.
    pub edited_at: Option<i64>,
    /// The folder that it is in.
    pub parent: Option<FileId>,
    /// The path of IDs, if the service sends it.
    pub id_path: Option<String>,
}

/// An entry of a folder with its name in paths, which differs from its name if the folder has several entries of that name.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct NamedEntry {
    /// The name in paths.
    pub path_name: String,
    /// The entry.
    #[serde(flatten)]
    pub entry: Entry,
}

impl Entry {
    /// Returns the top folder of a space.
    pub(crate) fn root(id: &FileId) -> Self {
        Self {
            id: id.clone(),
            name: String::new(),
            is_folder: true,
            size: 0,
            sha256: None,
            created_at: None,
            edited_at: None,
            parent: None,
            id_path: None,
        }
    }

    /// Creates an entry from that of a list, or `None` without ID or name.
    pub(crate) fn from_item(item: FileItem) -> Option<Self> {
        let content = item.attachments.into_iter().next();
        let sha256 = item.sha256.or_else(|| content.and_then(|content| content.sha256.or(content.asset?.sha256)));
        Some(Self {
            id: item.id?,
            name: item.file_name?,
            is_folder: item.file_type.is_some_and(|kind| kind == FileType::Folder),
            size: item.size.unwrap_or_default(),
            sha256: sha256.map(|hash| hash.to_ascii_lowercase()),
            created_at: millis(item.created_time.as_ref()),
            edited_at: millis(item.edited_time.as_ref()),
            parent: item.parent_folder.into_iter().next(),
            id_path: item.id_path,
        })
    }

    /// Creates an entry from that of a walk or a feed, or `None` without ID or name.
    pub(crate) fn from_sync_file(file: SyncFile) -> Option<Self> {
        Some(Self {
            id: file.id?,
            name: file.file_name?,
            is_folder: file.file_type.is_some_and(|kind| kind == FileType::Folder),
            size: file.size.unwrap_or_default(),
            sha256: file.sha256.map(|hash| hash.to_ascii_lowercase()),
            created_at: millis(file.created_time.as_ref()),
            edited_at: millis(file.edited_time.as_ref()),
            parent: file.parent_folder.into_iter().next(),
            id_path: None,
        })
    }

    /// Returns a text that changes whenever the content changes.
    pub(crate) fn identity(&self) -> String {
        let edited = self.edited_at.unwrap_or_default();
        format!("{} {} {} {edited}", self.id, self.size, self.sha256.as_deref().unwrap_or_default())
    }

    #[cfg(test)]
    pub(crate) fn test_file(id: &str, name: &str) -> Self {
        Self { name: name.to_owned(), is_folder: false, ..Self::root(&id.into()) }
    }
}

fn millis(time: Option<&Timestamp>) -> Option<i64> {
    time.and_then(Timestamp::unix_millis)
}
