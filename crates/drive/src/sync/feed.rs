//! The tree of a drive: by its change feed, or by a walk.

use std::collections::BTreeMap;

use hwc_api::koodrive::{CreateSyncDir, DeviceId, FileChange, GetStartCursor, ListChanges};

use super::{SyncOptions, SyncReport};
use crate::drive::Drive;
use crate::entry::Entry;
use crate::error::{Error, Result};
use crate::journal::FeedRecord;
use crate::remote::{TreeEntry, arrange};

/// Changes per page, the maximum of the service.
const PAGE: u32 = 100;

impl Drive {
    /// Reads everything below a folder.
    pub(super) async fn read_tree(
        &self,
        folder: &Entry,
        options: &SyncOptions,
        report: &mut SyncReport,
    ) -> Result<Vec<TreeEntry>> {
        let Some(device) = options.feed.as_ref().filter(|_| !options.dry_run) else { return self.walk(folder).await };
        if folder.id == self.0.root {
            return Err(Error::invalid_path("/", "the top folder has no change feed; choose a folder in it"));
        }
        let mark = CreateSyncDir::new(self.space_id()).file_id(folder.id.clone());
        self.client().send(mark).await?;
        let key = format!("{} {}", self.space().id, folder.id);
        let known = self.journal().find_feed(&key)?;
        let followed = match known {
            Some(record) => self.follow(folder, device, record).await,
            None => None,
        };
        report.used_feed = followed.is_some();
        let record = match followed {
            Some(record) => record,
            None => self.start_feed(folder).await?,
        };
        self.journal().store_feed(&key, &record)?;
        Ok(arrange(&folder.id, record.entries.into_values().collect()))
    }

    /// Walks the directory. The cursor is older than the walk, so no change is missed.
    async fn start_feed(&self, folder: &Entry) -> Result<FeedRecord> {
        let cursor = self.client().send(GetStartCursor::new(self.space_id(), folder.id.clone())).await?.start_cursor;
        let cursor = cursor.ok_or(Error::MissingField { field: "startCursor" })?;
        let entries = self.walk_entries(&folder.id).await?;
        Ok(FeedRecord { cursor, entries: entries.into_iter().map(|entry| (entry.id.to_string(), entry)).collect() })
    }

    /// Applies the changes since the last run. Returns `None` if the feed cannot be used: the cursor is too old, or a change is
    /// of an unknown type.
    async fn follow(&self, folder: &Entry, device: &DeviceId, mut record: FeedRecord) -> Option<FeedRecord> {
        loop {
            let request = ListChanges::new(self.space_id(), folder.id.clone(), device.clone());
            let page = self.client().send(request.cursor(record.cursor.as_str()).page_size(PAGE)).await.ok()?;
            for change in page.file_change_list {
                apply(&mut record.entries, change)?;
            }
            let next = page.next_cursor?;
            let is_stuck = next == record.cursor && page.has_more == Some(true);
            record.cursor = next;
            match page.has_more {
                Some(true) if !is_stuck => {}
                Some(false) => return Some(record),
                _ => return None,
            }
        }
    }
}

/// Applies a change to the entries of a directory. Returns `None` for a change of an unknown type.
fn apply(entries: &mut BTreeMap<String, Entry>, change: FileChange) -> Option<()> {
    let kind = change.change_type?;
    let file = change.file_info?;
    let id = file.id.clone()?.to_string();
    match kind.as_str() {
        "create" | "update" | "rename" | "move" | "moveIn" | "restore" => {
            entries.insert(id, Entry::from_sync_file(file)?);
        }
        "moveOut" | "recycle" | "delete" => {
            entries.remove(&id);
        }
        _ => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use hwc_api::koodrive::SyncFile;

    use super::*;

    fn change(kind: &str) -> FileChange {
        let mut file = SyncFile::default();
        (file.id, file.file_name) = (Some("F1".into()), Some("a".to_owned()));
        let mut change = FileChange::default();
        (change.change_type, change.file_info) = (Some(kind.to_owned()), Some(file));
        change
    }

    #[test]
    fn known_changes_are_applied_and_others_are_not() {
        let mut entries = BTreeMap::new();
        assert_eq!(apply(&mut entries, change("create")), Some(()));
        assert_eq!(entries.len(), 1);
        assert_eq!(apply(&mut entries, change("recycle")), Some(()));
        assert!(entries.is_empty());
        assert_eq!(apply(&mut entries, change("merged")), None);
        assert_eq!(apply(&mut entries, FileChange::default()), None);
    }
}
