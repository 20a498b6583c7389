//! The functions that the records of uploads and downloads share.

use rusqlite::Connection;

use super::{PendingTransfer, TransferDirection};
use crate::error::Result;

/// The tables of one direction.
pub(super) struct Tables {
    pub(super) direction: TransferDirection,
    /// The table of the transfers.
    pub(super) transfers: &'static str,
    /// The table of their parts.
    pub(super) parts: &'static str,
    /// The column with the local path.
    pub(super) path: &'static str,
    /// The condition of a part that is done.
    pub(super) is_done: &'static str,
}

impl Tables {
    /// Removes a transfer with its parts.
    pub(super) fn remove(&self, db: &Connection, key: &str) -> Result<()> {
        for table in [self.transfers, self.parts] {
            db.prepare_cached(&format!("DELETE FROM {table} WHERE key = ?1"))?.execute([key])?;
        }
        Ok(())
    }

    /// Returns the keys of all transfers.
    pub(super) fn keys(&self, db: &Connection) -> Result<Vec<String>> {
        let mut statement = db.prepare(&format!("SELECT key FROM {} ORDER BY key", self.transfers))?;
        let keys = statement.query_map([], |row| row.get(0))?;
        Ok(keys.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns all transfers, in the order of their local paths.
    pub(super) fn pending(&self, db: &Connection) -> Result<Vec<PendingTransfer>> {
        let Self { transfers, parts, path, is_done, .. } = self;
        let done = format!("SELECT count(*) FROM {parts} WHERE {parts}.key = {transfers}.key AND {is_done}");
        let columns = format!("{path}, name, length, part_size, ({done})");
        let mut statement = db.prepare(&format!("SELECT {columns} FROM {transfers} ORDER BY {path}"))?;
        let rows = statement.query_map([], |row| {
            let (length, part_size, done): (u64, u64, u64) = (row.get(2)?, row.get(3)?, row.get(4)?);
            Ok(PendingTransfer {
                direction: self.direction,
                local_path: row.get(0)?,
                name: row.get(1)?,
                length,
                done: done.saturating_mul(part_size).min(length),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
