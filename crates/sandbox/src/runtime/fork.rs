//! Copies of a sandbox, to try a call without an effect on the sandbox itself.

use std::sync::{Arc, RwLock};

use rusqlite::Connection;
use rusqlite::backup::Backup;

use crate::http::router::Router;
use crate::runtime::contents::ContentStore;
use crate::runtime::database::Database;
use crate::runtime::error::SandboxError;
use crate::runtime::faults::FaultQueue;
use crate::runtime::registry::Registry;
use crate::runtime::request_counter::RequestCounter;
use crate::runtime::sandbox::{Inner, Sandbox};
use crate::runtime::store::{self, Store};
use crate::services;

impl Sandbox {
    /// Creates a sandbox with the current data. Later changes of one do not affect the other.
    ///
    /// The new sandbox is in memory, and has the same clock and options. It has no faults, no handlers of the caller, and no
    /// contents of KooDrive files, which only downloads need.
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
    /// Returns [`SandboxError::Database`] if the data cannot be copied.
    pub fn fork(&self) -> Result<Self, SandboxError> {
        let inner = self.inner();
        let db = copy(&inner.db())?;
        let mut registry = Registry::default();
        services::register(&mut registry);
        Ok(Self::from_inner(Inner {
            router: Router::new(),
            clock: Arc::clone(&inner.clock),
            request_counter: RequestCounter::open(&db, false)?,
            database: Database::new(Store { db, file: None })?,
            contents: ContentStore::new(None),
            strict: inner.strict,
            faults: FaultQueue::default(),
            registry: RwLock::new(registry),
            hosts: inner.hosts.clone(),
            key: inner.key.clone(),
            request_timeout: inner.request_timeout,
            koodrive_errors_succeed: inner.koodrive_errors_succeed,
        }))
    }
}

/// Copies a database to the memory. The caller has locked it.
fn copy(source: &Connection) -> rusqlite::Result<Connection> {
    let mut db = Connection::open_in_memory()?;
    // A database in memory accepts only pages of its own size.
    let page_size: i64 = source.pragma_query_value(None, "page_size", |row| row.get(0))?;
    db.pragma_update(None, "page_size", page_size)?;
    // A negative number copies all pages in one step.
    Backup::new(source, &mut db)?.step(-1)?;
    store::configure(&db)?;
    Ok(db)
}

#[cfg(test)]
mod tests {
    use crate::runtime::options::SandboxOptions;
    use crate::runtime::sandbox::Sandbox;

    #[test]
    fn a_copy_and_its_origin_change_independently() {
        let sandbox = Sandbox::new(SandboxOptions::default()).unwrap();
        let copy = sandbox.fork().unwrap();
        assert_eq!(copy.differences_from(&sandbox).unwrap(), []);
        copy.engineer().start("case-1003").unwrap();
        sandbox.engineer().start("case-1003").unwrap();
        sandbox.engineer().reply("case-1003", "Hello.").unwrap();
        let differences = sandbox.differences_from(&copy).unwrap();
        assert!(differences.iter().any(|difference| difference.table == "messages"), "{differences:?}");
    }
}
