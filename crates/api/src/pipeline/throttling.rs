//! The reaction to throttled responses (429): the delay that the service requests, and an adaptive rate.

use std::time::Duration;

/// The consequences of throttled responses for other calls to the same service.
#[derive(Default)]
pub(super) struct Throttling {
    /// The end of the delay requested by the service.
    cooldown_until: Duration,
    pub(super) rate: AdaptiveRate,
}

/// An adaptive rate. A throttled response halves it, and it recovers within seconds.
#[derive(Default)]
pub(super) struct AdaptiveRate {
    limit: Option<Limit>,
    /// The time of the last decrease.
    lowered: Duration,
    meter: RateMeter,
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
struct RateMeter {
    second: u64,
    count: u32,
    previous: u32,
}

/// The maximum delay that a service can cause for other calls.
const MAX_COOLDOWN: Duration = Duration::from_secs(60);
/// The lowest limit, in calls per second.
const FLOOR: f64 = 5.0;
/// The growth factor per second without a throttled response.
const GROWTH: f64 = 1.5;

impl Throttling {
    /// Records a throttled response and its `Retry-After`.
    pub(super) fn record(&mut self, now: Duration, retry_after: Option<Duration>, is_adaptive: bool) {
        let requested = now.saturating_add(retry_after.unwrap_or_default().min(MAX_COOLDOWN));
        self.cooldown_until = self.cooldown_until.max(requested);
        if is_adaptive {
            self.rate.record_throttled(now);
        }
    }

    /// Returns the time before which the service requests no call.
    pub(super) fn cooldown_until(&self) -> Duration {
        self.cooldown_until
    }
}

impl AdaptiveRate {
    /// Returns the rate in calls per second, or `None` if calls are not limited.
    pub(super) fn rate(&self) -> Option<f64> {
        self.limit.as_ref().map(|limit| limit.rate)
    }

    /// Counts a call, and lets the rate grow.
    pub(super) fn count(&mut self, now: Duration) {
        self.meter.add(now);
        let Some(limit) = &mut self.limit else { return };
        let seconds = now.saturating_sub(limit.changed).as_secs();
        limit.rate *= GROWTH.powi(i32::try_from(seconds).unwrap_or(i32::MAX));
        limit.changed += Duration::from_secs(seconds);
        if limit.rate >= limit.measured {
            self.limit = None;
        }
    }

    /// Halves the rate. Concurrent calls are throttled together, so responses within a second count once.
    fn record_throttled(&mut self, now: Duration) {
        if self.limit.is_some() && now.saturating_sub(self.lowered) < Duration::from_secs(1) {
            return;
        }
        let measured = f64::from(self.meter.count.max(self.meter.previous).max(1));
        let rate = self.rate().map_or(measured, |rate| rate.min(measured));
        let rate = (rate / 2.0).max(FLOOR);
        self.lowered = now;
        self.limit = Some(Limit { rate, measured, changed: now }).filter(|limit| limit.rate < limit.measured);
    }
}

impl RateMeter {
    fn add(&mut self, now: Duration) {
        let second = now.as_secs();
        if second != self.second {
            self.previous = if second == self.second + 1 { self.count } else { 0 };
            (self.second, self.count) = (second, 0);
        }
        self.count = self.count.saturating_add(1);
    }
}
