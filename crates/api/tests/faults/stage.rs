//! Control of the test's clock: time passes only when nothing else can happen.
//!
//! The clock stands still while the network is busy, since a deadline that fires slightly early or late would change
//! the outcome of a row. It advances to the next sleeper in two cases. Either the client has no exchange in progress,
//! so it waits for the clock alone. Or the server waits for time, and the client has received everything before that.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use hwc_api::transport::clock::{Clock, ManualClock};

/// The time of day when a row begins: 14 November 2023, 22:13:20 GMT.
const START: Duration = Duration::from_secs(1_700_000_000);

/// The part of the current response that the client has received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Seen {
    /// Nothing relevant: time may pass regardless of the received data.
    Nothing,
    /// The status and the headers.
    Head,
    /// This many bytes of the body.
    Body(usize),
}

/// The clock of a row, with the state that controls it.
pub(crate) struct Stage {
    pub(crate) clock: ManualClock,
    state: Mutex<State>,
}

struct State {
    /// The number of exchanges that the client has begun.
    exchanges: u32,
    /// True if the last exchange is in progress.
    under_way: bool,
    seen: Seen,
    quiet: Option<Quiet>,
}

/// A server that waits for time to pass.
#[derive(Clone, Copy)]
struct Quiet {
    /// The exchange in which it waits.
    exchange: u32,
    /// The part that the client must have received first.
    seen: Seen,
    /// The time at which the server continues; `None` for never.
    until: Option<Duration>,
}

impl Stage {
    pub(crate) fn new() -> Self {
        let state = State { exchanges: 0, under_way: false, seen: Seen::Nothing, quiet: None };
        Self { clock: ManualClock::new(SystemTime::UNIX_EPOCH + START), state: Mutex::new(state) }
    }

    /// Records the start of an exchange and returns its number.
    pub(crate) fn begin(&self) -> u32 {
        let mut state = self.lock();
        state.exchanges += 1;
        (state.under_way, state.seen) = (true, Seen::Nothing);
        state.exchanges
    }

    /// Records a received part of the response.
    pub(crate) fn saw(&self, seen: Seen) {
        self.lock().seen = seen;
    }

    /// Records the end of an exchange, also of an abandoned one.
    pub(crate) fn end(&self) {
        self.lock().under_way = false;
    }

    /// Returns the number of exchanges that the client has begun.
    pub(crate) fn exchanges(&self) -> u32 {
        self.lock().exchanges
    }

    /// Records that the server waits until `until`, after the client has received `seen`. Ignored on connections that
    /// the client has abandoned.
    pub(crate) fn wait_for_time(&self, exchange: u32, seen: Seen, until: Option<Duration>) {
        let mut state = self.lock();
        if exchange == state.exchanges {
            state.quiet = Some(Quiet { exchange, seen, until });
        }
    }

    /// Returns true if the client has received this much, or has abandoned the exchange.
    pub(crate) fn has_seen(&self, exchange: u32, seen: Seen) -> bool {
        let state = self.lock();
        !state.under_way || state.exchanges != exchange || state.seen >= seen
    }

    /// Returns true if the server waits for time while an exchange is in progress.
    pub(crate) fn is_quiet(&self) -> bool {
        let now = self.clock.monotonic();
        let state = self.lock();
        state.quiet.is_some_and(|quiet| {
            quiet.exchange == state.exchanges && state.seen >= quiet.seen && quiet.until.is_none_or(|until| now < until)
        })
    }

    /// Advances the clock to the next sleeper if nothing else can happen. The client must have been polled just before.
    pub(crate) fn pass_time(&self) {
        let under_way = self.lock().under_way;
        if !under_way || self.is_quiet() {
            self.clock.advance_to_next();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
