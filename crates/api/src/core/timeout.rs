//! Deadlines and timeouts on the client's clock.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use hwc_transport::clock::Clock;

/// The deadline of a call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    /// The monotonic time of the deadline.
    pub(crate) at: Duration,
    /// The timeout of the call.
    pub(crate) limit: Duration,
}

impl Deadline {
    /// The deadline of work that has none.
    pub(crate) const NEVER: Self = Self { at: Duration::MAX, limit: Duration::MAX };

    /// Returns the deadline of work that starts now and may take `limit`.
    #[inline]
    pub(crate) fn from_now(clock: &dyn Clock, limit: Duration) -> Self {
        Self { at: clock.monotonic().saturating_add(limit), limit }
    }

    /// Returns the remaining time.
    pub(crate) fn remaining(self, clock: &dyn Clock) -> Duration {
        self.at.saturating_sub(clock.monotonic())
    }
}

/// Returns the outcome of `work`, or `None` if it takes longer than `limit`.
///
/// The timer starts only once `work` is pending: work that completes at once needs none. The work is borrowed, so that the
/// waiting future does not contain a second copy of it.
pub(crate) async fn timeout<T>(
    clock: &dyn Clock,
    limit: Duration,
    work: Pin<&mut (dyn Future<Output = T> + Send)>,
) -> Option<T> {
    timeout_after(clock, &|| limit, work).await
}

/// Returns the outcome of `work` as [`timeout`] does, with a limit that is read when the timer starts.
pub(crate) async fn timeout_after<T>(
    clock: &dyn Clock,
    limit: &(dyn Fn() -> Duration + Sync),
    mut work: Pin<&mut (dyn Future<Output = T> + Send)>,
) -> Option<T> {
    let mut sleep = None;
    poll_fn(|cx| {
        if let Poll::Ready(outcome) = work.as_mut().poll(cx) {
            return Poll::Ready(Some(outcome));
        }
        let sleep = sleep.get_or_insert_with(|| clock.sleep(limit()));
        sleep.as_mut().poll(cx).map(|()| None)
    })
    .await
}
