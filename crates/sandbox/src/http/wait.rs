//! Waiting for work with an end: an event or a time limit.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{Either, select};

use crate::runtime::sandbox::Sandbox;

/// Awaits `work`. Returns `None` if `end` completes first.
pub(crate) async fn until<T>(end: impl Future<Output = ()>, work: impl Future<Output = T>) -> Option<T> {
    match select(pin!(end), pin!(work)).await {
        Either::Left(_) => None,
        Either::Right((output, _)) => Some(output),
    }
}

/// Awaits `work`. Returns `None` if it takes longer than `limit` by the sandbox's clock. Work that is ready needs no timer.
pub(crate) async fn timeout<T>(sandbox: &Sandbox, limit: Duration, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    if let Some(output) = work.as_mut().now_or_never() {
        return Some(output);
    }
    match select(work, sandbox.sleep(limit)).await {
        Either::Left((output, _)) => Some(output),
        Either::Right(_) => None,
    }
}
