//! Control of the test's clock: time passes only when nothing else can happen.
//!
//! The clock stands still while the network is busy, since a deadline that fires slightly early or late would change
//! the outcome of a case. It advances to the next sleeper in two cases. Either the client has no exchange in progress,
//! so it waits for the clock alone. Or the server waits for time, and the client has received everything before that.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use hwc_api::transport::clock::{Clock, ManualClock};

/// The time of day when a case begins: 14 November 2023, 22:13:20 GMT.
const START: Duration = Duration::from_secs(1_700_000_000);

/// The part of the current response that the client has received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Received {
    /// Nothing relevant: time may pass regardless of the received data.
    Nothing,
    /// The status and the headers.
    Head,
    /// This many bytes of the body.
    Body(usize),
}

/// The clock of a case, with the state that controls it.
pub(crate) struct Harness {
    pub(crate) clock: ManualClock,
    state: Mutex<State>,
}

struct State {
    /// The number of exchanges that the client has begun.
    exchanges: u32,
    /// True if the last exchange is in progress.
    in_progress: bool,
    received: Received,
    server_wait: Option<ServerWait>,
}

/// A server that waits for time to pass.
#[derive(Clone, Copy)]
struct ServerWait {
    /// The exchange in which it waits.
    exchange: u32,
    /// The part that the client must have received first.
    received: Received,
    /// The time at which the server continues; `None` for never.
    until: Option<Duration>,
}

impl Harness {
    pub(crate) fn new() -> Self {
        let state = State { exchanges: 0, in_progress: false, received: Received::Nothing, server_wait: None };
        Self { clock: ManualClock::new(SystemTime::UNIX_EPOCH + START), state: Mutex::new(state) }
    }

    /// Records the start of an exchange and returns its number.
    pub(crate) fn begin(&self) -> u32 {
        let mut state = self.lock();
        state.exchanges += 1;
        (state.in_progress, state.received) = (true, Received::Nothing);
        state.exchanges
    }

    /// Records a received part of the response.
    pub(crate) fn record_received(&self, received: Received) {
        self.lock().received = received;
    }

    /// Records the end of an exchange, also of an abandoned one.
    pub(crate) fn end(&self) {
        self.lock().in_progress = false;
    }

    /// Returns the number of exchanges that the client has begun.
    pub(crate) fn exchanges(&self) -> u32 {
        self.lock().exchanges
    }

    /// Records that the server waits until `until`, after the client has received `received`. Ignored on connections that
    /// the client has abandoned.
    pub(crate) fn wait_for_time(&self, exchange: u32, received: Received, until: Option<Duration>) {
        let mut state = self.lock();
        if exchange == state.exchanges {
            state.server_wait = Some(ServerWait { exchange, received, until });
        }
    }

    /// Returns true if the client has received this much, or has abandoned the exchange.
    pub(crate) fn has_received(&self, exchange: u32, received: Received) -> bool {
        let state = self.lock();
        !state.in_progress || state.exchanges != exchange || state.received >= received
    }

    /// Returns true if the server waits for time while an exchange is in progress.
    pub(crate) fn server_waits(&self) -> bool {
        let now = self.clock.monotonic();
        let state = self.lock();
        state.server_wait.is_some_and(|wait| {
            wait.exchange == state.exchanges
                && state.received >= wait.received
                && wait.until.is_none_or(|until| now < until)
        })
    }

    /// Advances the clock to the next sleeper if nothing else can happen. The client must have been polled just before.
    pub(crate) fn pass_time(&self) {
        let in_progress = self.lock().in_progress;
        if !in_progress || self.server_waits() {
            self.clock.advance_to_next();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
