//! Clock skew between this machine and the services. Signatures are valid for minutes only, by the clock of the service.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use super::ClientInner;

/// The offset of the service's clock from the machine's clock, in milliseconds. It is a lock because some systems lack
/// 64-bit atomics.
#[derive(Default)]
pub(crate) struct Skew(Mutex<i64>);

/// The smallest difference that counts as skew, in milliseconds. A `Date` header has a resolution of one second and includes
/// the latency of the response.
const NOISE: i64 = 5_000;

impl ClientInner {
    /// Returns the current time by the clock of the services.
    pub(crate) fn now(&self) -> SystemTime {
        let now = self.clock.now();
        let skew = self.skew();
        let by = Duration::from_millis(skew.unsigned_abs());
        let moved = if skew < 0 { now.checked_sub(by) } else { now.checked_add(by) };
        moved.unwrap_or(now)
    }

    /// Returns the known skew of the machine's clock, in milliseconds.
    pub(crate) fn skew(&self) -> i64 {
        *self.skew.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Updates the skew from the time of a service. Returns true if that differs from the skew `used` by the call.
    ///
    /// The comparison uses the call's own skew, because a concurrent call may have updated the shared one.
    pub(crate) fn learn(&self, told: SystemTime, used: i64) -> bool {
        let skew = millis_between(self.clock.now(), told);
        let differs = |known: i64| skew.saturating_sub(known).saturating_abs() > NOISE;
        if differs(self.skew()) {
            *self.skew.0.lock().unwrap_or_else(PoisonError::into_inner) = skew;
        }
        differs(used)
    }
}

/// Returns the time from `from` to `to`, in milliseconds. It is negative if `to` is earlier.
fn millis_between(from: SystemTime, to: SystemTime) -> i64 {
    let millis = |gap: Duration| i64::try_from(gap.as_millis()).unwrap_or(i64::MAX);
    match to.duration_since(from) {
        Ok(later) => millis(later),
        Err(error) => -millis(error.duration()),
    }
}
