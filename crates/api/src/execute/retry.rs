//! Decides whether a call is tried again, and when.
//!
//! | what happened | tried again |
//! | --- | --- |
//! | never sent | always |
//! | refused as too much (429, or a code that says so) | always, after the time that the service names |
//! | refused since the token has expired | once, with a new one |
//! | refused with a signature that is too old or too new | once, by the time of the service |
//! | any other 5xx, 503 included; no whole answer; no answer in time | only what may be done twice |
//! | anything else | never |

use std::time::Duration;

use hwc_transport::clock::Clock;

use super::ask::Answer;
use super::attempt::{Step, attempt};
use super::mend::Mends;
use super::outgoing::Outgoing;
use super::run::Run;
use super::settle::Settled;
use crate::client::{Client, Config};
use crate::error::{Error, ErrorKind};

/// Runs attempts until the outcome is final.
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
    /// How many are left.
    left: u32,
    idempotent: bool,
    last_wait: Duration,
}

/// The shortest wait.
const BASE: Duration = Duration::from_millis(200);
/// The longest one, unless the service names a longer.
const CAP: Duration = Duration::from_secs(20);

impl Retries {
    /// The retries of a call that may be sent `max_attempts` times.
    pub(crate) fn new(max_attempts: u32, idempotent: bool) -> Self {
        Self { left: max_attempts.saturating_sub(1), idempotent, last_wait: BASE }
    }

    /// How long to wait before the next attempt; `None` when the error is final. `left` is what is left of the time for
    /// the call: a wait that would use it up is not begun.
    pub(crate) fn next(
        &mut self,
        config: &Config,
        error: &Error,
        retry_after: Option<Duration>,
        left: Duration,
    ) -> Option<Duration> {
        // What credentials are made of was asked for by calls of their own, which were retried.
        let settled = error.kind() == ErrorKind::Credentials;
        if self.left == 0 || settled || !error.may_repeat(self.idempotent, retry_after.is_some()) {
            return None;
        }
        let wait = self.back_off(&*config.clock);
        // A little later than told, and not all at the same instant.
        let wait = retry_after
            .map_or(wait, |told| told.saturating_add(Duration::from_millis(config.clock.random() % 200)).max(wait));
        if wait >= left || !config.budget.spend() {
            return None;
        }
        self.left -= 1;
        let reason = if retry_after.is_some() { "the service named a time" } else { "back-off" };
        tracing::debug!(target: "hwc_api", kind = ?error.kind(), ?wait, reason, "waiting before a retry");
        Some(wait)
    }

    /// Decorrelated jitter: somewhere between the shortest wait and three times the last one. Clients that failed
    /// together come back one by one.
    fn back_off(&mut self, clock: &dyn Clock) -> Duration {
        let span = (self.last_wait * 3).saturating_sub(BASE).as_millis();
        let span = u64::try_from(span).unwrap_or(u64::MAX).max(1);
        self.last_wait = (BASE + Duration::from_millis(clock.random() % span)).min(CAP);
        self.last_wait
    }
}
