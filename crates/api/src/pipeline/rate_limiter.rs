//! The rate limiter of a service. Calls are delayed by a configured limit, or by a throttled response.

use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use hwc_transport::clock::Clock;

use super::throttling::Throttling;
use crate::core::lock;
use crate::error::Error;

/// The delays that calls to the same service cause each other.
///
/// A limit set with [`ClientBuilder::rate_limit`](crate::ClientBuilder::rate_limit) applies in every mode. Each delay is
/// logged as a `tracing` event with its reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum RateControl {
    /// Calls do not delay each other.
    Off,
    /// A throttled response with `Retry-After` delays all calls to that service for this time, at most 60 seconds.
    #[default]
    RetryAfter,
    /// Like [`RetryAfter`](Self::RetryAfter). In addition, a throttled response limits calls to half of their measured rate,
    /// but at least 5 calls per second.
    ///
    /// The rate grows by half in each second without a throttled response. The limit ends when the original rate is reached.
    /// A service with a configured rate limit uses that one instead.
    Adaptive,
}

/// The rate limiter of one service.
pub(crate) struct RateLimiter {
    control: RateControl,
    /// The configured rate limit, in calls per second.
    limit: Option<f64>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The time at which the rate permits the next call.
    next: Duration,
    throttling: Throttling,
}

/// A delay, the share of the rate that the call uses, and the reason.
struct Delay {
    wait: Duration,
    gap: Duration,
    reason: &'static str,
}

impl RateLimiter {
    pub(crate) fn new(control: RateControl, limit: Option<f64>) -> Self {
        Self { control, limit, state: Mutex::default() }
    }

    /// Waits until the rate limiter permits the next call. Returns an error without waiting if that takes longer than the
    /// time `remaining` for the call.
    pub(crate) async fn wait(
        &self,
        clock: &dyn Clock,
        service: &'static str,
        remaining: &(dyn Fn() -> Duration + Sync),
    ) -> Result<(), Error> {
        if self.is_idle() {
            return Ok(());
        }
        let Some(Delay { wait, gap, reason }) = self.reserve(now(clock), remaining)? else {
            return Ok(());
        };
        tracing::debug!(target: "hwc_api", service, ?wait, reason, "waiting before the request");
        let mut reservation = Reservation { limiter: self, gap };
        clock.sleep(wait).await;
        reservation.gap = Duration::ZERO;
        Ok(())
    }

    /// Records a throttled response and its `Retry-After`.
    pub(crate) fn record_throttled(&self, clock: &dyn Clock, retry_after: Option<Duration>) {
        if self.control == RateControl::Off {
            return;
        }
        let now = now(clock);
        self.lock().throttling.record(now, retry_after, self.is_adaptive());
    }

    /// Reserves the next slot. Returns its delay, `None` for an immediate slot, or an error if the slot is too late.
    fn reserve(&self, now: Duration, remaining: &dyn Fn() -> Duration) -> Result<Option<Delay>, Error> {
        let mut state = self.lock();
        if self.is_adaptive() {
            state.throttling.rate.count(now);
        }
        let rate = self.limit.or_else(|| state.throttling.rate.rate());
        let earliest = now.max(state.throttling.cooldown_until());
        let (slot, gap) = rate.map_or((earliest, Duration::ZERO), |rate| state.next_slot(earliest, rate));
        let wait = slot.max(earliest).saturating_sub(now);
        let reason = match (slot > earliest, self.limit) {
            (false, _) => "delay requested by the service",
            (true, Some(_)) => "rate limit of the client",
            (true, None) => "adaptive rate after a throttled response",
        };
        if !wait.is_zero() && wait >= remaining() {
            return Err(Error::rate_limited(wait, remaining(), reason));
        }
        if rate.is_some() {
            state.next = slot.saturating_add(gap);
        }
        Ok(Some(Delay { wait, gap, reason }).filter(|_| !wait.is_zero()))
    }

    /// Returns true if no limit is set and no throttled response was recorded. Most calls then need no clock.
    fn is_idle(&self) -> bool {
        self.limit.is_none() && !self.is_adaptive() && self.lock().throttling.cooldown_until().is_zero()
    }

    fn is_adaptive(&self) -> bool {
        self.control == RateControl::Adaptive && self.limit.is_none()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

impl State {
    /// Returns the slot of the next call at this rate, and the gap to the one after it. Bursts of one second's worth of
    /// calls are permitted, so the slot may be earlier than `earliest`.
    fn next_slot(&self, earliest: Duration, rate: f64) -> (Duration, Duration) {
        let burst = Duration::from_secs(1).mul_f64((rate - 1.0).max(0.0) / rate);
        let gap = Duration::try_from_secs_f64(1.0 / rate).unwrap_or(Duration::MAX);
        (self.next.max(earliest.saturating_sub(burst)), gap)
    }
}

/// Returns the time of the clock plus one second, so that a burst is possible at time 0.
fn now(clock: &dyn Clock) -> Duration {
    clock.monotonic().saturating_add(Duration::from_secs(1))
}

/// A reserved slot. It is returned if the wait is canceled.
struct Reservation<'a> {
    limiter: &'a RateLimiter,
    gap: Duration,
}

impl Drop for Reservation<'_> {
    fn drop(&mut self) {
        let mut state = self.limiter.lock();
        state.next = state.next.saturating_sub(self.gap);
    }
}
