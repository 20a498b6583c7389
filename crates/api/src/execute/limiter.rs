//! The rate limiter of a service: no limit unless the program sets one, or the service asks for a pause.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hwc_transport::clock::Clock;

use super::adaptive::Adaptive;
use crate::error::Error;

/// The delays that calls to the same service cause each other.
///
/// A limit that [`ClientBuilder::rate_limit`](crate::ClientBuilder::rate_limit) sets holds in any case. Each delay is an event for
/// `tracing`, with its reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum RateControl {
    /// Calls do not delay each other.
    Off,
    /// A throttled response that names a time (`Retry-After`) delays the calls to that service until then, at most for a
    /// minute.
    #[default]
    RetryAfter,
    /// As [`RetryAfter`](Self::RetryAfter); besides, a throttled response halves the rate at which the service was called, down to
    /// 5 calls a second. The rate grows by half each second without another, and the limit ends when it is what it was. A
    /// service with a limit of its own is called at that rate instead.
    Adaptive,
}

/// The limiter of one service.
pub(crate) struct RateLimiter {
    control: RateControl,
    /// Calls a second, as the program set it.
    limit: Option<f64>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// When the next call may go by the rate.
    next: Duration,
    /// Until when the service wants to be left alone.
    quiet_until: Duration,
    adaptive: Adaptive,
}

/// A delay, what it takes of the time of others, and its reason.
struct Delay {
    wait: Duration,
    gap: Duration,
    reason: &'static str,
}

/// Other calls are delayed for no longer than this, whatever the service says.
const QUIET: Duration = Duration::from_secs(60);

impl RateLimiter {
    pub(crate) fn new(control: RateControl, limit: Option<f64>) -> Self {
        Self { control, limit, state: Mutex::default() }
    }

    /// Waits until the next call may go. If that is longer than what is `left` for the call, nothing is waited for.
    pub(crate) async fn wait(
        &self,
        clock: &dyn Clock,
        service: &'static str,
        left: &(dyn Fn() -> Duration + Sync),
    ) -> Result<(), Error> {
        let Some(Delay { wait, gap, reason }) = self.reserve(now(clock), left)? else {
            return Ok(());
        };
        tracing::debug!(target: "hwc_api", service, ?wait, reason, "waiting before the request");
        let mut reserved = Reserved { limiter: self, gap };
        clock.sleep(wait).await;
        reserved.gap = Duration::ZERO;
        Ok(())
    }

    /// Takes note of a throttled response, and of the time that it names.
    pub(crate) fn throttled(&self, clock: &dyn Clock, retry_after: Option<Duration>) {
        if self.control == RateControl::Off {
            return;
        }
        let now = now(clock);
        let mut state = self.lock();
        state.quiet_until = state.quiet_until.max(now.saturating_add(retry_after.unwrap_or_default().min(QUIET)));
        if self.is_adaptive() {
            state.adaptive.throttled(now);
        }
    }

    /// Takes the next turn: its delay, `None` when it is now, an error when it comes too late.
    fn reserve(&self, now: Duration, left: &dyn Fn() -> Duration) -> Result<Option<Delay>, Error> {
        let mut state = self.lock();
        if self.is_adaptive() {
            state.adaptive.count(now);
        }
        let rate = self.limit.or_else(|| state.adaptive.rate());
        let earliest = now.max(state.quiet_until);
        let (turn, gap) = rate.map_or((earliest, Duration::ZERO), |rate| state.turn(earliest, rate));
        let wait = turn.max(earliest).saturating_sub(now);
        let reason = match (turn > earliest, self.limit) {
            (false, _) => "the service asked for a pause",
            (true, Some(_)) => "the rate limit of the client",
            (true, None) => "the service was called too often",
        };
        if !wait.is_zero() && wait >= left() {
            return Err(Error::rate_limited(wait, left(), reason));
        }
        if rate.is_some() {
            state.next = turn.saturating_add(gap);
        }
        Ok(Some(Delay { wait, gap, reason }).filter(|_| !wait.is_zero()))
    }

    fn is_adaptive(&self) -> bool {
        self.control == RateControl::Adaptive && self.limit.is_none()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// The turn of the next call by this rate, and the gap to the one after it. A second's worth of calls may go at once, so that
    /// it may be before `earliest`.
    fn turn(&self, earliest: Duration, rate: f64) -> (Duration, Duration) {
        let burst = Duration::from_secs(1).mul_f64((rate - 1.0).max(0.0) / rate);
        let gap = Duration::try_from_secs_f64(1.0 / rate).unwrap_or(Duration::MAX);
        (self.next.max(earliest.saturating_sub(burst)), gap)
    }
}

/// Time begins a second before the clock does, so that a second's worth of calls may go at its very beginning.
fn now(clock: &dyn Clock) -> Duration {
    clock.monotonic().saturating_add(Duration::from_secs(1))
}

/// A turn, which is given back if it is not used.
struct Reserved<'a> {
    limiter: &'a RateLimiter,
    gap: Duration,
}

impl Drop for Reserved<'_> {
    fn drop(&mut self) {
        let mut state = self.limiter.lock();
        state.next = state.next.saturating_sub(self.gap);
    }
}
