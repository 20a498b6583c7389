//! The rate that a service accepts, estimated from throttled responses.

use std::time::Duration;

/// An adaptive rate. A throttled response halves it, and it recovers within seconds.
#[derive(Default)]
pub(super) struct Adaptive {
    limit: Option<Limit>,
    /// The time of the last decrease.
    lowered: Duration,
    tally: Tally,
}

struct Limit {
    /// The current rate, in calls per second.
    rate: f64,
    /// The rate when the service throttled, in calls per second. The limit ends there.
    measured: f64,
    /// The time of the last change.
    changed: Duration,
}

/// The number of calls in the current second, and in the previous one.
#[derive(Default)]
struct Tally {
    second: u64,
    count: u32,
    before: u32,
}

/// The lowest limit, in calls per second.
const FLOOR: f64 = 5.0;
/// The growth factor per second without a throttled response.
const GROWTH: f64 = 1.5;

impl Adaptive {
    /// Returns the rate in calls per second, or `None` if calls are not limited.
    pub(super) fn rate(&self) -> Option<f64> {
        self.limit.as_ref().map(|limit| limit.rate)
    }

    /// Counts a call, and lets the rate grow.
    pub(super) fn count(&mut self, now: Duration) {
        self.tally.add(now);
        let Some(limit) = &mut self.limit else { return };
        let quiet = now.saturating_sub(limit.changed).as_secs();
        limit.rate *= GROWTH.powi(i32::try_from(quiet).unwrap_or(i32::MAX));
        limit.changed += Duration::from_secs(quiet);
        if limit.rate >= limit.measured {
            self.limit = None;
        }
    }

    /// Halves the rate. Concurrent calls are throttled together, so responses within a second count once.
    pub(super) fn throttled(&mut self, now: Duration) {
        if self.limit.is_some() && now.saturating_sub(self.lowered) < Duration::from_secs(1) {
            return;
        }
        let measured = f64::from(self.tally.count.max(self.tally.before).max(1));
        let rate = self.rate().map_or(measured, |rate| rate.min(measured));
        let rate = (rate / 2.0).max(FLOOR);
        self.lowered = now;
        self.limit = Some(Limit { rate, measured, changed: now }).filter(|limit| limit.rate < limit.measured);
    }
}

impl Tally {
    fn add(&mut self, now: Duration) {
        let second = now.as_secs();
        if second != self.second {
            self.before = if second == self.second + 1 { self.count } else { 0 };
            (self.second, self.count) = (second, 0);
        }
        self.count = self.count.saturating_add(1);
    }
}
