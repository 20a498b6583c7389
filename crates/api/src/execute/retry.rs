//! Retries: decides if and when a call is retried.
//!
//! | outcome | retried |
//! | --- | --- |
//! | never sent | always |
//! | throttled (429, or an error code for it) | always, after the time set by the service |
//! | error response because of an expired token | once, with a new token |
//! | error response because of a signature with an invalid date | once, with the time of the service |
//! | any other 5xx, including 503; incomplete response; timeout of an attempt | only idempotent operations |
//! | anything else | never |

use std::time::Duration;

use hwc_transport::clock::Clock;

use super::ask::Answer;
use super::attempt::{Step, attempt};
use super::mend::Mends;
use super::outgoing::Outgoing;
use super::run::Run;
use super::settle::Settled;
use crate::client::{Client, ClientInner};
use crate::error::{Chain, Error, ErrorKind};

/// Runs attempts until one succeeds or fails for good.
pub(super) async fn until_final(
    client: &Client,
    settled: &Settled,
    outgoing: &mut Outgoing,
    run: &mut Run,
) -> Result<Answer, Error> {
    let config = &*client.0;
    let mut retries = Retries::new(run.max_attempts, run.idempotent);
    let mut mends = Mends::default();
    loop {
        let failure = match attempt(client, settled, outgoing, run).await {
            Ok(Step::Answer(answer)) => {
                config.budget.earn();
                return Ok(answer);
            }
            Ok(Step::Moved(uri, status)) => {
                mends.moved(status)?;
                outgoing.move_to(uri);
                continue;
            }
            Err(failure) => failure,
        };
        if mends.mend(config, &settled.identity, &failure).await {
            continue;
        }
        match retries.next(config, &failure.error, failure.hints.retry_after, run.left(config)) {
            Some(wait) => {
                run.last = Some(failure.error);
                config.clock.sleep(wait).await;
            }
            None => return Err(failure.error),
        }
    }
}

/// The retries of one call.
pub(crate) struct Retries {
    /// The number of remaining retries.
    left: u32,
    idempotent: bool,
    last_wait: Duration,
}

/// The minimum delay.
const BASE: Duration = Duration::from_millis(200);
/// The maximum delay, unless the service requests a longer one.
const CAP: Duration = Duration::from_secs(20);

impl Retries {
    /// Creates the retries of a call with `max_attempts` attempts.
    pub(crate) fn new(max_attempts: u32, idempotent: bool) -> Self {
        Self { left: max_attempts.saturating_sub(1), idempotent, last_wait: BASE }
    }

    /// Returns the delay before the next attempt, or `None` if the error is final. A delay of `left`, the remaining time of
    /// the call, or longer is final, too.
    pub(crate) fn next(
        &mut self,
        config: &ClientInner,
        error: &Error,
        retry_after: Option<Duration>,
        left: Duration,
    ) -> Option<Duration> {
        // Credentials were requested by calls of their own, which were already retried.
        let settled = error.kind() == ErrorKind::Credentials;
        if self.left == 0 || settled || !error.may_repeat(self.idempotent, retry_after.is_some()) {
            return None;
        }
        let wait = self.back_off(&*config.clock);
        // Random jitter prevents simultaneous retries, and a later retry is safer than an early one.
        let wait = retry_after
            .map_or(wait, |told| told.saturating_add(Duration::from_millis(config.clock.random() % 200)).max(wait));
        if wait >= left || !config.budget.spend() {
            return None;
        }
        self.left -= 1;
        let reason = if retry_after.is_some() { "the service named a time" } else { "back-off" };
        tracing::debug!(target: "hwc_api", kind = ?error.kind(), error = %Chain(error), ?wait, reason, "waiting before a retry");
        Some(wait)
    }

    /// Returns a delay with decorrelated jitter: a random value between the minimum and three times the previous delay. It
    /// spreads the retries of clients that failed at the same time.
    fn back_off(&mut self, clock: &dyn Clock) -> Duration {
        let span = (self.last_wait * 3).saturating_sub(BASE).as_millis();
        let span = u64::try_from(span).unwrap_or(u64::MAX).max(1);
        self.last_wait = (BASE + Duration::from_millis(clock.random() % span)).min(CAP);
        self.last_wait
    }
}
