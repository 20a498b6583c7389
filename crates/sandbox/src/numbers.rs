//! The numbers of requests. They are counted in memory, since a request that only reads would else write for its number alone,
//! and written down with what else is written and when the sandbox is closed.

use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension};

/// What the numbers are called in the database.
const NAME: &str = "request";

/// Counts requests, across runs where the state is kept in a file.
pub(crate) struct Numbers {
    /// Behind a lock, since some systems have no atomics of 64 bits.
    last: Mutex<i64>,
    is_kept: bool,
}

impl Numbers {
    /// Goes on where the database stopped.
    pub(crate) fn open(db: &Connection) -> rusqlite::Result<Self> {
        let last = db.query_row("SELECT value FROM counters WHERE name = ?1", [NAME], |row| row.get(0)).optional()?;
        let is_kept = db.path().is_some_and(|path| !path.is_empty());
        Ok(Self { last: Mutex::new(last.unwrap_or_default()), is_kept })
    }

    /// The number of the next request, from 1.
    pub(crate) fn next(&self) -> i64 {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last += 1;
        *last
    }

    /// Writes down the last number. What is in memory alone has no use for it.
    pub(crate) fn keep(&self, db: &Connection) -> rusqlite::Result<()> {
        if !self.is_kept {
            return Ok(());
        }
        let sql = "INSERT INTO counters (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2";
        let last = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        db.prepare_cached(sql)?.execute((NAME, last)).map(|_| ())
    }
}
