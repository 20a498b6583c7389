//! The database: opening it, transactions, and numbers for new IDs.

mod file;
mod overlay;
mod steps;

use std::ffi::c_int;
use std::path::Path;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, TransactionBehavior, ffi};

use crate::runtime::api_error::ApiError;
use crate::runtime::contents::ContentStore;
use crate::runtime::error::SandboxError;
use crate::runtime::options::SandboxOptions;
use crate::runtime::request_counter::RequestCounter;
use crate::runtime::word_search;

pub(crate) use file::DataFile;
pub(crate) use overlay::Overlay;

/// The number of cached prepared statements, which is more than the handlers have.
const STATEMENTS: usize = 512;

/// The number of pages for a copy in one step.
const ALL_PAGES: c_int = -1;

/// A transaction, rolled back if it is dropped before the commit. Within another one it is a savepoint.
pub(crate) struct Transaction<'a> {
    db: &'a Connection,
    changes: u64,
    is_nested: bool,
    is_committed: bool,
}

impl<'a> Transaction<'a> {
    /// Begins a write transaction immediately, so that another program's write never interrupts it.
    pub(crate) fn begin(db: &'a Connection) -> rusqlite::Result<Self> {
        let is_nested = !db.is_autocommit();
        Self::begin_with(db, is_nested, if is_nested { "SAVEPOINT nested" } else { "BEGIN IMMEDIATE" })
    }

    /// Begins a transaction that only reads. Its queries see the same state.
    pub(crate) fn begin_reading(db: &'a Connection) -> rusqlite::Result<Self> {
        Self::begin_with(db, false, "BEGIN")
    }

    fn begin_with(db: &'a Connection, is_nested: bool, sql: &str) -> rusqlite::Result<Self> {
        db.prepare_cached(sql)?.execute(())?;
        Ok(Self { db, changes: db.total_changes(), is_nested, is_committed: false })
    }

    /// Returns true if the transaction has written anything.
    pub(crate) fn has_written(&self) -> bool {
        self.db.total_changes() != self.changes
    }

    pub(crate) fn commit(mut self) -> rusqlite::Result<()> {
        let sql = if self.is_nested { "RELEASE nested" } else { "COMMIT" };
        self.db.prepare_cached(sql)?.execute(())?;
        self.is_committed = true;
        Ok(())
    }

    /// Commits, together with the number of the last request if the transaction has written anything.
    pub(crate) fn commit_with(self, request_counter: &RequestCounter) -> Result<(), ApiError> {
        if self.has_written() {
            request_counter.persist(self.db)?;
        }
        Ok(self.commit()?)
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        // A failure may have rolled back already.
        if !self.is_committed && !self.db.is_autocommit() {
            let sql = if self.is_nested { "ROLLBACK TO nested; RELEASE nested" } else { "ROLLBACK" };
            // A database that cannot roll back fails in the next call.
            let _ = self.db.execute_batch(sql);
        }
    }
}

/// An open database.
pub(crate) struct Store {
    pub(crate) db: Connection,
    /// The lock on its file, if it has one. It is released after the connection.
    pub(crate) file: Option<DataFile>,
}

/// Opens the database. A new one gets its tables and the data of `seed` in one transaction.
pub(crate) fn open(
    path: Option<&Path>,
    seed: impl FnOnce(&Connection) -> Result<(), SandboxError>,
) -> Result<Store, SandboxError> {
    let Some(path) = path else {
        // The write-ahead log of a shared sandbox contains whole pages, so small ones are faster.
        return Ok(Store { db: open_in_memory(1024, seed)?, file: None });
    };
    let file = DataFile::claim(path, steps::newest())?;
    let opened = Connection::open(file.path()).map_err(SandboxError::from).and_then(|db| set_up(db, seed));
    let db = opened.map_err(|error| error.of_file(file.path()))?;
    Ok(Store { db, file: Some(file) })
}

