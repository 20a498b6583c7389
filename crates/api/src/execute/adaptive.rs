//! The rate that a service takes, as far as its throttled responses tell.

use std::time::Duration;

/// An adaptive rate: halved when a response is throttled, and back within seconds.
#[derive(Default)]
pub(super) struct Adaptive {
    limit: Option<Limit>,
    /// When the rate was lowered last.
    lowered: Duration,
    tally: Tally,
}

struct Limit {
    /// Calls a second at present.
    rate: f64,
    /// Calls a second when the service was throttled: the limit ends there.
    measured: f64,
    /// When the rate was changed last.
    changed: Duration,
}

/// The number of calls in the present second, and in the one before.
#[derive(Default)]
struct Tally {
    second: u64,
    count: u32,
    before: u32,
}

/// Calls a second that are always allowed.
const FLOOR: f64 = 5.0;
/// The growth in a second without a throttled response.
const GROWTH: f64 = 1.5;

impl Adaptive {
    /// Calls a second; `None` when they are not limited.
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

    /// Halves the rate. Calls that were on their way together are throttled together: that counts once.
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
