//! The clock of the operating system. No other file reads the system time.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::{Duration, Instant, SystemTime};

use tokio::runtime::Handle;

use super::{Clock, ClockError, Sleep};

/// The system time and tokio's timer.
///
/// [`sleep`](Clock::sleep) panics outside of a tokio runtime with time enabled. [`check`](Clock::check) returns an error
/// outside of any runtime. It cannot detect a runtime without time enabled.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock {
    started: Instant,
}

impl SystemClock {
    /// Creates a clock whose [`monotonic`](Clock::monotonic) time starts now.
    #[expect(clippy::disallowed_methods, reason = "this is where time comes from")]
    pub fn new() -> Self {
        let started = Instant::now();
        Self { started }
    }
}

impl Default for SystemClock {
    #[inline]
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is where time comes from")]
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn monotonic(&self) -> Duration {
        self.started.elapsed()
    }

    #[expect(clippy::disallowed_methods, reason = "this is where sleep comes from")]
    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration))
    }

    fn check(&self) -> Result<(), ClockError> {
        let runtime = Handle::try_current().map(drop);
        runtime.map_err(|_| ClockError::new("no tokio runtime: the system clock needs one with time enabled"))
    }

    /// Returns a hash with the keys of a new `RandomState`. The operating system provides the keys once per thread, and
    /// each `RandomState` increments them.
    fn random(&self) -> u64 {
        RandomState::new().build_hasher().finish()
    }
}
