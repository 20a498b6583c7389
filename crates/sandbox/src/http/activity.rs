//! The activity of a connection: receiving a request, sending a response, or nothing.

use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hwc_transport::http::StatusCode;
use tokio::sync::Notify;

/// The state of a connection, shared by its parts.
#[derive(Default)]
pub(crate) struct Activity {
    state: Mutex<State>,
    closing: Notify,
}

#[derive(Default)]
struct State {
    /// The time since which the client has sent nothing and expects nothing.
    idle_since: Option<Duration>,
    /// True between the first byte of a request and its response.
    has_received: bool,
    /// True from the response to a request until it is sent.
    is_responding: bool,
    /// True while a content is sent piece by piece.
    is_streaming: bool,
    /// The status of a response that hyper would have sent by itself.
    refused: Option<StatusCode>,
}

impl Activity {
    pub(crate) fn new(now: Duration) -> Self {
        let state = State { idle_since: Some(now), ..State::default() };
        Self { state: Mutex::new(state), closing: Notify::new() }
    }

    /// Notes that bytes of a request have arrived.
    pub(crate) fn received(&self) {
        let mut state = self.lock();
        state.idle_since = None;
        state.has_received = true;
    }

    /// Returns true if a request has begun.
    pub(crate) fn has_received(&self) -> bool {
        self.lock().has_received
    }

    /// Notes that a response is ready to be sent.
    pub(crate) fn responding(&self) {
        self.lock().is_responding = true;
    }

    /// Notes that all that was written has been sent.
    pub(crate) fn flushed(&self, now: impl FnOnce() -> Duration) {
        let mut state = self.lock();
        if state.is_responding && !state.is_streaming {
            *state = State { idle_since: Some(now()), refused: state.refused, ..State::default() };
        }
    }

    /// Notes that a response is sent piece by piece, until the returned value is dropped. The connection is not idle between
    /// the pieces.
    pub(crate) fn stream(this: &Arc<Self>) -> Streaming {
        this.lock().is_streaming = true;
        Streaming(Arc::clone(this))
    }

    /// Decides on bytes that are about to be sent. Returns true if hyper sends them by itself, because a request is
    /// malformed. They are replaced by a response in the format of the gateway.
    pub(crate) fn intercept(&self, bytes: &[u8]) -> bool {
        let mut state = self.lock();
        if !state.is_responding && state.refused.is_none() {
            state.refused = client_error(bytes);
        }
        state.refused.is_some()
    }

    /// Returns the status of the response that was replaced.
    pub(crate) fn refused(&self) -> Option<StatusCode> {
        self.lock().refused
    }

    /// Returns a future that is ready when the connection has to close to make room.
    pub(crate) fn closing(&self) -> impl Future<Output = ()> {
        self.closing.notified()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A response that is being sent piece by piece.
pub(crate) struct Streaming(Arc<Activity>);

impl Drop for Streaming {
    fn drop(&mut self) {
        self.0.lock().is_streaming = false;
    }
}

/// Returns the status of a response to a malformed request.
fn client_error(bytes: &[u8]) -> Option<StatusCode> {
    let (version, rest) = bytes.split_at_checked(9)?;
    let status = StatusCode::from_bytes(rest.get(..3)?).ok()?;
    (version.starts_with(b"HTTP/1.") && status.is_client_error()).then_some(status)
}

/// Closes the connection that has been idle longest. Returns false if none is idle.
pub(crate) fn close_idle<'a>(connections: impl Iterator<Item = &'a Arc<Activity>>) -> bool {
    let idle = connections.filter_map(|activity| Some((activity.lock().idle_since?, activity)));
    let Some((_, longest)) = idle.min_by_key(|(since, _)| *since) else {
        return false;
    };
    longest.lock().idle_since = None;
    longest.closing.notify_one();
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn the_connection_that_is_idle_longest_closes() {
        let activities: Vec<_> = (0..3).map(|index| Arc::new(Activity::new(at(10 - index)))).collect();
        activities[2].received();
        assert!(close_idle(activities.iter()));
        assert_eq!(activities[1].lock().idle_since, None, "the one that connected at 9");
        activities[0].received();
        assert!(!close_idle(activities.iter()), "all are in use");
        activities[0].responding();
        activities[0].flushed(|| at(20));
        assert!(close_idle(activities.iter()));
    }

    #[test]
    fn only_errors_of_hyper_are_replaced() {
        let activity = Activity::new(at(0));
        assert!(!activity.intercept(b"HTTP/1.1 100 Continue\r\n\r\n"));
        activity.responding();
        assert!(!activity.intercept(b"HTTP/1.1 404 Not Found\r\n"));
        activity.flushed(|| at(1));
        assert!(activity.intercept(b"HTTP/1.1 431 Request Header Fields Too Large\r\n"));
        assert!(activity.intercept(b"the rest"));
        assert_eq!(activity.refused(), Some(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE));
    }
}
