//! The connections to the database: one that writes, and some that read beside it.

use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OpenFlags};

use crate::runtime::private_file::PrivateFolder;
use crate::runtime::request_budget::{BudgetedConnection, RequestBudget};
use crate::runtime::store::{self, DataFile, Store};

/// The maximum number of connections that only read.
pub(crate) const READERS: usize = 4;

/// The database of a sandbox.
///
/// A database in a file has a write-ahead log, so that readers see the last commit while somebody writes. A database in
/// memory has one connection for all, until it is [shared](Self::share).
pub(crate) struct Database {
    writer: Mutex<BudgetedConnection>,
    readers: Readers,
    /// Dropped after the connections.
    folder: Mutex<Option<PrivateFolder>>,
    file: Option<DataFile>,
}

/// The connections that only read.
#[derive(Default)]
struct Readers {
    state: Mutex<Pool>,
    returned: Condvar,
}

#[derive(Default)]
struct Pool {
    idle: Vec<BudgetedConnection>,
    /// The number of further connections that may be opened, and the file to open.
    unopened: usize,
    file: PathBuf,
    /// The number of open connections.
    open: usize,
}

impl Database {
    pub(crate) fn new(store: Store) -> rusqlite::Result<Self> {
        let readers = Readers::default();
        if let Some(file) = store.file.as_ref().filter(|_| has_log(&store.db)) {
            *readers.lock() = Pool { unopened: READERS, file: file.path().to_owned(), ..Pool::default() };
        }
        let writer = Mutex::new(BudgetedConnection::new(store.db)?);
        Ok(Self { writer, readers, folder: Mutex::default(), file: store.file })
    }

    /// Locks the connection that writes. A handler that panicked left no partial changes: dropping its transaction rolled
    /// them back.
    pub(crate) fn write(&self, budget: Option<RequestBudget>) -> Writer<'_> {
        let writer = Writer(self.writer.lock().unwrap_or_else(PoisonError::into_inner));
        writer.0.set_budget(budget);
        writer
    }

    /// Runs `work` on a connection that only reads, and waits for one if all are in use. Returns `None` if the database has
    /// none.
    pub(crate) fn read<T>(&self, budget: Option<RequestBudget>, work: impl FnOnce(&Connection) -> T) -> Option<T> {
        let reader = Reader { readers: &self.readers, connection: Some(self.readers.take()?) };
        let connection = reader.connection.as_ref()?;
        connection.set_budget(budget);
        Some(work(&connection.db))
    }

    /// Returns true if there are connections that only read.
    pub(crate) fn has_readers(&self) -> bool {
        let pool = self.readers.lock();
        pool.open + pool.unopened > 0
    }

    /// Moves a database in memory to a private temporary file, so that it gets readers. Does nothing for other databases.
    ///
    /// # Errors
    /// Returns an error if the file cannot be written. The database then remains in memory.
    pub(crate) fn share(&self) -> rusqlite::Result<()> {
        let mut writer = self.write(None);
        if self.file.is_some() || self.has_readers() {
            return Ok(());
        }
        let folder = PrivateFolder::create().map_err(not_created)?;
        let file = folder.database();
        let moved = store::copy_to_private(&writer, &file)?;
        if !has_log(&moved) {
            return Ok(());
        }
        let idle = (0..READERS).map(|_| reader(&file)).collect::<rusqlite::Result<Vec<_>>>()?;
        *writer.0 = BudgetedConnection::new(moved)?;
        *self.readers.lock() = Pool { open: idle.len(), idle, ..Pool::default() };
        *self.folder.lock().unwrap_or_else(PoisonError::into_inner) = folder.unlink();
        Ok(())
    }
}

/// Opens a connection that only reads. The first query opens its log, which is impossible once the file is unlinked.
fn reader(file: &Path) -> rusqlite::Result<BudgetedConnection> {
    let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    store::configure(&db)?;
    db.query_row("SELECT count(*) FROM sqlite_schema", (), |_| Ok(()))?;
    BudgetedConnection::new(db)
}

/// Returns true if a database has a write-ahead log. Some file systems do not support it.
fn has_log(db: &Connection) -> bool {
    let mode = db.pragma_query_value(None, "journal_mode", |row| row.get::<_, String>(0));
    mode.is_ok_and(|mode| mode.eq_ignore_ascii_case("wal"))
}

fn not_created(error: std::io::Error) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(Box::new(error))
}

impl Readers {
    fn take(&self) -> Option<BudgetedConnection> {
        let has_to_wait = |pool: &mut Pool| pool.idle.is_empty() && pool.unopened == 0 && pool.open > 0;
        let mut pool = self.returned.wait_while(self.lock(), has_to_wait).unwrap_or_else(PoisonError::into_inner);
        if let Some(reader) = pool.idle.pop() {
            return Some(reader);
        }
        pool.unopened = pool.unopened.checked_sub(1)?;
        // A file that cannot be opened once more leaves the writer, which reports the error.
        let reader = reader(&pool.file).ok()?;
        pool.open += 1;
        Some(reader)
    }

    fn lock(&self) -> MutexGuard<'_, Pool> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The locked connection that writes.
pub(crate) struct Writer<'a>(MutexGuard<'a, BudgetedConnection>);

impl Writer<'_> {
    /// Sets the budget of the next request in the same transaction.
    pub(crate) fn set_budget(&self, budget: Option<RequestBudget>) {
        self.0.set_budget(budget);
    }
}

impl Deref for Writer<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.0.db
    }
}

impl DerefMut for Writer<'_> {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.0.db
    }
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        self.0.set_budget(None);
    }
}

/// A connection that only reads. It returns to the others on drop.
struct Reader<'a> {
    readers: &'a Readers,
    /// Present until the drop.
    connection: Option<BudgetedConnection>,
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            connection.set_budget(None);
            self.readers.lock().idle.push(connection);
            self.readers.returned.notify_one();
        }
    }
}
