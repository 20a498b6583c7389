//! The age of the cache of folders.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hwc_api::Clock;
use hwc_drive::Drive;

/// The time after which changes of other clients are visible. A listing of a folder always reads it.
const MAX_AGE: Duration = Duration::from_secs(5);

/// The time at which the cache of folders was emptied.
#[derive(Clone)]
pub(super) struct CacheAge {
    clock: Arc<dyn Clock>,
    emptied: Arc<Mutex<Duration>>,
}

impl CacheAge {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        let emptied = Arc::new(Mutex::new(clock.monotonic()));
        Self { clock, emptied }
    }

    /// Empties the cache if it is old.
    pub(super) fn refresh(&self, drive: &Drive) {
        let now = self.clock.monotonic();
        let mut emptied = self.emptied.lock().unwrap_or_else(PoisonError::into_inner);
        if now.saturating_sub(*emptied) >= MAX_AGE {
            *emptied = now;
            drive.refresh();
        }
    }
}

impl fmt::Debug for CacheAge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CacheAge").finish_non_exhaustive()
    }
}
