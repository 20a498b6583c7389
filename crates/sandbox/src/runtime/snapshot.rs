//! Snapshots of the state of a sandbox, and sandboxes that start with one.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::SystemTime;

use rusqlite::Connection;

use crate::control::ControlState;
use crate::http::router::Router;
use crate::runtime::contents::{ContentStore, SavedContents};
use crate::runtime::database::Database;
use crate::runtime::error::SandboxError;
use crate::runtime::faults::{FaultQueue, InjectedFault};
use crate::runtime::request_counter::RequestCounter;
use crate::runtime::request_log::RequestLog;
use crate::runtime::sandbox::{Inner, Sandbox};
use crate::runtime::sandbox_clock::{ClockSetting, SandboxClock};
use crate::runtime::secrets;
use crate::runtime::store::{self, Store};

/// The state of a sandbox at one moment: its data, the contents of files, its clock and its faults. Clones share one copy,
/// which is in memory, except for the contents.
#[derive(Clone)]
pub struct Snapshot(Arc<State>);

struct State {
    db: Mutex<Connection>,
    contents: SavedContents,
    clock: ClockSetting,
    faults: Vec<InjectedFault>,
    created_at: SystemTime,
    size: u64,
}

impl Snapshot {
    /// Returns the time of the snapshot, by the sandbox's clock.
    #[must_use]
    pub fn created_at(&self) -> SystemTime {
        self.0.created_at
    }

    /// Returns the size of the data in bytes, without the contents of files.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.0.size
    }

    fn db(&self) -> MutexGuard<'_, Connection> {
        self.0.db.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot").field("created_at", &self.0.created_at).finish_non_exhaustive()
    }
}

impl Sandbox {
    /// Copies the current state.
    ///
    /// ```
    /// use hwc_sandbox::{Sandbox, SandboxOptions};
    ///
    /// let sandbox = Sandbox::new(SandboxOptions::default())?;
    /// let before = sandbox.snapshot()?;
    /// sandbox.engineer().start("case-1003")?;
    /// sandbox.restore(&before)?;
    /// sandbox.engineer().start("case-1003")?; // it is waiting again
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Returns [`SandboxError`] if the database or the contents cannot be copied.
    pub fn snapshot(&self) -> Result<Snapshot, SandboxError> {
        let inner = self.inner();
        // No request writes in the meantime.
        let writer = inner.db();
        let db = store::copy_in_memory(&writer)?;
        let pages: u64 = db.pragma_query_value(None, "page_count", |row| row.get(0))?;
        let page_size: u64 = db.pragma_query_value(None, "page_size", |row| row.get(0))?;
        Ok(Snapshot(Arc::new(State {
            db: Mutex::new(db),
            contents: inner.contents.save().map_err(SandboxError::Contents)?,
            clock: inner.clock.setting(),
            faults: inner.faults.pending(),
            created_at: inner.clock.now(),
            size: pages * page_size,
        })))
    }

    /// Returns to the state of a snapshot of this sandbox, or of one that it was forked from. The log and the numbers of
    /// requests continue.
    ///
    /// # Errors
    /// Returns [`SandboxError`] if the database or the contents cannot be written.
    pub fn restore(&self, snapshot: &Snapshot) -> Result<(), SandboxError> {
        let inner = self.inner();
        let mut writer = inner.db();
        inner.contents.restore(&snapshot.0.contents).map_err(SandboxError::Contents)?;
        store::copy(&snapshot.db(), &mut writer)?;
        secrets::keep_key(&writer, inner.strict, &inner.key)?;
        inner.clock.restore(snapshot.0.clock);
        inner.faults.restore(snapshot.0.faults.clone());
        Ok(())
    }

    /// Creates a sandbox with the current state. Later changes of one do not affect the other.
    ///
    /// The new sandbox is in memory, and has the same options and handlers.
    ///
    /// ```
    /// use hwc_sandbox::{Sandbox, SandboxOptions};
    ///
    /// let sandbox = Sandbox::new(SandboxOptions::default())?;
    /// let copy = sandbox.fork()?;
    /// copy.engineer().start("case-1003")?;
    /// assert!(sandbox.differences_from(&copy)?.iter().any(|difference| difference.table == "cases"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Returns the same errors as [`snapshot`](Self::snapshot).
    pub fn fork(&self) -> Result<Self, SandboxError> {
        self.fork_from(&self.snapshot()?)
    }

    /// Creates a sandbox like [`fork`](Self::fork), with the state of a snapshot.
    ///
    /// # Errors
    /// Returns the same errors as [`restore`](Self::restore).
    pub fn fork_from(&self, snapshot: &Snapshot) -> Result<Self, SandboxError> {
        let inner = self.inner();
        let contents = ContentStore::new(None);
        contents.restore(&snapshot.0.contents).map_err(SandboxError::Contents)?;
        let db = store::copy_in_memory(&snapshot.db())?;
        store::configure(&db)?;
        secrets::keep_key(&db, inner.strict, &inner.key)?;
        let clock = SandboxClock::new(inner.clock.base());
        clock.restore(snapshot.0.clock);
        let faults = FaultQueue::default();
        faults.restore(snapshot.0.faults.clone());
        let registry = inner.registry.read().unwrap_or_else(PoisonError::into_inner).clone();
        Ok(Self::from_inner(Inner {
            router: Router::new(),
            clock,
            request_counter: RequestCounter::open(&db, false)?,
            database: Database::new(Store { db, file: None })?,
            contents,
            strict: inner.strict,
            faults,
            request_log: RequestLog::new(),
            control: ControlState::default(),
            seed: inner.seed,
            registry: RwLock::new(registry),
            hosts: inner.hosts.clone(),
            key: inner.key.clone(),
            request_timeout: inner.request_timeout,
            koodrive_errors_succeed: inner.koodrive_errors_succeed,
        }))
    }
}
