//! How far the clock of this machine is off, as far as a service told: signatures hold for minutes only, and by its clock.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use super::Config;

/// What is to be added to the machine's time, in milliseconds. A lock, since some systems have no atomics of 64 bits.
#[derive(Default)]
pub(crate) struct Skew(Mutex<i64>);

/// A `Date` header tells whole seconds, and was on its way for a while: less than this is no skew.
const NOISE: i64 = 5_000;

impl Config {
    /// The time of day as the services have it.
    pub(crate) fn now(&self) -> SystemTime {
        let now = self.clock.now();
        let skew = self.skew();
        let by = Duration::from_millis(skew.unsigned_abs());
        let moved = if skew < 0 { now.checked_sub(by) } else { now.checked_add(by) };
        moved.unwrap_or(now)
    }

    /// How far the machine's clock is thought to be off, in milliseconds.
    pub(crate) fn skew(&self) -> i64 {
        *self.skew.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Learns from the time that a service told; whether that is much different for a call that went by `used`. Another
    /// call may have learned it meanwhile.
    pub(crate) fn learn(&self, told: SystemTime, used: i64) -> bool {
        let skew = millis_between(self.clock.now(), told);
        let differs = |known: i64| skew.saturating_sub(known).saturating_abs() > NOISE;
        if differs(self.skew()) {
            *self.skew.0.lock().unwrap_or_else(PoisonError::into_inner) = skew;
        }
        differs(used)
    }
}

/// How much later `to` is than `from`; negative when it is earlier.
fn millis_between(from: SystemTime, to: SystemTime) -> i64 {
    let millis = |gap: Duration| i64::try_from(gap.as_millis()).unwrap_or(i64::MAX);
    match to.duration_since(from) {
        Ok(later) => millis(later),
        Err(error) => -millis(error.duration()),
    }
}
