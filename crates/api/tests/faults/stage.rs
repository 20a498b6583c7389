//! Decides when time may pass: only when nothing else can happen.
//!
//! The test's clock stands still while the network is at work, since a deadline that runs out a little early or late
//! would change the outcome of a row. It moves on to the next sleeper when the client has no request under way, and so
//! waits for the clock alone; and when the server said that it now waits for time, and the client has got all that came
//! before.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use hwc_api::transport::clock::{Clock, ManualClock};

/// The time of day when a row begins: 14 November 2023, 22:13:20 GMT.
const START: Duration = Duration::from_secs(1_700_000_000);

/// What the client has of the answer to the present exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Seen {
    /// Nothing that matters: time may pass whatever it has read.
    Nothing,
    /// The status and the headers.
    Head,
    /// This many bytes of the body.
    Body(usize),
}

/// The clock of a row, and what has to be known to move it.
pub(crate) struct Stage {
    pub(crate) clock: ManualClock,
    state: Mutex<State>,
}

struct State {
    /// How many exchanges the client has begun.
    exchanges: u32,
    /// Whether the last one is under way.
    under_way: bool,
    seen: Seen,
    quiet: Option<Quiet>,
}

/// The server waits for time to pass.
#[derive(Clone, Copy)]
struct Quiet {
    /// In which exchange.
    exchange: u32,
    /// After this has arrived at the client.
    seen: Seen,
    /// When the server goes on; `None` if it never does.
    until: Option<Duration>,
}

impl Stage {
    pub(crate) fn new() -> Self {
        let state = State { exchanges: 0, under_way: false, seen: Seen::Nothing, quiet: None };
        Self { clock: ManualClock::new(SystemTime::UNIX_EPOCH + START), state: Mutex::new(state) }
    }

    /// The client begins an exchange; the number of it.
    pub(crate) fn begin(&self) -> u32 {
        let mut state = self.lock();
        state.exchanges += 1;
        (state.under_way, state.seen) = (true, Seen::Nothing);
        state.exchanges
    }

    /// The client got something of the answer.
    pub(crate) fn saw(&self, seen: Seen) {
        self.lock().seen = seen;
    }

    /// The exchange has come to its end, or was given up.
    pub(crate) fn end(&self) {
        self.lock().under_way = false;
    }

    /// How many exchanges the client has begun.
    pub(crate) fn exchanges(&self) -> u32 {
        self.lock().exchanges
    }

    /// The server has nothing to do until `until`, provided that the client has `seen` what it should. What it does on
    /// a connection that the client gave up counts for nothing.
    pub(crate) fn wait_for_time(&self, exchange: u32, seen: Seen, until: Option<Duration>) {
        let mut state = self.lock();
        if exchange == state.exchanges {
            state.quiet = Some(Quiet { exchange, seen, until });
        }
    }

    /// Whether the client has seen this much of the answer, or does not care any more.
    pub(crate) fn has_seen(&self, exchange: u32, seen: Seen) -> bool {
        let state = self.lock();
        !state.under_way || state.exchanges != exchange || state.seen >= seen
    }

    /// Whether the server waits for time while an exchange is under way.
    pub(crate) fn is_quiet(&self) -> bool {
        let now = self.clock.monotonic();
        let state = self.lock();
        state.quiet.is_some_and(|quiet| {
            quiet.exchange == state.exchanges && state.seen >= quiet.seen && quiet.until.is_none_or(|until| now < until)
        })
    }

    /// Moves the clock to the next sleeper if nothing else can happen. The client must have been polled just before.
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