/// Opens a database in memory, with its tables and the data of `seed`.
pub(crate) fn open_in_memory(
    page_size: i64,
    seed: impl FnOnce(&Connection) -> Result<(), SandboxError>,
) -> Result<Connection, SandboxError> {
    let db = Connection::open_in_memory()?;
    db.pragma_update(None, "page_size", page_size)?;
    set_up(db, seed)
}

/// Copies a database to the memory.
pub(crate) fn copy_in_memory(from: &Connection) -> rusqlite::Result<Connection> {
    let mut db = Connection::open_in_memory()?;
    // A database in memory accepts only pages of its own size.
    let page_size: i64 = from.pragma_query_value(None, "page_size", |row| row.get(0))?;
    db.pragma_update(None, "page_size", page_size)?;
    copy(from, &mut db)?;
    Ok(db)
}

/// Replaces a database by a copy of another one with the same page size.
pub(crate) fn copy(from: &Connection, to: &mut Connection) -> rusqlite::Result<()> {
    // All pages in one step, which is one transaction.
    match Backup::new(from, to)?.step(-1)? {
        StepResult::Done => Ok(()),
        _ => Err(rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_BUSY), None)),
    }
}

/// Returns the store of contents that belongs to the database.
pub(crate) fn contents(options: &SandboxOptions) -> Result<ContentStore, SandboxError> {
    let file = options.data.as_deref().map(file::real_path).transpose();
    let unusable = |source| SandboxError::File { file: options.data.clone().unwrap_or_default(), source };
    Ok(ContentStore::new(file.map_err(unusable)?.as_deref()))
}

fn set_up(
    mut db: Connection,
    seed: impl FnOnce(&Connection) -> Result<(), SandboxError>,
) -> Result<Connection, SandboxError> {
    let found = steps::version(&db)?;
    if found == 0 {
        // Written before the write-ahead log exists, so that the file has its application ID however the process ends.
        db.pragma_update(None, "application_id", file::APPLICATION_ID)?;
    }
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.pragma_update(None, "synchronous", "NORMAL")?;
    configure(&db)?;
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if found == 0 {
        steps::create(&transaction)?;
        seed(&transaction)?;
    } else {
        steps::upgrade(&transaction, steps::ALL)?;
    }
    transaction.commit()?;
    Ok(db)
}

/// Configures a connection and defines its functions. Connections that only read need it as well.
pub(crate) fn configure(db: &Connection) -> rusqlite::Result<()> {
    // Recursive and sorted lists use temporary tables, which might otherwise go to a file.
    db.pragma_update(None, "temp_store", "MEMORY")?;
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    // Query plans must not depend on values: a statement with a limit would be planned again in each call.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    word_search::define(db)
}

/// Copies a database to a new file that is deleted with the sandbox, so it need not survive a failure of the system.
pub(crate) fn copy_to_private(from: &Connection, path: &Path) -> rusqlite::Result<Connection> {
    let mut db = Connection::open(path)?;
    db.pragma_update(None, "synchronous", "OFF")?;
    db.pragma_update(None, "journal_mode", "OFF")?;
    Backup::new(from, &mut db)?.step(ALL_PAGES)?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    configure(&db)?;
    // The first write needs the folder, which may be deleted afterwards.
    db.pragma_update(None, "user_version", steps::version(&db)?)?;
    Ok(db)
}

/// Expires all tokens, temporary keys and sessions that the sandbox issued.
pub(crate) fn expire_tokens(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch(
        "UPDATE tokens SET expires_at = 0; UPDATE temporary_keys SET expires_at = 0; UPDATE sessions SET expires_at = 0;
         UPDATE records SET record = json_set(record, '$.expires_at', 0, '$.refresh_expires_at', 0)
         WHERE kind = 'koodrive.carrier_session';
         UPDATE records SET record = json_set(record, '$.expires_at', 0) WHERE kind = 'koodrive.verification_token';",
    )
}

/// Returns the next number for things called `name`, starting at 1.
pub(crate) fn next_number(db: &Connection, name: &str) -> rusqlite::Result<i64> {
    db.prepare_cached(
        "INSERT INTO counters (name, value) VALUES (?1, 1)
         ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value",
    )?
    .query_row([name], |row| row.get(0))
}
