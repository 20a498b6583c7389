//! The state of one call, and its conversion to the final outcome: the subject of an error, and the `tracing` span.

use std::pin::Pin;
use std::time::Duration;

use hwc_wire::Operation;
use tracing::Span;
use tracing::field::{Empty, display};

use super::auth::Authenticator;
use super::codec::CallCodec;
use super::response::{RawResponse, ReadError};
use super::{Backoff, ClientInner, PreparedRequest, RequestOptions};
use crate::core::{Deadline, Response, timeout_after};
use crate::error::{Error, ErrorKind};

/// A borrowed future. The future that awaits it contains no second copy of it.
type Work<'a, T, E> = Pin<&'a mut (dyn Future<Output = Result<T, E>> + Send + 'a)>;

/// The mutable state of one call.
pub(super) struct CallState<'a> {
    client: &'a ClientInner,
    label: &'static str,
    service: &'static str,
    operation: Option<&'static Operation>,
    pub(super) idempotent: bool,
    /// The timeout of the call, and of one attempt.
    pub(super) limit: Duration,
    pub(super) attempt_limit: Duration,
    pub(super) max_attempts: u32,
    pub(super) backoff: Backoff,
    started: Duration,
    /// The `tracing` span of the call. It costs almost nothing without a subscriber.
    pub(super) span: Span,
    /// The authentication of the last attempt, to redact it in the response.
    pub(super) authenticator: Option<Authenticator>,
    /// The number of times that the request was passed to the transport.
    pub(super) attempts: u32,
    /// True if the service may have received the request.
    pub(super) sent: bool,
    /// The error of the last attempt.
    pub(super) last_error: Option<Error>,
    /// The status of the last response, and its request ID.
    status: Option<u16>,
    request_id: Option<String>,
    /// The size of the last response.
    bytes: usize,
    is_finished: bool,
}

impl<'a> CallState<'a> {
    pub(super) fn new(client: &'a ClientInner, codec: &dyn CallCodec, options: &RequestOptions) -> Self {
        let (service, operation) = (codec.service().id, codec.operation());
        Self {
            client,
            label: codec.label(),
            service,
            operation,
            idempotent: options.idempotent.unwrap_or_else(|| codec.is_idempotent()),
            limit: options.timeout.unwrap_or(client.timeout),
            attempt_limit: options.attempt_timeout.unwrap_or(client.attempt_timeout),
            max_attempts: options.max_attempts.unwrap_or(client.max_attempts),
            backoff: options.backoff_for(client),
            started: client.clock.monotonic(),
            span: span(service, operation),
            authenticator: None,
            attempts: 0,
            sent: false,
            last_error: None,
            status: None,
            request_id: None,
            bytes: 0,
            is_finished: false,
        }
    }

    /// Records the target of the request.
    pub(super) fn record_request(&self, request: &PreparedRequest) {
        if self.span.is_disabled() {
            return;
        }
        self.span.record("http.request.method", request.method().as_str());
        request.uri().host().map(|host| self.span.record("server.address", host));
        request.uri().port_u16().map(|port| self.span.record("server.port", port));
    }

    /// Counts an attempt. What is known of the response before is not true of this one.
    pub(super) fn begin_attempt(&mut self) {
        self.attempts += 1;
        (self.status, self.request_id, self.bytes) = (None, None, 0);
    }

    /// Records a response.
    pub(super) fn record_response(&mut self, request: &PreparedRequest, response: &RawResponse) {
        // Only the span shows it.
        if !self.span.is_disabled() {
            let redactor = request.redactor(self.authenticator.as_ref());
            self.request_id = response.request_id().map(|id| redactor.text(id));
        }
        self.bytes = response.body.len();
        self.status = Some(response.status.as_u16());
    }

    /// Returns the deadline of the call.
    pub(super) fn deadline(&self) -> Deadline {
        Deadline { at: self.started.saturating_add(self.limit), limit: self.limit }
    }

    /// Returns the remaining time of the call.
    pub(super) fn remaining(&self) -> Duration {
        self.limit.saturating_sub(self.elapsed())
    }

    fn elapsed(&self) -> Duration {
        self.client.clock.monotonic().saturating_sub(self.started)
    }

    /// Returns the outcome of `work`, or an error at the deadline of the call.
    pub(super) async fn within_deadline<T>(&self, work: Work<'_, T, Error>) -> Result<T, Error> {
        let outcome = timeout_after(&*self.client.clock, &|| self.remaining(), work).await;
        outcome.unwrap_or_else(|| Err(Error::timeout(self.limit, self.sent)))
    }

