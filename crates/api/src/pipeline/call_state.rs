//! The state of one call, and its conversion to the final outcome: the subject of an error, and the `tracing` span.

use std::time::Duration;

use hwc_wire::Operation;
use tracing::Span;
use tracing::field::{Empty, display};

use super::codec::CallCodec;
use super::response::RawResponse;
use super::{ClientInner, RequestOptions};
use crate::core::{Deadline, Response};
use crate::error::{Error, ErrorKind};

/// The mutable state of one call.
pub(super) struct CallState {
    label: &'static str,
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
    pub(super) last_error: Option<Error>,
    /// The status of the last response, and its request ID.
    pub(super) status: Option<u16>,
    pub(super) request_id: Option<String>,
    /// The size of the last response.
    pub(super) bytes: usize,
}

impl CallState {
    pub(super) fn new(client: &ClientInner, codec: &dyn CallCodec, options: &RequestOptions) -> Self {
        Self {
            label: codec.label(),
            service: codec.service().id,
            operation: codec.operation(),
            idempotent: options.idempotent.unwrap_or_else(|| codec.is_idempotent()),
            limit: options.timeout.unwrap_or(client.timeout),
            attempt_limit: options.attempt_timeout.unwrap_or(client.attempt_timeout),
            max_attempts: options.max_attempts.unwrap_or(client.max_attempts),
            started: client.clock.monotonic(),
            attempts: 0,
            sent: false,
            last_error: None,
            status: None,
            request_id: None,
            bytes: 0,
        }
    }

    /// Records a response.
    pub(super) fn record_response(&mut self, response: &RawResponse, redacted: &dyn Fn(&str) -> String) {
        self.bytes = response.body.len();
        self.status = Some(response.status.as_u16());
        self.request_id = response.request_id().map(redacted);
    }

    /// Returns the deadline of the call.
    pub(super) fn deadline(&self) -> Deadline {
        Deadline { at: self.started.saturating_add(self.limit), limit: self.limit }
    }

    /// Returns the remaining time of the call.
    pub(super) fn remaining(&self, client: &ClientInner) -> Duration {
        self.limit.saturating_sub(client.clock.monotonic().saturating_sub(self.started))
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
        client: &ClientInner,
        span: &Span,
        outcome: Option<Result<Response<()>, Error>>,
    ) -> Result<Response<()>, Error> {
        let last_error = self.last_error.take();
        let timed_out = || Err(Error::timeout(self.limit, self.sent));
        let outcome = outcome.unwrap_or_else(timed_out).map_err(|error| match error.kind() {
            ErrorKind::Timeout => error.with_last_error(last_error).with_attempts(self.attempts),
            _ => error.with_attempts(self.attempts),
        });
        let outcome = outcome.map_err(|error| error.with_context(self.label, self.operation, self.idempotent));
        if !span.is_disabled() {
            self.record(client, span, &outcome);
        }
        outcome
    }

    fn record(&self, client: &ClientInner, span: &Span, outcome: &Result<Response<()>, Error>) {
        let duration = client.clock.monotonic().saturating_sub(self.started);
        span.record("attempts", self.attempts);
        span.record("duration_ms", duration.as_secs_f64() * 1000.0);
        span.record("bytes", self.bytes);
        if let Err(error) = outcome {
            span.record("error", display(error.kind().as_str()));
            if let Some(service) = error.service().filter(|service| !service.code.is_empty()) {
                span.record("code", service.code.as_str());
            }
        }
        self.status.map(|status| span.record("status", status));
        let in_body = outcome.as_ref().err().and_then(|error| error.service()?.request_id.as_deref());
        in_body.or(self.request_id.as_deref()).map(|id| span.record("request_id", id));
    }
}
