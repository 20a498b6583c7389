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
use super::{Again, Error, ErrorKind, Inner, ServiceError, Source};

impl Error {
    fn new(kind: ErrorKind) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            what: "",
            text: String::new(),
            service: None,
            violations: Vec::new(),
            path: None,
            again: Again::Never,
            attempts: 0,
            source: None,
        }))
    }

    fn with_text(mut self, text: impl Into<String>) -> Self {
        self.0.text = text.into();
        self
    }

    fn because(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.0.source = Some(Source::Own(Box::new(source)));
        self
    }

    fn with_shared(mut self, source: Arc<Self>) -> Self {
        self.0.source = Some(Source::Shared(source));
        self
    }

    fn again(mut self, again: Again) -> Self {
        self.0.again = again;
        self
    }

    /// Sets the operation, and decides whether the call may be retried.
    pub(crate) fn about(mut self, what: &'static str, operation: Option<&'static Operation>, idempotent: bool) -> Self {
        self.0.what = what;
        self.0.operation = operation;
        if self.0.again == Again::IfIdempotent {
            self.0.again = if idempotent { Again::Always } else { Again::Never };
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
        error.0.source = Some(Source::Setup(source));
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
    pub(crate) fn of(self, operation: &'static Operation) -> Self {
        self.about("", Some(operation), operation.idempotent)
    }

    pub(crate) fn invalid(text: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidRequest).with_text(text)
    }

    /// A local file could not be read or written.
    #[cfg(feature = "tokio")]
    pub(crate) fn file(text: String, source: std::io::Error) -> Self {
        Self::new(ErrorKind::Io).with_text(text).because(source)
    }

    pub(crate) fn violations_of(violations: Vec<Violation>) -> Self {
        let mut error = Self::new(ErrorKind::InvalidRequest);
        error.0.violations = violations;
        error
    }

    pub(crate) fn unsendable(source: EncodeError) -> Self {
        Self::new(ErrorKind::InvalidRequest).because(source)
    }

    pub(crate) fn credentials(text: impl Into<String>) -> Self {
        Self::new(ErrorKind::Credentials).with_text(text)
    }

    /// A sign-in request or an ID lookup failed. An error from before the request was sent keeps its kind and text.
    pub(crate) fn sign_in(source: Arc<Self>) -> Self {
        if source.0.operation.is_none() && source.0.what.is_empty() {
            let mut error = Self::new(source.0.kind).with_text(source.0.text.clone());
            error.0.source = Some(Source::Behind(source));
            return error;
        }
        let again = if source.is_retryable() { Again::Always } else { Again::Never };
        Self::new(ErrorKind::Credentials)
            .with_text("signing in, or asking whose they are, failed")
            .again(again)
            .with_shared(source)
    }

    /// A credentials provider failed.
    pub(crate) fn provider(source: Box<dyn StdError + Send + Sync>) -> Self {
        let mut error = Self::new(ErrorKind::Credentials).with_text("the provider failed");
        error.0.source = Some(Source::Own(source));
        error
    }

    /// The request cannot be signed.
    pub(crate) fn unsigned(source: SignError) -> Self {
        Self::invalid("it cannot be signed").because(source)
    }

    /// The service redirected the call, and the redirect was not followed.
    pub(crate) fn redirected(status: u16, why: &str) -> Self {
        let mut error = Self::new(ErrorKind::Service).with_text(format!("the call was redirected {why}"));
        error.0.service = Some(ServiceError {
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

    /// The response is compressed and cannot be decompressed.
    pub(crate) fn compressed(how: &str) -> Self {
        let mut error = Self::new(ErrorKind::Decode).with_text(format!("it is compressed {how}"));
        error.0.path = Some(String::new());
        error
    }

    /// The `Content-EncodeOptions` is not a known compression. Used in strict mode.
    pub(crate) fn encoding(problem: &str) -> Self {
        let mut error = Self::new(ErrorKind::Decode).with_text(problem);
        error.0.path = Some(CONTENT_ENCODING.as_str().to_owned());
        error
    }

    /// The response lacks a value that the next step needs.
    #[cfg(feature = "osm")]
    pub(crate) fn lacking(operation: &'static Operation, path: &'static str) -> Self {
        let mut error = Self::new(ErrorKind::Decode).with_text(format!("it has no {path}"));
        error.0.path = Some(path.to_owned());
        error.about("", Some(operation), operation.idempotent)
    }

    /// A file was not attached because its message failed. Several files share that error.
    #[cfg(feature = "osm")]
    pub(crate) fn message_failed(source: &Arc<Self>) -> Self {
        Self::new(source.kind()).with_text("its message was not written").with_shared(Arc::clone(source))
    }

    pub(crate) fn paging(text: impl Into<String>) -> Self {
        Self::new(ErrorKind::Pagination).with_text(text)
    }

    pub(crate) fn list_too_long(what: &str, last: u64) -> Self {
        let text =
            format!("the service lists nothing beyond {what} {last}, and there may be more: ask for less at a time");
        Self::new(ErrorKind::ListTruncated).with_text(text)
    }

    /// The transport returned no response.
    pub(crate) fn exchange(source: TransportError) -> Self {
        if source.is_setup() {
            return Self::setup(source);
        }
        // An untrusted certificate will not become trusted within seconds.
        let hopeless = source.is_invalid_request() || source.is_tls();
        let (kind, again) = match () {
            () if source.is_not_sent() && hopeless => (ErrorKind::NotSent, Again::Never),
            () if source.is_not_sent() => (ErrorKind::NotSent, Again::Always),
            () => (ErrorKind::MaybeSent, Again::IfIdempotent),
        };
        let kind = if source.is_timeout() { ErrorKind::Timeout } else { kind };
        let proxy = source.proxy().map(|proxy| format!("the proxy {proxy} failed"));
        Self::new(kind).with_text(proxy.unwrap_or_default()).again(again).because(source)
    }

    /// The body of the response ended early or is longer than allowed.
    pub(crate) fn body(source: BodyError) -> Self {
        if source.is_too_long() {
            let mut error = Self::new(ErrorKind::Decode).because(source);
            error.0.path = Some(String::new());
            return error;
        }
        Self::exchange(TransportError::response_interrupted(source))
    }

    /// The wait imposed by the rate limiter exceeds the remaining time.
    pub(crate) fn rate_limited(wait: Duration, left: Duration, reason: &str) -> Self {
        let text = format!("the request was not sent: {reason}; {wait:?} to wait, {left:?} left");
        Self::new(ErrorKind::Timeout).with_text(text).again(Again::Later)
    }

    /// Sets the number of attempts.
    pub(crate) fn attempts_were(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// Adds the target of the request to an error of the transport.
    pub(crate) fn at(mut self, uri: &Uri) -> Self {
        if let (true, Some(scheme), Some(authority)) = (self.0.text.is_empty(), uri.scheme_str(), uri.authority()) {
            self.0.text = format!("to {scheme}://{authority}");
        }
        self
    }

    /// Adds the last error before the timeout as the source.
    pub(crate) fn after(mut self, last: Option<Self>) -> Self {
        if let (None, Some(last)) = (&self.0.source, last) {
            self.0.source = Some(Source::Own(Box::new(last)));
        }
        self
    }

    pub(crate) fn timeout(limit: Duration, sent: bool) -> Self {
        let (text, again) = match sent {
            true => ("the request may have been sent", Again::IfIdempotent),
            false => ("the request was not sent", Again::Always),
        };
        Self::new(ErrorKind::Timeout).with_text(format!("no answer within {limit:?}; {text}")).again(again)
    }

    pub(crate) fn refused(service: ServiceError) -> Self {
        let again = match (service.class, service.status) {
            (_, 429) => Again::Always,
            (ErrorClass::Throttled, _) if service.is_of_gateway() => Again::Always,
            (ErrorClass::Throttled, _) => Again::Later,
            (_, 500..) => Again::IfIdempotent,
            _ => Again::Never,
        };
        let mut error = Self::new(ErrorKind::Service).again(again);
        error.0.service = Some(service);
        error
    }

    /// The response could not be decoded. `source` contains no values. Only the length and the type of the body are
    /// included, because the body may hold secrets.
    pub(crate) fn unreadable(source: DecodeError, length: usize, headers: &HeaderMap) -> Self {
        let path = source.path().to_owned();
        let mut error = Self::new(ErrorKind::Decode).with_text(outline(length, headers)).because(source);
        error.0.path = Some(path);
        error
    }
}

fn outline(length: usize, headers: &HeaderMap) -> String {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    format!("{length} bytes of {}", one_line(content_type.unwrap_or("an unstated type")))
}
