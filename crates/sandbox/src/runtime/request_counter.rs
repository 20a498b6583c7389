//! The numbers of requests. They are counted in memory, because otherwise a request that only reads would have to write its
//! number. They are saved together with other writes and when the sandbox is closed.

use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension};

/// The name of the counter in the database.
const NAME: &str = "request";

/// Counts requests, across runs if the state is kept in a file.
pub(crate) struct RequestCounter {
    /// Behind a lock, because some systems have no 64-bit atomics.
    last: Mutex<i64>,
    is_persistent: bool,
}

impl RequestCounter {
    /// Continues after the last number in the database. It is saved if `is_persistent` is true.
    pub(crate) fn open(db: &Connection, is_persistent: bool) -> rusqlite::Result<Self> {
        let last = db.query_row("SELECT value FROM counters WHERE name = ?1", [NAME], |row| row.get(0)).optional()?;
        Ok(Self { last: Mutex::new(last.unwrap_or_default()), is_persistent })
    }

    /// Returns the number of the next request, starting at 1.
    pub(crate) fn next(&self) -> i64 {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last += 1;
        *last
    }

    /// Saves the last number. Does nothing for a database that is deleted with the sandbox.
    pub(crate) fn persist(&self, db: &Connection) -> rusqlite::Result<()> {
        if !self.is_persistent {
            return Ok(());
        }
        let sql = "INSERT INTO counters (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2";
        let last = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        db.prepare_cached(sql)?.execute((NAME, last)).map(|_| ())
    }
}
