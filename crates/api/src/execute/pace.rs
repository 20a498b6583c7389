//! How fast a service is called. There is no limit at first, unless the program sets one; when the service says that it
//! is too much, calls go at half the speed they had, and every quiet second a little faster again.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use hwc_transport::clock::Clock;

/// The speed at which one service is called.
pub(crate) struct Pace {
    /// Calls a second, as the program set it.
    ceiling: Option<f64>,
    state: Mutex<State>,
}

struct State {
    /// Calls a second at present; `None` when they are not limited.
    rate: Option<f64>,
    /// When the next call may go.
    next: Duration,
    /// When the rate was changed last.
    changed: Duration,
    /// The second in which calls are counted, how many came in it, and how many in the one before.
    second: u64,
    count: u32,
    before: u32,
}

/// It never gets slower than a call in two seconds.
const FLOOR: f64 = 0.5;
/// What a second without complaint adds.
const GAIN: f64 = 1.1;
/// Without a ceiling, the limit falls when calls may go this fast again.
const FAST: f64 = 1_000.0;

impl Pace {
    pub(crate) fn new(ceiling: Option<f64>) -> Self {
        let state =
            State { rate: ceiling, next: Duration::ZERO, changed: Duration::ZERO, second: 0, count: 0, before: 0 };
        Self { ceiling, state: Mutex::new(state) }
    }

    /// Waits until the next call may go.
    pub(crate) async fn wait(&self, clock: &dyn Clock) {
        let wait = self.reserve(clock.monotonic());
        if !wait.is_zero() {
            clock.sleep(wait).await;
        }
    }

    /// The service said that it is too much, and how long it wants to be left alone.
    pub(crate) fn throttled(&self, clock: &dyn Clock, quiet: Option<Duration>) {
        let now = clock.monotonic();
        let mut state = self.lock();
        let measured = f64::from(state.count.max(state.before).max(1));
        let rate = state.rate.map_or(measured, |rate| rate.min(measured));
        state.rate = Some((rate / 2.0).max(FLOOR));
        state.changed = now;
        state.next = state.next.max(now.saturating_add(quiet.unwrap_or_default()));
    }

    /// Takes the next place in line; how long that is to be waited for.
    fn reserve(&self, now: Duration) -> Duration {
        let mut state = self.lock();
        state.tally(now);
        state.recover(now, self.ceiling);
        let Some(rate) = state.rate else {
            return Duration::ZERO;
        };
        // A second's worth of calls may go at once.
        let burst = Duration::from_secs(1).mul_f64((rate - 1.0).max(0.0) / rate);
        let start = state.next.max(now.saturating_sub(burst));
        let gap = Duration::try_from_secs_f64(1.0 / rate).unwrap_or(Duration::MAX);
        state.next = start.saturating_add(gap);
        start.saturating_sub(now)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Counts a call.
    fn tally(&mut self, now: Duration) {
        let second = now.as_secs();
        if second != self.second {
            self.before = if second == self.second + 1 { self.count } else { 0 };
            (self.second, self.count) = (second, 0);
        }
        self.count = self.count.saturating_add(1);
    }

    /// Gets faster by a tenth for each second without complaint, up to the ceiling.
    fn recover(&mut self, now: Duration, ceiling: Option<f64>) {
        let Some(rate) = self.rate else {
            return;
        };
        let quiet = now.saturating_sub(self.changed).as_secs();
        if quiet == 0 || Some(rate) == ceiling {
            return;
        }
        let rate = rate * GAIN.powi(i32::try_from(quiet).unwrap_or(i32::MAX));
        self.changed += Duration::from_secs(quiet);
        self.rate = match ceiling {
            Some(ceiling) => Some(rate.min(ceiling)),
            None => Some(rate).filter(|rate| *rate < FAST),
        };
    }
}
