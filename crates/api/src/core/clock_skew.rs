//! Clock skew between this machine and the services. Signatures are valid for minutes only, by the clock of the service.

use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use super::lock;

/// The offset of the services' clock from the machine's clock, in milliseconds. It is a lock because some systems lack
/// 64-bit atomics.
#[derive(Default)]
pub(crate) struct ClockSkew(Mutex<i64>);

/// The smallest difference that counts as skew, in milliseconds. A `Date` header has a resolution of one second and includes
/// the latency of the response.
const NOISE: i64 = 5_000;

impl ClockSkew {
    /// Returns the known skew, in milliseconds.
    pub(crate) fn millis(&self) -> i64 {
        *lock(&self.0)
    }

    /// Converts a time of the machine's clock to the clock of the services.
    pub(crate) fn correct(&self, local: SystemTime) -> SystemTime {
        let skew = self.millis();
        let by = Duration::from_millis(skew.unsigned_abs());
        let corrected = if skew < 0 { local.checked_sub(by) } else { local.checked_add(by) };
        corrected.unwrap_or(local)
    }

    /// Updates the skew from the time of a service at the time `local`. Returns true if that differs from the skew `used` by
    /// the call.
    ///
    /// The comparison uses the call's own skew, because a concurrent call may have updated the shared one.
    pub(crate) fn observe(&self, local: SystemTime, service_time: SystemTime, used: i64) -> bool {
        let skew = millis_between(local, service_time);
        let differs = |known: i64| skew.saturating_sub(known).saturating_abs() > NOISE;
        if differs(self.millis()) {
            *lock(&self.0) = skew;
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
