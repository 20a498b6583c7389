//! The log of recent requests, in memory. Secrets are redacted when an entry is read.

mod exchange;
mod redaction;
mod view;

use std::collections::VecDeque;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use crate::runtime::sandbox::Sandbox;

pub(crate) use exchange::{LogDraft, LoggedExchange};
pub use view::{LoggedRequest, RequestDetails, RequestPage};

/// The maximum number of entries, and of bytes of their bodies.
const MAX_ENTRIES: usize = 1000;
const MAX_BYTES: usize = 8 << 20;

/// The recent requests, the oldest first.
pub(crate) struct RequestLog {
    state: Mutex<State>,
    /// The number of the last entry.
    last: watch::Sender<u64>,
}

#[derive(Default)]
struct State {
    last: u64,
    entries: VecDeque<Arc<LoggedExchange>>,
    bytes: usize,
}

impl RequestLog {
    pub(crate) fn new() -> Self {
        Self { state: Mutex::default(), last: watch::Sender::new(0) }
    }

    /// Adds an entry and drops the oldest ones beyond the limits.
    fn push(&self, make: impl FnOnce(u64) -> LoggedExchange) {
        let mut state = self.lock();
        state.last += 1;
        let number = state.last;
        let entry = Arc::new(make(number));
        state.bytes += entry.stored_bytes();
        state.entries.push_back(entry);
        while state.entries.len() > MAX_ENTRIES || state.bytes > MAX_BYTES {
            let Some(dropped) = state.entries.pop_front() else { break };
            state.bytes -= dropped.stored_bytes();
        }
        drop(state);
        self.last.send_replace(number);
    }

    pub(crate) fn last(&self) -> u64 {
        self.lock().last
    }

    fn find(&self, number: u64) -> Option<Arc<LoggedExchange>> {
        self.lock().entries.iter().find(|entry| entry.number == number).cloned()
    }

    /// Returns the entries after a number, and the number of those that were dropped.
    fn after(&self, number: u64) -> (Vec<Arc<LoggedExchange>>, u64) {
        let state = self.lock();
        let first = state.entries.front().map_or(state.last + 1, |entry| entry.number);
        let entries = state.entries.iter().filter(|entry| entry.number > number).cloned().collect();
        (entries, first.saturating_sub(number.saturating_add(1)))
    }

    fn clear(&self) -> usize {
        let mut state = self.lock();
        state.bytes = 0;
        std::mem::take(&mut state.entries).len()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sandbox {
    /// Returns up to `limit` requests after the one with the number `after`, the oldest first. 0 is before the first one.
    ///
    /// The sandbox keeps the last 1000 requests, with bodies of up to 16 KB each and 8 MB in all. Secrets are redacted.
    ///
    /// ```
    /// # use hwc_sandbox::{Sandbox, SandboxOptions};
    /// # use hwc_transport::{Body, Transport, http::Request};
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::new(SandboxOptions::default())?;
    /// sandbox.send(Request::get("http://localhost/v2/servicerequest/cases").body(Body::empty())?).await?;
    /// let page = sandbox.logged_requests(0, 10);
    /// assert_eq!(page.requests[0].operation.as_deref(), Some("osm.ListCases"));
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(example()).unwrap();
    /// ```
    #[must_use]
    pub fn logged_requests(&self, after: u64, limit: usize) -> RequestPage {
        let (entries, missed) = self.inner().request_log.after(after);
        let requests: Vec<LoggedRequest> = entries.iter().take(limit).map(|entry| entry.summary()).collect();
        let cursor = requests.last().map_or_else(|| after.max(self.last_request()), |last| last.number);
        RequestPage { requests, cursor, missed }
    }

    /// Returns a logged request with its headers and bodies, or `None` if it was dropped or never existed.
    #[must_use]
    pub fn logged_request(&self, number: u64) -> Option<RequestDetails> {
        self.inner().request_log.find(number).map(|entry| entry.details())
    }

    /// Returns the number of the last logged request; 0 if there was none.
    #[must_use]
    pub fn last_request(&self) -> u64 {
        self.inner().request_log.last()
    }

    /// Removes all logged requests and returns their number. Later requests continue the numbers.
    pub fn clear_request_log(&self) -> usize {
        self.inner().request_log.clear()
    }

    /// Waits until a request after the one with this number was logged. Returns false if none is within `limit`, by the clock
    /// of the options.
    pub fn wait_for_request(&self, after: u64, limit: Duration) -> impl Future<Output = bool> + Send + use<> {
        let mut last = self.inner().request_log.last.subscribe();
        let timer = self.sleep(limit);
        async move {
            let arrived = last.wait_for(|last| *last > after);
            tokio::select! {
                biased;
                arrived = arrived => arrived.is_ok(),
                () = timer => false,
            }
        }
    }
}
