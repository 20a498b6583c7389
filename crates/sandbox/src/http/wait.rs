//! Waiting for one of two events.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use crate::runtime::sandbox::Sandbox;

/// Awaits `work`. Returns `None` if `end` completes first.
pub(crate) async fn first<T>(end: impl Future<Output = ()>, work: impl Future<Output = T>) -> Option<T> {
    let (mut end, mut work) = (pin!(end), pin!(work));
    poll_fn(|cx| match end.as_mut().poll(cx) {
        Poll::Ready(()) => Poll::Ready(None),
        Poll::Pending => work.as_mut().poll(cx).map(Some),
    })
    .await
}

/// Awaits `work`. Returns `None` if it takes longer than `limit` by the sandbox's clock. Work that is ready needs no timer.
pub(crate) async fn within<T>(sandbox: &Sandbox, limit: Duration, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut timer = None;
    poll_fn(|cx| match work.as_mut().poll(cx) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => timer.get_or_insert_with(|| sandbox.sleep(limit)).as_mut().poll(cx).map(|()| None),
    })
    .await
}

/// Polls `work` once. Returns `None` if it is pending.
pub(crate) async fn poll_once<T>(mut work: std::pin::Pin<&mut impl Future<Output = T>>) -> Option<T> {
    poll_fn(|cx| match work.as_mut().poll(cx) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}
