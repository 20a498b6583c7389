//! Deadlines and timeouts on the client's clock.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use hwc_transport::clock::{Clock, Sleep};

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
pub(crate) fn timeout_after<'a, T>(
    clock: &'a dyn Clock,
    limit: &'a (dyn Fn() -> Duration + Sync),
    work: Pin<&'a mut (dyn Future<Output = T> + Send)>,
) -> impl Future<Output = Option<T>> {
    TimeoutFuture { clock, limit, work, sleep: None }
}

/// The future of [`timeout_after`]. It is not an `async fn`, whose future would contain each argument twice.
struct TimeoutFuture<'a, T> {
    clock: &'a dyn Clock,
    limit: &'a (dyn Fn() -> Duration + Sync),
    work: Pin<&'a mut (dyn Future<Output = T> + Send)>,
    sleep: Option<Sleep>,
}

impl<T> Future for TimeoutFuture<'_, T> {
    type Output = Option<T>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        let this = &mut *self;
        if let Poll::Ready(outcome) = this.work.as_mut().poll(cx) {
            return Poll::Ready(Some(outcome));
        }
        let sleep = this.sleep.get_or_insert_with(|| this.clock.sleep((this.limit)()));
        sleep.as_mut().poll(cx).map(|()| None)
    }
}
