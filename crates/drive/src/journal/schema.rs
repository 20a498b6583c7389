//! The tables of the journal and their versions.

use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use crate::error::{Error, Result};

/// The changes of the tables, oldest first. `user_version` is the number of those that were applied.
const MIGRATIONS: &[&str] = &["
    CREATE TABLE claims (key TEXT PRIMARY KEY, owner TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE uploads (
        key TEXT PRIMARY KEY, source TEXT NOT NULL, name TEXT NOT NULL, length INTEGER NOT NULL, modified INTEGER NOT NULL,
        sha256 TEXT NOT NULL, file_id TEXT NOT NULL, is_version INTEGER NOT NULL, part_size INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE upload_parts (
        key TEXT NOT NULL, number INTEGER NOT NULL, state BLOB, done INTEGER NOT NULL, PRIMARY KEY (key, number)
    ) WITHOUT ROWID;
    CREATE TABLE downloads (
        key TEXT PRIMARY KEY, target TEXT NOT NULL, name TEXT NOT NULL, length INTEGER NOT NULL, identity TEXT NOT NULL,
        part_size INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE download_parts (
        key TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (key, number)
    ) WITHOUT ROWID;
    CREATE TABLE feeds (key TEXT PRIMARY KEY, cursor TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE feed_files (
        key TEXT NOT NULL, id TEXT NOT NULL, entry TEXT NOT NULL, PRIMARY KEY (key, id)
    ) WITHOUT ROWID;
"];

/// The time to wait for another process that writes.
const BUSY: Duration = Duration::from_secs(10);

/// The number of prepared statements, which is more than all of the journal.
const STATEMENTS: usize = 32;

/// Sets a connection up and creates or updates the tables.
pub(super) fn prepare(db: &mut Connection) -> Result<()> {
    db.busy_timeout(BUSY)?;
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    db.pragma_update(None, "journal_mode", "WAL")?;
    // A lost transaction of the last moment repeats a part; the database stays consistent.
    db.pragma_update(None, "synchronous", "NORMAL")?;
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: usize = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version > MIGRATIONS.len() {
        let reason = "it was written by a newer version of this program; update the program".to_owned();
        return Err(Error::Journal { reason });
    }
    for migration in MIGRATIONS.iter().skip(version) {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "user_version", MIGRATIONS.len())?;
    transaction.commit()?;
    Ok(())
}
