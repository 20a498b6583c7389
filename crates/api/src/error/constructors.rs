//! Constructors of errors: one for each cause.

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use hwc_transport::clock::ClockError;
use hwc_transport::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use hwc_transport::http::{HeaderMap, Uri};
use hwc_transport::sign::SignError;
use hwc_transport::{BodyError, TransportError};
use hwc_wire::{DecodeError, EncodeError, ErrorClass, Operation, Violation};

use super::service::one_line;
use super::{Cause, Error, ErrorKind, FailedResponse, Inner, Retryability, ServiceError};

impl Error {
    pub(super) fn new(kind: ErrorKind) -> Self {
        Self(Arc::new(Inner {
            kind,
            operation: None,
            subject: "",
            text: String::new(),
            service: None,
            response: None,
            violations: Vec::new(),
            path: None,
            retryability: Retryability::Never,
            attempts: 0,
            source: None,
        }))
    }

    /// Returns the fields, to set them. Clones of the error keep theirs.
    pub(super) fn edit(&mut self) -> &mut Inner {
        Arc::make_mut(&mut self.0)
    }

    pub(super) fn with_text(mut self, text: impl Into<String>) -> Self {
        self.edit().text = text.into();
        self
    }

    fn with_path(mut self, path: impl Into<String>) -> Self {
        self.edit().path = Some(path.into());
        self
    }

    pub(super) fn with_source(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.edit().source = Some(Cause::Own(Arc::new(source)));
        self
    }

    pub(super) fn retryability(mut self, retryability: Retryability) -> Self {
        self.edit().retryability = retryability;
        self
    }

    /// Sets the response of the failed call.
    pub(crate) fn with_response(mut self, response: FailedResponse) -> Self {
        self.edit().response = Some(response);
        self
    }

    /// Sets the operation, and decides whether the call may be retried.
    pub(crate) fn with_context(
        mut self,
        subject: &'static str,
        operation: Option<&'static Operation>,
        idempotent: bool,
    ) -> Self {
        let inner = self.edit();
        inner.subject = subject;
        inner.operation = operation;
        if inner.retryability == Retryability::IfIdempotent {
            inner.retryability = if idempotent { Retryability::Always } else { Retryability::Never };
        }
        self
    }

    pub(crate) fn config(text: impl Into<String>) -> Self {
        Self::new(ErrorKind::Config).with_text(text)
    }

    /// The transport or the machine is not configured for the request.
    pub(crate) fn setup(source: TransportError) -> Self {
        let reason = source.source().map_or_else(|| source.to_string(), ToString::to_string);
        let mut error = Self::config(reason);
        error.edit().source = Some(Cause::Setup(Arc::new(source)));
        error
    }

    /// The clock does not work in the context of the call.
    pub(crate) fn clock(source: &ClockError) -> Self {
        Self::config(source.to_string())
    }

    #[cfg(feature = "catalog")]
    pub(crate) fn unknown_operation(text: impl Into<String>) -> Self {
        Self::new(ErrorKind::UnknownOperation).with_text(text)
    }

    /// Sets the operation of a request that was not sent.
    #[cfg(feature = "catalog")]
    pub(crate) fn for_operation(self, operation: &'static Operation) -> Self {
        self.with_context("", Some(operation), operation.idempotent)
    }

