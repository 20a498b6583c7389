//! Time, sleep and randomness. All other code gets a [`Clock`], so that tests of retries, deadlines and signatures are
//! fast and deterministic. Clippy bans direct access elsewhere.

mod manual;
#[cfg(feature = "system-clock")]
mod system;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

pub use manual::ManualClock;
#[cfg(feature = "system-clock")]
pub use system::SystemClock;

/// The future of [`Clock::sleep`], ready after the duration. Dropping it cancels the sleep.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The error of a clock that cannot be used where it was called.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ClockError(String);

impl ClockError {
    /// Creates an error with the reason and the remedy. For custom clocks.
    pub fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

/// A source of time, sleep and randomness.
///
/// An `Arc` of a clock is a clock, including `Arc<dyn Clock>`.
pub trait Clock: Send + Sync {
    /// Returns the current time of day for signatures and timestamps. It may jump.
    fn now(&self) -> SystemTime;

    /// Returns the time since an arbitrary start. It never decreases. For deadlines and measurements.
    fn monotonic(&self) -> Duration;

    /// Returns a future that is ready after `duration`.
    fn sleep(&self, duration: Duration) -> Sleep;

    /// Checks that [`sleep`](Self::sleep) can be called here. The default implementation always succeeds.
    ///
    /// # Errors
    ///
    /// Returns [`ClockError`] if it cannot be called, for example if [`SystemClock`] is used outside of a tokio runtime.
    fn check(&self) -> Result<(), ClockError> {
        Ok(())
    }

    /// Returns an unpredictable number, evenly distributed over `u64`. For backoff, not for secrets.
    fn random(&self) -> u64;
}

impl<T: Clock + ?Sized> Clock for Arc<T> {
    fn now(&self) -> SystemTime {
        (**self).now()
    }

    fn monotonic(&self) -> Duration {
        (**self).monotonic()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        (**self).sleep(duration)
    }

    fn check(&self) -> Result<(), ClockError> {
        (**self).check()
    }

    fn random(&self) -> u64 {
        (**self).random()
    }
}
