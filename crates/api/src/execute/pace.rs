//! How fast a service is called. There is no limit at first, unless the program sets one; when the service says that it
//! is too much, calls go at half the speed they had, and every quiet second a little faster again.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hwc_transport::clock::Clock;

use crate::error::Error;

/// The speed at which one service is called.
pub(crate) struct Pace {
    /// Calls a second, as the program set it.
    ceiling: Option<f64>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Calls a second at present; `None` when they are not limited.
    rate: Option<f64>,
    /// When the next call may go by that rate.
    next: Duration,
    /// Until when the service wants to be left alone.
    quiet_until: Duration,
    /// When the rate was changed last.
    changed: Duration,
    tally: Tally,
}

/// How many calls came in the present second, and in the one before.
#[derive(Default)]
struct Tally {
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
/// All calls are held back for no longer than this, whatever the service says.
const QUIET: Duration = Duration::from_secs(60);

impl Pace {
    pub(crate) fn new(ceiling: Option<f64>) -> Self {
        Self { ceiling, state: Mutex::new(State { rate: ceiling, ..State::default() }) }
    }

    /// Waits until the next call may go. If that is longer than what is `left` for the call, nothing is waited for.
    pub(crate) async fn wait(&self, clock: &dyn Clock, left: &(dyn Fn() -> Duration + Sync)) -> Result<(), Error> {
        let Some((wait, gap)) = self.reserve(now(clock), left)? else {
            return Ok(());
        };
        let mut place = Place { pace: self, gap };
        clock.sleep(wait).await;
        place.gap = Duration::ZERO;
        Ok(())
    }

    /// The service said that it is too much, and how long it wants to be left alone.
    ///
    /// Calls that were on their way together complain together: that counts as one complaint.
    pub(crate) fn throttled(&self, clock: &dyn Clock, quiet: Option<Duration>) {
        let now = now(clock);
        let mut state = self.lock();
        state.quiet_until = state.quiet_until.max(now.saturating_add(quiet.unwrap_or_default().min(QUIET)));
        if state.rate.is_some() && now.saturating_sub(state.changed) < Duration::from_secs(1) {
            return;
        }
        let measured = f64::from(state.tally.count.max(state.tally.before).max(1));
        let rate = state.rate.map_or(measured, |rate| rate.min(measured));
        state.rate = Some((rate / 2.0).max(FLOOR));
        state.changed = now;
    }

    /// Takes the next place in line: how long it is to be waited for, and what it takes of the time of others. `None`
    /// when it is now, an error when it comes too late.
    fn reserve(&self, now: Duration, left: &dyn Fn() -> Duration) -> Result<Option<(Duration, Duration)>, Error> {
        let mut state = self.lock();
        state.tally.add(now);
        state.recover(now, self.ceiling);
        let (start, gap) = state.place(now);
        let wait = start.saturating_sub(now);
        if !wait.is_zero() && wait >= left() {
            return Err(Error::too_fast(wait, left()));
        }
        state.next = state.next.max(start).saturating_add(gap);
        Ok(Some((wait, gap)).filter(|_| !wait.is_zero()))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Time begins a second before the clock does, so that a second's worth of calls may go at its very beginning.
fn now(clock: &dyn Clock) -> Duration {
    clock.monotonic().saturating_add(Duration::from_secs(1))
}

/// A place in line, which is given back if it is not used.
struct Place<'a> {
    pace: &'a Pace,
    gap: Duration,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut state = self.pace.lock();
        state.next = state.next.saturating_sub(self.gap);
    }
}

impl State {
    /// When the next call may go, and the gap to the one after it.
    fn place(&self, now: Duration) -> (Duration, Duration) {
        let Some(rate) = self.rate else {
            return (self.quiet_until, Duration::ZERO);
        };
        // A second's worth of calls may go at once.
        let burst = Duration::from_secs(1).mul_f64((rate - 1.0).max(0.0) / rate);
        let start = self.next.max(now.saturating_sub(burst)).max(self.quiet_until);
        (start, Duration::try_from_secs_f64(1.0 / rate).unwrap_or(Duration::MAX))
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
