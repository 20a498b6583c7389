//! The records of synchronization directories: the cursor of the change feed, and the files at that cursor.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, params};

use super::Journal;
use crate::entry::Entry;
use crate::error::Result;

/// The state of a change feed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FeedRecord {
    pub(crate) cursor: String,
    /// The files and folders of the directory by ID.
    pub(crate) entries: BTreeMap<String, Entry>,
}

impl Journal {
    /// Finds the state of a feed. A state that cannot be read counts as none.
    pub(crate) fn find_feed(&self, key: &str) -> Result<Option<FeedRecord>> {
        let db = self.db();
        let mut statement = db.prepare_cached("SELECT cursor FROM feeds WHERE key = ?1")?;
        let Some(cursor) = statement.query_row([key], |row| row.get(0)).optional()? else { return Ok(None) };
        let mut files = db.prepare_cached("SELECT id, entry FROM feed_files WHERE key = ?1")?;
        let mut rows = files.query([key])?;
        let mut entries = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let text: String = row.get(1)?;
            let Ok(entry) = hwc_api::serde_json::from_str(&text) else { return Ok(None) };
            entries.insert(row.get(0)?, entry);
        }
        Ok(Some(FeedRecord { cursor, entries }))
    }

    /// Replaces the state of a feed.
    pub(crate) fn store_feed(&self, key: &str, record: &FeedRecord) -> Result<()> {
        let mut db = self.db();
        let transaction = db.transaction()?;
        transaction.execute("DELETE FROM feed_files WHERE key = ?1", [key])?;
        transaction.execute("INSERT OR REPLACE INTO feeds VALUES (?1, ?2)", params![key, record.cursor])?;
        let mut insert = transaction.prepare_cached("INSERT INTO feed_files VALUES (?1, ?2, ?3)")?;
        for (id, entry) in &record.entries {
            let text = hwc_api::serde_json::to_string(entry).unwrap_or_default();
            insert.execute(params![key, id, text])?;
        }
        drop(insert);
        transaction.commit()?;
        Ok(())
    }
}
