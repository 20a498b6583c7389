//! Shared code of the tests: a client whose clock stands still, and a helper that awaits work on that clock.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use hwc_api::transport::clock::ManualClock;
use hwc_api::{Client, ClientBuilder, Error};

/// The time at the start of a test: 2023-11-14T22:13:20Z.
pub(crate) const NOW: u64 = 1_700_000_000;

pub(crate) fn time(second: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(second)
}

/// Returns a clock that stands still.
pub(crate) fn clock() -> ManualClock {
    ManualClock::new(time(NOW))
}

/// Returns a builder with a token and without retries.
pub(crate) fn builder() -> ClientBuilder {
    Client::builder().auth_token("AUTH-TOKEN-9f3c").clock(Arc::new(clock())).max_attempts(1)
}

/// Awaits `work`, and advances the clock to the next sleeper whenever it waits.
pub(crate) async fn patiently<T>(clock: &ManualClock, work: impl IntoFuture<Output = T>) -> T {
    let mut work = std::pin::pin!(work.into_future());
    loop {
        tokio::select! {
            biased;
            done = &mut work => return done,
            () = tokio::task::yield_now() => {
                clock.advance_to_next();
            }
        }
    }
}

/// Returns the violations of an error, as text.
pub(crate) fn broken(error: &Error) -> Vec<String> {
    error.violations().iter().map(ToString::to_string).collect()
}
