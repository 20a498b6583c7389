//! Files, folders and versions.

use hwc_api::koodrive::FileRevision;
use hwc_drive::Entry;
use schemars::JsonSchema;
use serde::Serialize;

use super::time;

/// A file or folder in a drive.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct DriveEntry {
    /// The path from the listed folder, or the whole path.
    pub(crate) path: String,
    /// The name.
    pub(crate) name: String,
    /// The ID.
    pub(crate) id: String,
    /// The type: `file` or `folder`.
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    /// The size in bytes. 0 for a folder.
    pub(crate) size: u64,
    /// The SHA-256 of the content in hexadecimal digits, if the service sends it.
    pub(crate) sha256: Option<String>,
    /// The time of creation.
    pub(crate) created_at: Option<String>,
    /// The time of the last change.
    pub(crate) edited_at: Option<String>,
}

impl DriveEntry {
    /// Converts an entry with its path.
    pub(crate) fn new(path: impl Into<String>, entry: Entry) -> Self {
        Self {
            path: path.into(),
            name: entry.name,
            id: entry.id.to_string(),
            kind: if entry.is_folder { "folder" } else { "file" },
            size: entry.size,
            sha256: entry.sha256,
            created_at: entry.created_at.map(time),
            edited_at: entry.edited_at.map(time),
        }
    }
}

/// A file or folder in a drive with its position.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct EntryDetails {
    /// The properties.
    #[serde(flatten)]
    pub(crate) entry: DriveEntry,
    /// The ID of the space.
    pub(crate) space: String,
    /// The path of IDs, if the service sends it.
    pub(crate) id_path: Option<String>,
}

/// The sum of the files in a folder.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct FolderUsage {
    /// The path.
    pub(crate) path: String,
    /// The number of bytes.
    pub(crate) size: Option<u64>,
    /// The number of files.
    pub(crate) files: Option<u64>,
    /// The number of folders.
    pub(crate) folders: Option<u64>,
}

/// A version of a file.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Version {
    /// The ID, for `cp --version` and `cat --version`.
    pub(crate) id: Option<String>,
    /// The number of the version.
    pub(crate) version: Option<i64>,
    /// The size in bytes.
    pub(crate) size: Option<u64>,
    /// The time of creation.
    pub(crate) created_at: Option<String>,
    /// True for the content that the file has now.
    pub(crate) is_latest: bool,
}

impl From<&FileRevision> for Version {
    fn from(revision: &FileRevision) -> Self {
        Self {
            id: revision.revision_id.as_ref().map(ToString::to_string),
            version: revision.revision_version,
            size: revision.size,
            created_at: revision.created_at.map(time),
            is_latest: revision.latest_version == Some(true),
        }
    }
}
