//! The data of a new sandbox, which can be loaded again.

use std::sync::PoisonError;

use hwc_wire::unix_millis;
use rusqlite::Connection;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::demo_data;
use crate::runtime::contents::ContentStore;
use crate::runtime::error::SandboxError;
use crate::runtime::sandbox::{Sandbox, update_records};
use crate::runtime::sandbox_clock::SandboxClock;
use crate::runtime::secrets::{self, Secrets};
use crate::runtime::store;

/// The data of a new sandbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Seed {
    /// No data, as with [`SandboxOptions::without_demo_data`](crate::SandboxOptions::without_demo_data).
    Empty,
    /// The demo data.
    Demo,
    /// The demo data, and what the example inputs need, as with
    /// [`SandboxOptions::with_example_data`](crate::SandboxOptions::with_example_data).
    Examples,
}

/// The parts of a sandbox that its data is written with.
pub(super) struct Filling<'a> {
    pub(super) contents: &'a ContentStore,
    pub(super) strict: bool,
    pub(super) clock: &'a SandboxClock,
}

impl Filling<'_> {
    /// Writes the data to a new database. Times are relative to the clock.
    pub(super) fn write(&self, db: &Connection, seed: Seed) -> Result<(), SandboxError> {
        if seed == Seed::Empty {
            return Ok(());
        }
        let secrets = if self.strict { Secrets::new(true, self.clock, "") } else { Secrets::PUBLIC };
        let now = unix_millis(self.clock.now());
        let written = demo_data::seed((db, self.contents), secrets, now, seed == Seed::Examples);
        written.map_err(|error| SandboxError::Demo(error.message))
    }
}

impl Sandbox {
    /// Returns the data that the sandbox started with.
    #[must_use]
    pub fn seed(&self) -> Seed {
        self.inner().seed
    }

    /// Replaces all data. Tokens that the sandbox issued are gone. Times are relative to the current time.
    ///
    /// # Errors
    /// Returns [`SandboxError`] if the database or the contents cannot be written.
    pub fn load_seed(&self, seed: Seed) -> Result<(), SandboxError> {
        let inner = self.inner();
        let mut writer = inner.db();
        inner.contents.clear_uploads().map_err(SandboxError::Contents)?;
        let page_size = writer.pragma_query_value(None, "page_size", |row| row.get(0))?;
        let filling = Filling { contents: &inner.contents, strict: inner.strict, clock: &inner.clock };
        let fresh = store::open_in_memory(page_size, |db| filling.write(db, seed))?;
        let registry = inner.registry.read().unwrap_or_else(PoisonError::into_inner);
        update_records(&fresh, &registry, &inner.contents)?;
        secrets::keep_key(&fresh, inner.strict, &inner.key)?;
        Ok(store::copy(&fresh, &mut writer)?)
    }

    /// Returns to the state of the start: its data, the clock of the options, and no faults. The numbers of requests continue.
    ///
    /// ```
    /// use hwc_sandbox::{Sandbox, SandboxOptions};
    ///
    /// let sandbox = Sandbox::new(SandboxOptions::default())?;
    /// sandbox.engineer().start("case-1003")?;
    /// sandbox.reset()?;
    /// sandbox.engineer().start("case-1003")?; // it is waiting again
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Returns the same errors as [`load_seed`](Self::load_seed).
    pub fn reset(&self) -> Result<(), SandboxError> {
        self.clock().reset();
        self.clear_faults();
        self.load_seed(self.seed())
    }
}