    pub(crate) fn invalid(text: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidRequest).with_text(text)
    }

    /// A local file could not be read or written.
    #[cfg(feature = "system-clock")]
    pub(crate) fn file(text: String, source: std::io::Error) -> Self {
        Self::new(ErrorKind::Io).with_text(text).with_source(source)
    }

    pub(crate) fn invalid_request(violations: Vec<Violation>) -> Self {
        let mut error = Self::new(ErrorKind::InvalidRequest);
        error.edit().violations = violations;
        error
    }

    pub(crate) fn encode(source: EncodeError) -> Self {
        Self::new(ErrorKind::InvalidRequest).with_source(source)
    }

    pub(crate) fn credentials(text: impl Into<String>) -> Self {
        Self::new(ErrorKind::Credentials).with_text(text)
    }

    /// A sign-in request or an ID lookup failed. An error from before the request was sent keeps its kind and text.
    pub(crate) fn sign_in(source: Self) -> Self {
        if source.0.operation.is_none() && source.0.subject.is_empty() {
            let mut error = Self::new(source.0.kind).with_text(source.0.text.clone());
            error.edit().source = Some(Cause::SameText(source));
            return error;
        }
        let retryability = if source.is_retryable() { Retryability::Always } else { Retryability::Never };
        Self::new(ErrorKind::Credentials)
            .with_text("sign-in or ID lookup failed")
            .retryability(retryability)
            .with_source(source)
    }

    /// A credentials provider failed.
    pub(crate) fn provider(source: Box<dyn StdError + Send + Sync>) -> Self {
        let mut error = Self::new(ErrorKind::Credentials).with_text("the provider failed");
        error.edit().source = Some(Cause::Own(source.into()));
        error
    }

    /// The request cannot be signed.
    pub(crate) fn signing(source: SignError) -> Self {
        Self::invalid("cannot sign the request").with_source(source)
    }

    /// The service redirected the call, and the redirect was not followed.
    pub(crate) fn redirected(status: u16, why: &str) -> Self {
        let mut error = Self::new(ErrorKind::Service).with_text(format!("redirect not followed: {why}"));
        error.edit().service = Some(ServiceError {
            status,
            code: String::new(),
            message: String::new(),
            request_id: None,
            class: ErrorClass::Unknown,
            advice: None,
            retry_after: None,
        });
        error
    }

    /// The call was redirected too often.
    pub(crate) fn too_many_redirects(status: u16) -> Self {
        Self::redirected(status, "more than 5 redirects")
    }

    /// The response is compressed and cannot be decompressed.
    pub(crate) fn compressed(problem: &str) -> Self {
        Self::new(ErrorKind::Decode).with_text(problem).with_path("")
    }

    /// The `Content-Encoding` is not a known compression. Used in strict mode.
    pub(crate) fn encoding(problem: &str) -> Self {
        Self::new(ErrorKind::Decode).with_text(problem).with_path(CONTENT_ENCODING.as_str())
    }

    /// The response lacks a value that the next step needs.
    #[inline]
    pub(crate) fn missing_field(operation: &'static Operation, path: &'static str) -> Self {
        let error = Self::new(ErrorKind::Decode).with_text(format!("missing field `{path}`")).with_path(path);
        error.with_context("", Some(operation), operation.idempotent)
    }

    /// A file was not attached because its message failed. Several files share that error.
    #[cfg(all(feature = "osm", feature = "workflows"))]
    pub(crate) fn message_failed(source: &Self) -> Self {
        Self::new(source.kind()).with_text("the message was not written").with_source(source.clone())
    }

    /// A file that a service sent cannot be read.
    #[cfg(feature = "excel")]
    pub(crate) fn unreadable_file(operation: &'static Operation, text: String) -> Self {
        Self::new(ErrorKind::Decode).with_text(text).with_context("", Some(operation), operation.idempotent)
    }

    /// An import was started, and its end is unknown.
    #[cfg(all(feature = "insight", feature = "workflows"))]
    pub(crate) fn unfinished_import(task: &str, source: &Self) -> Self {
        let text =
            format!("import task `{task}` was started, and its end is unknown; read its state before another import");
        Self::new(source.kind()).with_text(text).with_source(source.clone())
    }

    /// An import ended without success, or its result could not be compared.
    #[cfg(all(feature = "insight", feature = "workflows"))]
    pub(crate) fn incomplete_import(text: String, comparison: Option<Self>) -> Self {
        let kind = comparison.as_ref().map_or(ErrorKind::Service, Self::kind);
        let error = Self::new(kind).with_text(text);
        match comparison {
            Some(source) => error.with_source(source),
            None => error,
        }
    }

    #[inline]
    pub(crate) fn pagination(text: impl Into<String>) -> Self {
        Self::new(ErrorKind::Pagination).with_text(text)
    }

    #[inline]
    pub(crate) fn list_truncated(subject: &str, last: u64) -> Self {
        let text =
            format!("the service lists nothing beyond {subject} {last}, and there may be more; use a narrower filter");
        Self::new(ErrorKind::ListTruncated).with_text(text)
    }

    /// The transport returned no response.
    pub(crate) fn transport(source: TransportError) -> Self {
        if source.is_setup() {
            return Self::setup(source);
        }
        // An untrusted certificate will not become trusted within seconds.
        let is_permanent = source.is_invalid_request() || source.is_tls();
        let (kind, retryability) = match () {
            () if source.is_not_sent() && is_permanent => (ErrorKind::NotSent, Retryability::Never),
            () if source.is_not_sent() => (ErrorKind::NotSent, Retryability::Always),
            () => (ErrorKind::MaybeSent, Retryability::IfIdempotent),
        };
        let kind = if source.is_timeout() { ErrorKind::Timeout } else { kind };
        let proxy = source.proxy().map(|proxy| format!("the proxy {proxy} failed"));
        Self::new(kind).with_text(proxy.unwrap_or_default()).retryability(retryability).with_source(source)
    }

    /// The body of the response ended early or is longer than allowed.
    pub(crate) fn response_body(source: BodyError) -> Self {
        if source.is_too_long() {
            return Self::new(ErrorKind::Decode).with_path("").with_source(source);
        }
        Self::transport(TransportError::response_interrupted(source))
    }

    /// The wait imposed by the rate limiter exceeds the remaining time.
    pub(crate) fn rate_limited(wait: Duration, remaining: Duration, reason: &str) -> Self {
        let text = format!("the request was not sent: {reason}; wait of {wait:?} exceeds the remaining {remaining:?}");
        Self::new(ErrorKind::Timeout).with_text(text).retryability(Retryability::Later)
    }

    /// Sets the number of attempts.
    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.edit().attempts = attempts;
        self
    }

    /// Adds the target of the request to an error of the transport.
    pub(crate) fn with_uri(mut self, uri: &Uri) -> Self {
        if let (true, Some(scheme), Some(authority)) = (self.0.text.is_empty(), uri.scheme_str(), uri.authority()) {
            self.edit().text = format!("to {scheme}://{authority}");
        }
        self
    }

    /// Adds the last error before the timeout as the source.
    pub(crate) fn with_last_error(mut self, last: Option<Self>) -> Self {
        if let (None, Some(last)) = (&self.0.source, last) {
            self.edit().source = Some(Cause::Own(Arc::new(last)));
        }
        self
    }

    pub(crate) fn timeout(limit: Duration, sent: bool) -> Self {
        let (text, retryability) = match sent {
            true => ("the request may have been sent", Retryability::IfIdempotent),
            false => ("the request was not sent", Retryability::Always),
        };
        Self::new(ErrorKind::Timeout)
            .with_text(format!("no response within {limit:?}; {text}"))
            .retryability(retryability)
    }

    /// Background work did not end in time.
    #[inline]
    pub(crate) fn task_timeout(limit: Duration, state: &str) -> Self {
        let text = format!("the task did not end within {limit:?}; its last state is `{state}`");
        Self::new(ErrorKind::Timeout).with_text(text).retryability(Retryability::Always)
    }

    pub(crate) fn service_error(service: ServiceError) -> Self {
        let retryability = match (service.class, service.status) {
            (_, 429) => Retryability::Always,
            (ErrorClass::Throttled, _) if service.is_from_gateway() => Retryability::Always,
            (ErrorClass::Throttled, _) => Retryability::Later,
            (_, 408 | 500..) => Retryability::IfIdempotent,
            _ => Retryability::Never,
        };
        let mut error = Self::new(ErrorKind::Service).retryability(retryability);
        error.edit().service = Some(service);
        error
    }

    /// The response could not be decoded. `source` contains no values. Only the length and the type of the body are
    /// included, because the body may hold secrets.
    pub(crate) fn decode(source: DecodeError, length: usize, headers: &HeaderMap) -> Self {
        let path = source.path().to_owned();
        Self::new(ErrorKind::Decode).with_text(describe_body(length, headers)).with_path(path).with_source(source)
    }
}

fn describe_body(length: usize, headers: &HeaderMap) -> String {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    format!("{length} bytes of {}", one_line(content_type.unwrap_or("unknown type")))
}
