//! The clock of real life. The only file that asks the operating system for the time.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::{Duration, Instant, SystemTime};

use tokio::runtime::Handle;

use super::{Clock, ClockError, Sleep};

/// The machine's time and tokio's timer.
///
/// [`sleep`](Clock::sleep) panics outside of a tokio runtime with time enabled. [`check`](Clock::check) returns an error outside
/// of any runtime; no way is known to find out whether one has time enabled.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock {
    started: Instant,
}

impl SystemClock {
    /// A clock whose [`monotonic`](Clock::monotonic) time starts now.
    #[expect(clippy::disallowed_methods, reason = "this is where time comes from")]
    pub fn new() -> Self {
        let started = Instant::now();
        Self { started }
    }
}

impl Default for SystemClock {
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

    /// Each `RandomState` has keys of its own, drawn from the operating system once a thread and counted up from there.
    fn random(&self) -> u64 {
        RandomState::new().build_hasher().finish()
    }
}
