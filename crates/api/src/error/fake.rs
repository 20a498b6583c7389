//! Errors for tests of code that handles them.

#![allow(clippy::expect_used, reason = "a panic is the failure of the test that makes the error")]

use std::error::Error as StdError;
use std::time::Duration;

use hwc_transport::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use hwc_wire::{ErrorClass, Operation, Service};

use super::{Error, ErrorKind, FailedResponse, Retryability, ServiceError};

/// A builder for an [`Error`] in tests, created by [`Error::fake`]. Needs the feature `test-util`.
///
/// ```
/// use hwc_api::{Error, ErrorKind};
///
/// let error: Error = Error::fake(ErrorKind::Service).status(404).code("OSM.0006").request_id("r-1").build();
/// assert!(error.is_not_found());
/// assert_eq!(error.request_id(), Some("r-1"));
/// ```
#[derive(Debug)]
#[must_use = "no error is created before `build`"]
pub struct FakeError {
    error: Error,
    status: Option<StatusCode>,
    code: String,
    message: String,
    request_id: Option<String>,
    headers: HeaderMap,
    body: String,
    class: Option<ErrorClass>,
    retry_after: Option<Duration>,
}

/// A service without rules for its error codes. The status alone decides on the class.
static NO_RULES: Service = Service::new("");

impl Error {
    /// Creates an error for tests, of which only the kind is set. Needs the feature `test-util`.
    pub fn fake(kind: ErrorKind) -> FakeError {
        FakeError {
            error: Self::new(kind).retryability(default_retryability(kind)),
            status: None,
            code: String::new(),
            message: String::new(),
            request_id: None,
            headers: HeaderMap::new(),
            body: String::new(),
            class: None,
            retry_after: None,
        }
    }
}

impl FakeError {
    /// Sets the operation that failed. Its service classifies the error by status and code.
    pub fn operation(mut self, operation: &'static Operation) -> Self {
        self.error.edit().operation = Some(operation);
        self
    }

    /// Sets the HTTP status of the response. An error with a status had a response. Default for
    /// [`ErrorKind::Service`]: 500.
    ///
    /// # Panics
    /// Panics if the status is not between 100 and 999.
    pub fn status(mut self, status: u16) -> Self {
        self.status = Some(StatusCode::from_u16(status).expect("a status is between 100 and 999"));
        self
    }

    /// Sets the error code of the service.
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = code.into();
        self
    }

    /// Sets the message: that of the service, or the details of another kind.
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }

    /// Sets the ID of the call at the service.
    pub fn request_id(mut self, id: impl Into<String>) -> Self {
        self.request_id = Some(id.into());
        self
    }

    /// Adds a header of the response.
    ///
    /// # Panics
    /// Panics if the name or the value is not valid in HTTP.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::try_from(name).expect("a valid header name");
        self.headers.append(name, HeaderValue::try_from(value).expect("a valid header value"));
        self
    }

    /// Sets the body of the response.
    pub fn body(mut self, body: impl Into<String>) -> Self {
        self.body = body.into();
        self
    }

    /// Sets the class of the error. Default: the class of the status and the code.
    pub fn class(mut self, class: ErrorClass) -> Self {
        self.class = Some(class);
        self
    }

    /// Sets the time to wait before the next request.
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    /// Sets the number of attempts.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.error.edit().attempts = attempts;
        self
    }

    /// Sets the cause.
    pub fn source(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.error = self.error.with_source(source);
        self
    }

    /// Creates the error.
    #[must_use]
    pub fn build(self) -> Error {
        let is_service = self.error.kind() == ErrorKind::Service;
        let status = self.status.or(is_service.then_some(StatusCode::INTERNAL_SERVER_ERROR));
        let operation = self.error.operation();
        let mut error = match status.filter(|_| is_service) {
            Some(status) => self.service_error(status),
            None => self.error.clone().with_text(self.message),
        };
        if let Some(status) = status {
            let (headers, request_id, body) = (self.headers, self.request_id, self.body);
            error = error.with_response(FailedResponse { status, headers, request_id, body });
        }
        error.with_context("", operation, operation.is_some_and(|operation| operation.idempotent))
    }

    fn service_error(&self, status: StatusCode) -> Error {
        let service = self.error.operation().map_or(&NO_RULES, |operation| operation.service);
        let class = self.class.unwrap_or_else(|| service.classify(status.as_u16(), &self.code));
        let mut error = Error::service_error(ServiceError {
            status: status.as_u16(),
            code: self.code.clone(),
            message: self.message.clone(),
            request_id: self.request_id.clone(),
            class,
            advice: None,
            retry_after: self.retry_after,
        });
        let inner = error.edit();
        inner.attempts = self.error.attempts();
        inner.source.clone_from(&self.error.0.source);
        error
    }
}

impl From<FakeError> for Error {
    fn from(fake: FakeError) -> Self {
        fake.build()
    }
}

/// Returns the condition for a retry that a real error of the kind usually has.
fn default_retryability(kind: ErrorKind) -> Retryability {
    match kind {
        ErrorKind::NotSent => Retryability::Always,
        ErrorKind::MaybeSent | ErrorKind::Timeout => Retryability::IfIdempotent,
        _ => Retryability::Never,
    }
}
