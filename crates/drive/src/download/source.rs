//! Sources of downloads: the current version of a file, or an old one.

use hwc_api::koodrive::RevisionId;

use crate::entry::Entry;

/// A source of a download.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DownloadSource {
    pub(super) entry: Entry,
    /// The old version with its size.
    pub(super) revision: Option<(RevisionId, u64)>,
}

impl DownloadSource {
    /// Creates a source of the current version of a file.
    #[must_use]
    pub fn file(entry: Entry) -> Self {
        Self { entry, revision: None }
    }

    /// Creates a source of an old version of a file, with the size that the list of versions has.
    #[must_use]
    pub fn revision(entry: Entry, revision: impl Into<RevisionId>, size: u64) -> Self {
        Self { entry, revision: Some((revision.into(), size)) }
    }

    /// Returns the size in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.revision.as_ref().map_or(self.entry.size, |(_, size)| *size)
    }

    /// Returns the SHA-256 that the service sends. It sends none for old versions.
    #[must_use]
    pub fn sha256(&self) -> Option<&str> {
        self.entry.sha256.as_deref().filter(|_| self.revision.is_none())
    }

    /// Returns a text that differs for each content.
    pub(super) fn identity(&self) -> String {
        match &self.revision {
            Some((revision, size)) => format!("{} {revision} {size}", self.entry.id),
            None => self.entry.identity(),
        }
    }
}
