//! The records of uploads.

use rusqlite::{OptionalExtension, params};

use super::transfers::Tables;
use super::{Journal, TransferDirection};
use crate::error::Result;

/// The tables of uploads.
pub(super) const TABLES: Tables = Tables {
    direction: TransferDirection::Upload,
    transfers: "uploads",
    parts: "upload_parts",
    path: "source",
    is_done: "done",
};

/// An upload that was started at the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UploadRecord {
    /// The local file.
    pub(crate) source: String,
    /// The name in the drive.
    pub(crate) name: String,
    pub(crate) length: u64,
    /// The time of the last change of the local file, in nanoseconds.
    pub(crate) modified: i64,
    pub(crate) sha256: String,
    /// The ID that the service gave to the file.
    pub(crate) file_id: String,
    /// True if the upload becomes a new version of an existing file.
    pub(crate) is_version: bool,
    pub(crate) part_size: u64,
    /// The words of the hash before each part but the first. Empty if the parts are sent in order.
    pub(crate) states: Vec<[u32; 8]>,
    /// The numbers of the parts that the service has.
    pub(crate) done: Vec<u32>,
}

impl UploadRecord {
    /// Returns the number of parts. A file without content has one.
    pub(crate) fn part_count(&self) -> u32 {
        u32::try_from(self.length.div_ceil(self.part_size)).unwrap_or(u32::MAX).max(1)
    }

    /// Returns the position and the length of a part.
    pub(crate) fn part_range(&self, number: u32) -> (u64, u64) {
        let start = u64::from(number.saturating_sub(1)).saturating_mul(self.part_size);
        (start, self.part_size.min(self.length.saturating_sub(start)))
    }

    /// Returns the number of bytes in the parts that the service has.
    pub(crate) fn done_bytes(&self) -> u64 {
        self.done.iter().map(|number| self.part_range(*number).1).sum()
    }
}

impl Journal {
    /// Finds an upload.
    pub(crate) fn find_upload(&self, key: &str) -> Result<Option<UploadRecord>> {
        let db = self.db();
        let mut statement = db.prepare_cached(
            "SELECT source, name, length, modified, sha256, file_id, is_version, part_size FROM uploads WHERE key = ?1",
        )?;
        let found = statement.query_row([key], |row| {
            Ok(UploadRecord {
                source: row.get(0)?,
                name: row.get(1)?,
                length: row.get(2)?,
                modified: row.get(3)?,
                sha256: row.get(4)?,
                file_id: row.get(5)?,
                is_version: row.get(6)?,
                part_size: row.get(7)?,
                states: Vec::new(),
                done: Vec::new(),
            })
        });
        let Some(mut record) = found.optional()? else { return Ok(None) };
        let mut parts =
            db.prepare_cached("SELECT number, state, done FROM upload_parts WHERE key = ?1 ORDER BY number")?;
        let mut rows = parts.query([key])?;
        while let Some(row) = rows.next()? {
            let state: Option<Vec<u8>> = row.get(1)?;
            record.states.extend(state.as_deref().and_then(words));
            if row.get(2)? {
                record.done.push(row.get(0)?);
            }
        }
        Ok(Some(record))
    }

    /// Stores an upload in place of an earlier one.
    pub(crate) fn start_upload(&self, key: &str, record: &UploadRecord) -> Result<()> {
        let mut db = self.db();
        let transaction = db.transaction()?;
        TABLES.remove(&transaction, key)?;
        let UploadRecord { source, name, length, modified, sha256, file_id, is_version, part_size, .. } = record;
        transaction
            .prepare_cached("INSERT INTO uploads VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?
            .execute(params![key, source, name, length, modified, sha256, file_id, is_version, part_size])?;
        let mut insert = transaction.prepare_cached("INSERT INTO upload_parts VALUES (?1, ?2, ?3, ?4)")?;
        for number in 1..=record.part_count() {
            let state = number.checked_sub(2).and_then(|index| record.states.get(index as usize)).map(bytes);
            insert.execute(params![key, number, state, record.done.contains(&number)])?;
        }
        drop(insert);
        transaction.commit()?;
        Ok(())
    }

    /// Records that the service has a part.
    pub(crate) fn finish_upload_part(&self, key: &str, number: u32) -> Result<()> {
        let db = self.db();
        let mut update = db.prepare_cached("UPDATE upload_parts SET done = 1 WHERE key = ?1 AND number = ?2")?;
        update.execute(params![key, number])?;
        Ok(())
    }

    /// Removes an upload that ended or cannot be continued.
    pub(crate) fn remove_upload(&self, key: &str) -> Result<()> {
        let mut db = self.db();
        let transaction = db.transaction()?;
        TABLES.remove(&transaction, key)?;
        transaction.commit()?;
        Ok(())
    }
}

fn bytes(words: &[u32; 8]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_be_bytes()).collect()
}

fn words(bytes: &[u8]) -> Option<[u32; 8]> {
    let (words, []) = bytes.as_chunks::<4>() else { return None };
    let words: Vec<u32> = words.iter().map(|word| u32::from_be_bytes(*word)).collect();
    words.try_into().ok()
}