    /// Returns the outcome of an attempt, or an error at its timeout or at the deadline of the call, whichever is first.
    pub(super) async fn within_attempt<T>(&self, work: Work<'_, T, ReadError>) -> Result<T, ReadError> {
        let limit = || self.remaining().min(self.attempt_limit);
        match timeout_after(&*self.client.clock, &limit, work).await {
            Some(outcome) => outcome,
            None if self.remaining().is_zero() => Err(Error::timeout(self.limit, true).into()),
            None => Err(Error::timeout(self.attempt_limit, true).into()),
        }
    }

    /// Converts the outcome of the steps to that of the call.
    pub(super) fn finish(mut self, outcome: Result<Response<()>, Error>) -> Result<Response<()>, Error> {
        self.is_finished = true;
        let last_error = self.last_error.take();
        let outcome = outcome.map_err(|error| match error.kind() {
            ErrorKind::Timeout => error.with_last_error(last_error).with_attempts(self.attempts),
            _ => error.with_attempts(self.attempts),
        });
        let outcome = outcome.map_err(|error| error.with_context(self.label, self.operation, self.idempotent));
        #[cfg(feature = "metrics")]
        self.record_metrics(outcome.as_ref().err().map(Error::type_id));
        if !self.span.is_disabled() {
            self.record_progress(outcome.as_ref().err().and_then(Error::request_id));
            outcome.as_ref().err().into_iter().for_each(|error| self.record_error(error));
        }
        outcome.inspect_err(|error| self.log_failure(error))
    }

    /// Records what is known of the call. `request_id` takes precedence over that of the header.
    fn record_progress(&self, request_id: Option<&str>) {
        self.span.record("attempts", self.attempts);
        self.span.record("duration_ms", self.elapsed().as_secs_f64() * 1000.0);
        self.span.record("bytes", self.bytes);
        if self.attempts > 1 {
            self.span.record("http.request.resend_count", self.attempts - 1);
        }
        if let Some(status) = self.status {
            self.span.record("status", status);
            self.span.record("http.response.status_code", status);
        }
        request_id.or(self.request_id.as_deref()).map(|id| self.span.record("request_id", id));
    }

    fn record_error(&self, error: &Error) {
        self.span.record("otel.status_code", "ERROR");
        self.span.record("error", display(error.kind().as_str()));
        self.span.record("error.type", error.type_id());
        if let Some(service) = error.service().filter(|service| !service.code.is_empty()) {
            self.span.record("code", service.code.as_str());
        }
    }

    #[cfg(feature = "metrics")]
    fn record_metrics(&self, error_type: Option<&str>) {
        let (service, operation, duration) = (self.service, self.operation, self.elapsed());
        let (attempts, status) = (self.attempts, self.status);
        super::metrics::EndedCall { service, operation, duration, attempts, status, error_type }.record();
    }

    fn log_failure(&self, error: &Error) {
        tracing::warn!(
            target: "hwc_api::failures",
            parent: &self.span,
            service = self.service,
            operation = self.operation.map(|operation| operation.name),
            kind = ?error.kind(),
            request_id = error.request_id(),
            error = %format_args!("{error:#}"),
            "the call failed"
        );
    }
}

/// Records what is known of a canceled call.
impl Drop for CallState<'_> {
    fn drop(&mut self) {
        if self.is_finished {
            return;
        }
        #[cfg(feature = "metrics")]
        self.record_metrics(Some(CANCELED));
        if !self.span.is_disabled() {
            self.record_progress(None);
            self.span.record("error", CANCELED);
            self.span.record("error.type", CANCELED);
        }
    }
}

const CANCELED: &str = "canceled";

/// Returns the span of a call: its own names, and those of OpenTelemetry's conventions for HTTP clients.
fn span(service: &'static str, operation: Option<&'static Operation>) -> Span {
    tracing::info_span!(
        target: "hwc_api",
        "call",
        service,
        operation = operation.map(|operation| operation.name),
        attempts = Empty,
        status = Empty,
        request_id = Empty,
        bytes = Empty,
        duration_ms = Empty,
        error = Empty,
        code = Empty,
        otel.name = operation.map_or_else(|| service.to_owned(), Operation::full_name),
        otel.kind = "client",
        otel.status_code = Empty,
        http.request.method = Empty,
        http.request.resend_count = Empty,
        http.response.status_code = Empty,
        url.template = operation.map(|operation| operation.path),
        server.address = Empty,
        server.port = Empty,
        "error.type" = Empty,
    )
}
