//! Retries: decides if and when a call is retried.
//!
//! | outcome | retried |
//! | --- | --- |
//! | never sent | always |
//! | throttled (429, or an error code for it) | always, after the time set by the service |
//! | error response because of an expired token | once, with a new token |
//! | error response because of a signature with an invalid date | once, with the time of the service |
//! | 408; any other 5xx, including 503; incomplete response; timeout of an attempt | only idempotent operations |
//! | anything else | never |

mod budget;
mod hints;
mod recovery;

use std::time::Duration;

use hwc_transport::clock::Clock;

pub(crate) use budget::RetryBudget;
pub(crate) use hints::RetryHints;
pub(super) use recovery::{Recoverable, Recovery};

use super::ClientInner;
use crate::core::Deadline;
use crate::error::{Error, ErrorKind};

/// A failed attempt, with the data for a recovery or a retry.
pub(crate) struct AttemptError {
    pub(crate) error: Error,
    pub(crate) hints: RetryHints,
    pub(super) recoverable: Option<Recoverable>,
}

impl AttemptError {
    /// Creates an error with the hints of a response.
    pub(crate) fn new(error: Error, hints: RetryHints) -> Self {
        Self { error, hints, recoverable: None }
    }
}

/// Creates an error without a response.
impl From<Error> for AttemptError {
    fn from(error: Error) -> Self {
        Self::new(error, RetryHints::default())
    }
}

/// The limits of the retries of one call.
pub(crate) struct RetryPolicy {
    pub(crate) max_attempts: u32,
    pub(crate) idempotent: bool,
    pub(crate) deadline: Deadline,
    pub(crate) backoff: Backoff,
}

/// The shortest and the longest delay between two attempts, unless the service requests a longer one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Backoff {
    min: Duration,
    max: Duration,
}

impl Backoff {
    /// The default delays.
    pub(crate) const DEFAULT: Self = Self { min: Duration::from_millis(200), max: Duration::from_secs(20) };

    /// Creates the delays. The longest one is at least the shortest one.
    #[inline]
    pub(crate) fn new(min: Duration, max: Duration) -> Self {
        Self { min, max: max.max(min) }
    }
}

/// Work that is attempted until it succeeds. It is a trait instead of an async closure, because the futures of closures are
/// not known to be `Send`.
pub(crate) trait Attempt: Send {
    /// The result of a successful attempt.
    type Output: Send;

    /// Runs one attempt. `previous` is the error of the one before.
    fn run(&mut self, previous: Option<Error>) -> impl Future<Output = Result<Self::Output, AttemptError>> + Send;
}

/// Runs attempts until one succeeds or fails for good. The arguments are borrowed, because a future contains each of its own
/// twice.
pub(crate) async fn send_with_retries<A: Attempt>(
    client: &ClientInner,
    policy: &RetryPolicy,
    attempt: &mut A,
) -> Result<A::Output, Error> {
    let mut retries = RetryState::new(policy);
    let mut previous = None;
    loop {
        let AttemptError { error, hints, .. } = match attempt.run(previous.take()).await {
            Ok(output) => return Ok(output),
            Err(failed) => failed,
        };
        match retries.next_delay(client, &error, hints.retry_after) {
            Some(delay) => client.clock.sleep(delay).await,
            None => return Err(error),
        }
        previous = Some(error);
    }
}

/// The retries of one call.
struct RetryState<'a> {
    /// The number of remaining retries.
    remaining: u32,
    policy: &'a RetryPolicy,
    last_backoff: Duration,
}

impl<'a> RetryState<'a> {
    fn new(policy: &'a RetryPolicy) -> Self {
        Self { remaining: policy.max_attempts.saturating_sub(1), policy, last_backoff: policy.backoff.min }
    }

    /// Returns the delay before the next attempt, or `None` if the error is final. A delay that reaches the deadline of the
    /// call is final, too.
    fn next_delay(&mut self, client: &ClientInner, error: &Error, retry_after: Option<Duration>) -> Option<Duration> {
        // Credentials were requested by calls of their own, which were already retried.
        let is_final = error.kind() == ErrorKind::Credentials;
        if self.remaining == 0 || is_final || !error.may_repeat(self.policy.idempotent, retry_after.is_some()) {
            return None;
        }
        let backoff = self.backoff(&*client.clock);
        // Random jitter prevents simultaneous retries, and a later retry is safer than an early one.
        let jitter = || Duration::from_millis(client.clock.random() % 200);
        let delay = retry_after.map_or(backoff, |requested| requested.saturating_add(jitter()).max(backoff));
        if delay >= self.policy.deadline.remaining(&*client.clock) || !client.retry_budget.withdraw() {
            return None;
        }
        self.remaining -= 1;
        let reason = if retry_after.is_some() { "requested by the service" } else { "backoff" };
        tracing::debug!(target: "hwc_api", kind = ?error.kind(), error = %format_args!("{error:#}"), wait = ?delay, reason, "waiting before a retry");
        Some(delay)
    }

    /// Returns a delay with decorrelated jitter: a random value between the minimum and three times the previous delay. It
    /// spreads the retries of clients that failed at the same time.
    fn backoff(&mut self, clock: &dyn Clock) -> Duration {
        let Backoff { min, max } = self.policy.backoff;
        let span = self.last_backoff.saturating_mul(3).saturating_sub(min).as_millis();
        let span = u64::try_from(span).unwrap_or(u64::MAX).max(1);
        self.last_backoff = min.saturating_add(Duration::from_millis(clock.random() % span)).min(max);
        self.last_backoff
    }
}
