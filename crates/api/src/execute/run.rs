//! The state of one call, and its conversion to the final outcome: the subject of an error, and the `tracing` span.

use std::time::Duration;

use hwc_wire::Operation;
use tracing::Span;
use tracing::field::{Empty, display};

use super::ask::{Answer, Ask};
use super::deadline::Deadline;
use crate::call::{Options, Response};
use crate::client::ClientInner;
use crate::error::{Error, ErrorKind};

/// The mutable state of one call.
pub(super) struct Run {
    what: &'static str,
    service: &'static str,
    operation: Option<&'static Operation>,
    pub(super) idempotent: bool,
    /// The timeout of the call, and of one attempt.
    pub(super) limit: Duration,
    pub(super) attempt_limit: Duration,
    pub(super) max_attempts: u32,
    started: Duration,
    /// The number of times that the request was passed to the transport.
    pub(super) attempts: u32,
    /// True if the service may have received the request.
    pub(super) sent: bool,
    /// The error of the last attempt.
    pub(super) last: Option<Error>,
    /// The status of the last response, and its request ID.
    pub(super) status: Option<u16>,
    pub(super) request_id: Option<String>,
    /// The size of the last response.
    pub(super) bytes: usize,
}

impl Run {
    pub(super) fn new(config: &ClientInner, ask: &dyn Ask, options: &Options) -> Self {
        Self {
            what: ask.what(),
            service: ask.service().id,
            operation: ask.operation(),
            idempotent: ask.is_idempotent(),
            limit: options.timeout.unwrap_or(config.timeout),
            attempt_limit: options.attempt_timeout.unwrap_or(config.attempt_timeout),
            max_attempts: options.max_attempts.unwrap_or(config.max_attempts),
            started: config.clock.monotonic(),
            attempts: 0,
            sent: false,
            last: None,
            status: None,
            request_id: None,
            bytes: 0,
        }
    }

    /// Records a response.
    pub(super) fn answered(&mut self, answer: &Answer, redacted: &dyn Fn(&str) -> String) {
        self.bytes = answer.body.len();
        self.status = Some(answer.status.as_u16());
        self.request_id = answer.request_id().map(redacted);
    }

    /// Returns the deadline of the call.
    pub(super) fn deadline(&self) -> Deadline {
        Deadline { at: self.started.saturating_add(self.limit), limit: self.limit }
    }

    /// Returns the remaining time of the call.
    pub(super) fn left(&self, config: &ClientInner) -> Duration {
        self.limit.saturating_sub(config.clock.monotonic().saturating_sub(self.started))
    }

    /// Returns the `tracing` span of the call. It costs almost nothing without a subscriber.
    pub(super) fn span(&self) -> Span {
        tracing::info_span!(
            target: "hwc_api",
            "call",
            service = self.service,
            operation = self.operation.map(|operation| operation.name),
            attempts = Empty,
            status = Empty,
            request_id = Empty,
            bytes = Empty,
            duration_ms = Empty,
            error = Empty,
            code = Empty,
        )
    }

    /// Converts the outcome of the steps to that of the call. `None` stands for a timeout.
    pub(super) fn finish(
        mut self,
        config: &ClientInner,
        span: &Span,
        outcome: Option<Result<Response<()>, Error>>,
    ) -> Result<Response<()>, Error> {
        let last = self.last.take();
        let late = || Err(Error::timeout(self.limit, self.sent));
        let outcome = outcome.unwrap_or_else(late).map_err(|error| match error.kind() {
            ErrorKind::Timeout => error.after(last).attempts_were(self.attempts),
            _ => error.attempts_were(self.attempts),
        });
        let outcome = outcome.map_err(|error| error.about(self.what, self.operation, self.idempotent));
        if !span.is_disabled() {
            self.record(config, span, &outcome);
        }
        outcome
    }

    fn record(&self, config: &ClientInner, span: &Span, outcome: &Result<Response<()>, Error>) {
        let took = config.clock.monotonic().saturating_sub(self.started);
        span.record("attempts", self.attempts);
        span.record("duration_ms", took.as_secs_f64() * 1000.0);
        span.record("bytes", self.bytes);
        if let Err(error) = outcome {
            span.record("error", display(error.kind().words()));
            if let Some(said) = error.service().filter(|said| !said.code.is_empty()) {
                span.record("code", said.code.as_str());
            }
        }
        self.status.map(|status| span.record("status", status));
        let in_body = outcome.as_ref().err().and_then(|error| error.service()?.request_id.as_deref());
        in_body.or(self.request_id.as_deref()).map(|id| span.record("request_id", id));
    }
}
