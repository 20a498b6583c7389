//! Retries are paid for by calls that succeed, so that a service that is down is not flooded by clients that try again.

use std::sync::atomic::{AtomicU32, Ordering};

/// The retries that a client may make: a hundred saved at first and at most; each call that succeeds earns a tenth of one.
pub(crate) struct Budget(AtomicU32);

/// In tenths of a retry.
const FULL: u32 = 1_000;
const RETRY: u32 = 10;

impl Default for Budget {
    fn default() -> Self {
        Self(AtomicU32::new(FULL))
    }
}

impl Budget {
    /// Takes one retry; `false` when there is none left.
    pub(crate) fn spend(&self) -> bool {
        let less = |tenths: u32| tenths.checked_sub(RETRY);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
    }

    /// A call succeeded.
    pub(crate) fn earn(&self) {
        if self.0.load(Ordering::Relaxed) < FULL {
            let more = |tenths: u32| (tenths < FULL).then_some(tenths + 1);
            // Full is as good as earned.
            let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
        }
    }
}
