//! Starts workflows: each one runs in a span, and within the timeout that its caller set.

use std::sync::Arc;
use std::time::Duration;

use hwc_transport::clock::Clock;

use super::span::in_span;
use crate::core::{BoxFuture, timeout};
use crate::error::Error;

/// Runs the work of the workflow `name` in a span, and limits its time to `limit` if there is one.
pub(super) fn run_workflow<T: Send + 'static>(
    name: &'static str,
    limit: Option<Duration>,
    clock: Arc<dyn Clock>,
    mut work: BoxFuture<Result<T, Error>>,
) -> BoxFuture<Result<T, Error>> {
    let Some(limit) = limit else { return in_span(name, clock, work) };
    let timer = Arc::clone(&clock);
    let work = Box::pin(async move {
        let timed_out = || Err(Error::timeout(limit, true).with_context(name, None, false));
        timeout(&*timer, limit, work.as_mut()).await.unwrap_or_else(timed_out)
    });
    in_span(name, clock, work)
}
