//! The records of downloads.

use rusqlite::{OptionalExtension, params};

use super::transfers::Tables;
use super::{Journal, TransferDirection};
use crate::error::Result;

/// The tables of downloads. Only parts that are done have a row.
pub(super) const TABLES: Tables = Tables {
    direction: TransferDirection::Download,
    transfers: "downloads",
    parts: "download_parts",
    path: "target",
    is_done: "true",
};

/// A download whose content is in a partial file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DownloadRecord {
    /// The local file.
    pub(crate) target: String,
    /// The name in the drive.
    pub(crate) name: String,
    pub(crate) length: u64,
    /// The content: the file, its version and its hash. Another content cannot be continued.
    pub(crate) identity: String,
    pub(crate) part_size: u64,
    /// The numbers of the parts that are on the disk, from 0.
    pub(crate) done: Vec<u32>,
}

/// Returns the name of the partial file of a download.
pub(crate) fn part_name(key: &str) -> String {
    format!(".hwc-{}.part", key.get(..16).unwrap_or(key))
}

impl DownloadRecord {
    pub(crate) fn part_count(&self) -> u32 {
        u32::try_from(self.length.div_ceil(self.part_size)).unwrap_or(u32::MAX)
    }

    /// Returns the position and the length of a part.
    pub(crate) fn part_range(&self, number: u32) -> (u64, u64) {
        let start = u64::from(number).saturating_mul(self.part_size);
        (start, self.part_size.min(self.length.saturating_sub(start)))
    }

    /// Returns the number of bytes in the parts that are on the disk.
    pub(crate) fn done_bytes(&self) -> u64 {
        self.done.iter().map(|number| self.part_range(*number).1).sum()
    }
}

impl Journal {
    /// Finds a download.
    pub(crate) fn find_download(&self, key: &str) -> Result<Option<DownloadRecord>> {
        let db = self.db();
        let mut statement =
            db.prepare_cached("SELECT target, name, length, identity, part_size FROM downloads WHERE key = ?1")?;
        let found = statement.query_row([key], |row| {
            Ok(DownloadRecord {
                target: row.get(0)?,
                name: row.get(1)?,
                length: row.get(2)?,
                identity: row.get(3)?,
                part_size: row.get(4)?,
                done: Vec::new(),
            })
        });
        let Some(mut record) = found.optional()? else { return Ok(None) };
        let mut parts = db.prepare_cached("SELECT number FROM download_parts WHERE key = ?1 ORDER BY number")?;
        record.done = parts.query_map([key], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        Ok(Some(record))
    }

    /// Stores a download without finished parts in place of an earlier one.
    pub(crate) fn start_download(&self, key: &str, record: &DownloadRecord) -> Result<()> {
        let mut db = self.db();
        let transaction = db.transaction()?;
        TABLES.remove(&transaction, key)?;
        let DownloadRecord { target, name, length, identity, part_size, .. } = record;
        transaction.execute(
            "INSERT INTO downloads VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![key, target, name, length, identity, part_size],
        )?;
        transaction.commit()?;
        Ok(())
    }

    /// Records that a part is on the disk.
    pub(crate) fn finish_download_part(&self, key: &str, number: u32) -> Result<()> {
        let db = self.db();
        let mut insert = db.prepare_cached("INSERT OR IGNORE INTO download_parts VALUES (?1, ?2)")?;
        insert.execute(params![key, number])?;
        Ok(())
    }

    /// Removes a download that ended or cannot be continued.
    pub(crate) fn remove_download(&self, key: &str) -> Result<()> {
        let mut db = self.db();
        let transaction = db.transaction()?;
        TABLES.remove(&transaction, key)?;
        transaction.commit()?;
        Ok(())
    }
}
