//! The limit of bytes in flight, over all files and parts.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::PIECE;

/// The unit that is counted, since a semaphore counts to 2^29 on small systems.
const UNIT: u64 = 64 << 10;

/// A limit of bytes in flight. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Budget {
    units: Arc<Semaphore>,
    total: u32,
}

/// A part of the budget, returned when it is dropped.
#[derive(Debug)]
pub(crate) struct Reserved {
    _permit: Option<OwnedSemaphorePermit>,
}

impl Budget {
    pub(crate) fn new(bytes: u64) -> Self {
        let total = u32::try_from((bytes / UNIT).max(1)).unwrap_or(u32::MAX >> 4);
        Self { units: Arc::new(Semaphore::new(total as usize)), total }
    }

    /// Waits until the memory for a part of `bytes` bytes is available.
    pub(crate) async fn reserve(&self, bytes: u64) -> Reserved {
        let units = u32::try_from(bytes.min(PIECE).div_ceil(UNIT)).unwrap_or(self.total).clamp(1, self.total);
        Reserved { _permit: Arc::clone(&self.units).acquire_many_owned(units).await.ok() }
    }
}
