//! The retry budget. Successful calls refill it, so that clients do not flood a failing service with retries.

use std::sync::atomic::{AtomicU32, Ordering};

/// The retries that a client may make. The initial and maximum balance is 100 retries. Each successful call adds a tenth of
/// a retry.
pub(crate) struct RetryBudget(AtomicU32);

/// The maximum, in tenths of a retry.
const CAPACITY: u32 = 1_000;
const COST: u32 = 10;

impl Default for RetryBudget {
    fn default() -> Self {
        Self(AtomicU32::new(CAPACITY))
    }
}

impl RetryBudget {
    /// Takes one retry from the budget. Returns false if it is exhausted.
    pub(crate) fn withdraw(&self) -> bool {
        let less = |tenths: u32| tenths.checked_sub(COST);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
    }

    /// Adds the share of a successful call.
    pub(crate) fn deposit(&self) {
        if self.0.load(Ordering::Relaxed) < CAPACITY {
            let more = |tenths: u32| (tenths < CAPACITY).then_some(tenths + 1);
            // A failed update means that the budget is full.
            let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
        }
    }
}
