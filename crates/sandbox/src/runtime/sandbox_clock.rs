//! The clock of a sandbox: that of its options, moved or frozen.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hwc_transport::clock::{Clock, ClockError, Sleep};
use hwc_wire::unix_millis;

use crate::runtime::sandbox::Sandbox;

/// The latest time that a sandbox can have: the end of the year 9999, in milliseconds.
const LATEST: i64 = 253_402_300_799_999;

/// The time of day of a sandbox. Clones share one state.
///
/// It follows the clock of [`SandboxOptions::clock`](crate::SandboxOptions::clock). It can be moved, set and frozen while
/// the sandbox runs. Tokens, access grants and tasks follow it. The timeouts of a server do not: they use the clock of the
/// options.
///
/// ```
/// use std::time::Duration;
/// use hwc_sandbox::{Sandbox, SandboxOptions};
///
/// let sandbox = Sandbox::new(SandboxOptions::default())?;
/// let clock = sandbox.clock();
/// clock.freeze();
/// let before = clock.now();
/// clock.advance(Duration::from_secs(7200));
/// assert_eq!(clock.now(), before + Duration::from_secs(7200));
/// # Ok::<(), hwc_sandbox::SandboxError>(())
/// ```
#[derive(Clone)]
pub struct SandboxClock {
    base: Arc<dyn Clock>,
    setting: Arc<Mutex<ClockSetting>>,
}

/// The difference between the clock of a sandbox and the clock of its options.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ClockSetting {
    /// The milliseconds to add. They have no effect while the clock is frozen.
    offset: i64,
    /// The time of a frozen clock, in milliseconds since 1970.
    frozen_at: Option<i64>,
}

impl SandboxClock {
    pub(crate) fn new(base: Arc<dyn Clock>) -> Self {
        Self { base, setting: Arc::default() }
    }

    /// Returns the current time.
    #[must_use]
    pub fn now(&self) -> SystemTime {
        let setting = self.setting();
        match setting.frozen_at {
            Some(millis) => from_millis(millis),
            None if setting.offset == 0 => self.base.now(),
            None => from_millis(self.base_millis().saturating_add(setting.offset)),
        }
    }

    /// Moves the time forward, at most to the year 9999.
    pub fn advance(&self, by: Duration) {
        let millis = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.move_to(unix_millis(self.now()).saturating_add(millis));
    }

    /// Sets the time, also to an earlier one. Must be between 1970 and 9999; other times are moved to the limit.
    pub fn set(&self, time: SystemTime) {
        self.move_to(unix_millis(time));
    }

    /// Stops the time. [`advance`](Self::advance) and [`set`](Self::set) still move it.
    pub fn freeze(&self) {
        let now = unix_millis(self.now());
        self.lock().frozen_at.get_or_insert(now);
    }

    /// Lets a frozen time go on from where it is.
    pub fn resume(&self) {
        let base = self.base_millis();
        let mut setting = self.lock();
        if let Some(frozen_at) = setting.frozen_at.take() {
            setting.offset = frozen_at.saturating_sub(base);
        }
    }

    /// Returns to the clock of the options.
    pub fn reset(&self) {
        *self.lock() = ClockSetting::default();
    }

    /// Returns true if the time is stopped.
    #[must_use]
    pub fn is_frozen(&self) -> bool {
        self.setting().frozen_at.is_some()
    }

    /// Returns the milliseconds by which the time differs from the clock of the options.
    #[must_use]
    pub fn offset_millis(&self) -> i64 {
        unix_millis(self.now()).saturating_sub(self.base_millis())
    }

    pub(crate) fn setting(&self) -> ClockSetting {
        *self.lock()
    }

    pub(crate) fn restore(&self, setting: ClockSetting) {
        *self.lock() = setting;
    }

    /// Returns the clock of the options.
    pub(crate) fn base(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.base)
    }

    fn move_to(&self, millis: i64) {
        let (millis, base) = (millis.clamp(0, LATEST), self.base_millis());
        let mut setting = self.lock();
        match &mut setting.frozen_at {
            Some(frozen_at) => *frozen_at = millis,
            None => setting.offset = millis.saturating_sub(base),
        }
    }

    fn base_millis(&self) -> i64 {
        unix_millis(self.base.now())
    }

    fn lock(&self) -> MutexGuard<'_, ClockSetting> {
        self.setting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Timers and random numbers are those of the clock of the options.
impl Clock for SandboxClock {
    fn now(&self) -> SystemTime {
        Self::now(self)
    }

    fn monotonic(&self) -> Duration {
        self.base.monotonic()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        self.base.sleep(duration)
    }

    fn check(&self) -> Result<(), ClockError> {
        self.base.check()
    }

    fn random(&self) -> u64 {
        self.base.random()
    }
}

impl fmt::Debug for SandboxClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SandboxClock").field("setting", &self.setting()).finish_non_exhaustive()
    }
}

impl Sandbox {
    /// Returns the clock, which can be moved and frozen.
    #[must_use]
    pub fn clock(&self) -> SandboxClock {
        self.inner().clock.clone()
    }
}

fn from_millis(millis: i64) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(u64::try_from(millis).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use hwc_transport::clock::ManualClock;

    use super::*;

    fn seconds(seconds: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn a_clock_follows_its_base_until_it_is_frozen() {
        let base = ManualClock::new(seconds(100));
        let clock = SandboxClock::new(Arc::new(base.clone()));
        base.advance(Duration::from_secs(1));
        assert_eq!(clock.now(), seconds(101));
        clock.advance(Duration::from_secs(10));
        base.advance(Duration::from_secs(1));
        assert_eq!((clock.now(), clock.offset_millis()), (seconds(112), 10_000));
        clock.freeze();
        base.advance(Duration::from_secs(50));
        assert_eq!((clock.now(), clock.is_frozen()), (seconds(112), true));
        clock.set(seconds(20));
        clock.resume();
        base.advance(Duration::from_secs(5));
        assert_eq!((clock.now(), clock.is_frozen()), (seconds(25), false));
        clock.reset();
        assert_eq!((clock.now(), clock.offset_millis()), (seconds(157), 0));
    }

    #[test]
    fn times_stay_within_the_years_that_can_be_written() {
        let clock = SandboxClock::new(Arc::new(ManualClock::new(seconds(100))));
        clock.advance(Duration::MAX);
        assert_eq!(unix_millis(clock.now()), LATEST);
        clock.freeze();
        clock.set(UNIX_EPOCH);
        assert_eq!(clock.now(), UNIX_EPOCH);
    }
}
