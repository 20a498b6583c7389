//! Decides whether a call is tried again.

use std::future::Future;

use super::ask::Answer;
use crate::error::Error;

/// Runs `attempt` until its outcome is final; gives the outcome and the number of attempts.
///
/// This is the place of retries and back-off. Every first outcome is final so far.
pub(super) async fn until_final<F, Fut>(attempt: F) -> (Result<Answer, Error>, u32)
where
    F: Fn() -> Fut,
    Fut: Future<Output = Result<Answer, Error>>,
{
    (attempt().await, 1)
}
