//! The properties of files and folders.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use dav_server::fs::{DavDirEntry, DavMetaData, FsError, FsFuture, FsResult};
use futures_util::FutureExt;
use futures_util::future::ready;
use hwc_drive::{Entry, NamedEntry};

/// The number of digits of a hash in a tag: 128 bits. Some clients have no room for 256.
const TAG_LENGTH: usize = 32;

/// The properties of a file or folder.
#[derive(Clone, Debug)]
pub(super) struct EntryMetadata(pub(super) Entry);

impl DavMetaData for EntryMetadata {
    fn len(&self) -> u64 {
        self.0.size
    }

    fn modified(&self) -> FsResult<SystemTime> {
        system_time(self.0.edited_at.or(self.0.created_at))
    }

    fn created(&self) -> FsResult<SystemTime> {
        system_time(self.0.created_at)
    }

    fn is_dir(&self) -> bool {
        self.0.is_folder
    }

    /// Returns a text that changes with the content. A folder has none.
    fn etag(&self) -> Option<String> {
        let Entry { id, size, sha256, edited_at, is_folder, .. } = &self.0;
        match sha256 {
            _ if *is_folder => None,
            Some(hash) if hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                Some(hash.chars().take(TAG_LENGTH).collect())
            }
            _ => {
                let id: String = id.as_str().chars().filter(char::is_ascii_alphanumeric).collect();
                Some(format!("{id}-{size:x}-{:x}", (*edited_at)?))
            }
        }
    }
}

fn system_time(millis: Option<i64>) -> FsResult<SystemTime> {
    let millis = millis.and_then(|millis| u64::try_from(millis).ok());
    millis.and_then(|millis| UNIX_EPOCH.checked_add(Duration::from_millis(millis))).ok_or(FsError::NotImplemented)
}

/// A file or folder in a listing.
#[derive(Debug)]
pub(super) struct DirEntry(NamedEntry);

impl DirEntry {
    pub(super) fn boxed(entry: NamedEntry) -> Box<dyn DavDirEntry> {
        Box::new(Self(entry))
    }
}

impl DavDirEntry for DirEntry {
    fn name(&self) -> Vec<u8> {
        self.0.path_name.clone().into_bytes()
    }

    fn metadata(&'_ self) -> FsFuture<'_, Box<dyn DavMetaData>> {
        ready(Ok(Box::new(EntryMetadata(self.0.entry.clone())) as Box<dyn DavMetaData>)).boxed()
    }
}
