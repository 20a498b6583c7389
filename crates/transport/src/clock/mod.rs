//! The one place of time, sleep and randomness. All else is given a [`Clock`], so that tests of retries, deadlines and
//! signatures wait for nothing and come out the same each time; clippy bans the real things elsewhere.

mod manual;
#[cfg(feature = "tokio")]
mod system;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

pub use manual::ManualClock;
#[cfg(feature = "tokio")]
pub use system::SystemClock;

/// What [`Clock::sleep`] gives: done when the time is up. Dropping it ends the wait.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A clock that cannot be used where it was called.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ClockError(String);

impl ClockError {
    /// For clocks of your own: the reason, and the remedy.
    pub fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

/// Time, sleep and randomness.
///
/// An `Arc` of a clock is a clock, `Arc<dyn Clock>` included.
pub trait Clock: Send + Sync {
    /// The time of day, as signatures and time stamps need it. It may jump.
    fn now(&self) -> SystemTime;

    /// The time since some arbitrary start; never less than before. For deadlines and measuring.
    fn monotonic(&self) -> Duration;

    /// Waits for `duration`.
    fn sleep(&self, duration: Duration) -> Sleep;

    /// Checks that [`sleep`](Self::sleep) can be called here. Always, unless a clock says otherwise.
    ///
    /// # Errors
    ///
    /// Returns [`ClockError`] if it cannot, as [`SystemClock`] outside of a tokio runtime.
    fn check(&self) -> Result<(), ClockError> {
        Ok(())
    }

    /// A number that is hard to foresee, evenly spread over all of `u64`. For back-off, not for secrets.
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
