//! Lets work take no longer than it may, on the client's clock.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use hwc_transport::clock::Clock;

/// When the time for a call is over, on the client's clock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    /// The monotonic time at which it is.
    pub(crate) at: Duration,
    /// How long the call may take in all.
    pub(crate) limit: Duration,
}

/// The outcome of `work`, or `None` if it is not there within `limit`.
///
/// The clock is not asked before `work` has to wait: what is done at once needs no timer. The work is borrowed, so that it is
/// neither moved nor twice in the future that waits for it.
pub(crate) async fn within<T>(
    clock: &dyn Clock,
    limit: Duration,
    mut work: Pin<&mut (dyn Future<Output = T> + Send)>,
) -> Option<T> {
    let mut sleep = None;
    poll_fn(|cx| {
        if let Poll::Ready(outcome) = work.as_mut().poll(cx) {
            return Poll::Ready(Some(outcome));
        }
        let sleep = sleep.get_or_insert_with(|| clock.sleep(limit));
        sleep.as_mut().poll(cx).map(|()| None)
    })
    .await
}
