//! The database: how it is opened, and where numbers for new ids come from.

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use crate::error::SandboxError;
use crate::options::Options;

/// The version of the tables. A file with another one is not touched.
const VERSION: i64 = 4;

/// The tables, one file for each thing that belongs together.
const SCHEMA: [&str; 7] = [
    include_str!("schema/shared.sql"),
    include_str!("schema/osm_cases.sql"),
    include_str!("schema/osm_messages.sql"),
    include_str!("schema/osm_configuration.sql"),
    include_str!("schema/osm_authorizations.sql"),
    include_str!("schema/koodrive.sql"),
    include_str!("schema/insight.sql"),
];

/// How many statements stay prepared: more than the behaviours have.
const STATEMENTS: usize = 512;

/// A transaction, undone when it is dropped before it was committed.
pub(crate) struct Attempt<'a> {
    db: &'a Connection,
    changes: u64,
}

impl<'a> Attempt<'a> {
    pub(crate) fn begin(db: &'a Connection) -> rusqlite::Result<Self> {
        db.prepare_cached("BEGIN")?.execute(())?;
        Ok(Self { db, changes: db.total_changes() })
    }

    /// Whether anything was written since it began.
    pub(crate) fn has_written(&self) -> bool {
        self.db.total_changes() != self.changes
    }

    pub(crate) fn commit(self) -> rusqlite::Result<()> {
        self.db.prepare_cached("COMMIT")?.execute(()).map(|_| ())
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        if !self.db.is_autocommit() {
            // A database that cannot even do this fails in the next call.
            let _ = self.db.execute_batch("ROLLBACK");
        }
    }
}

/// Opens the database. Tells whether it is new.
pub(crate) fn open(options: &Options) -> Result<(Connection, bool), SandboxError> {
    let mut db = match &options.data {
        Some(file) => Connection::open(file)?,
        None => Connection::open_in_memory()?,
    };
    // Nothing is written before it is certain whose file it is.
    let found: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", (), |row| row.get(0))?;
    if found == 0 && tables > 0 {
        return Err(SandboxError::OtherDatabase);
    }
    if found != 0 && found != VERSION {
        return Err(SandboxError::OtherVersion { found, needed: VERSION });
    }
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.pragma_update(None, "synchronous", "NORMAL")?;
    // Recursive and sorted lists use scratch tables, which else may go to a file.
    db.pragma_update(None, "temp_store", "MEMORY")?;
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    // A plan must not depend on the values, or a statement with a limit would be planned anew in each call.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    if found == 0 {
        let setup = db.transaction()?;
        setup.execute_batch(&SCHEMA.concat())?;
        setup.pragma_update(None, "user_version", VERSION)?;
        setup.commit()?;
    }
    Ok((db, found == 0))
}

/// Ends all tokens, temporary keys and sessions that the sandbox gave.
pub(crate) fn expire_tokens(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch(
        "UPDATE tokens SET expires_at = 0; UPDATE temporary_keys SET expires_at = 0; UPDATE sessions SET expires_at = 0;",
    )
}

/// The next number for things called `name`, from 1.
pub(crate) fn next_number(db: &Connection, name: &str) -> rusqlite::Result<i64> {
    db.prepare_cached(
        "INSERT INTO counters (name, value) VALUES (?1, 1)
         ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value",
    )?
    .query_row([name], |row| row.get(0))
}
