//! The error type of the crate.

mod code;
mod constructors;
#[cfg(feature = "test-util")]
mod fake;
mod kind;
mod predicates;
mod response;
mod service;

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use hwc_transport::TransportError;
use hwc_transport::http::{HeaderMap, StatusCode};
use hwc_wire::{Operation, Violation};

#[cfg(feature = "test-util")]
pub use fake::FakeError;
pub use kind::ErrorKind;
pub(crate) use response::FailedResponse;
pub use service::ServiceError;
#[cfg(feature = "credentials-process")]
pub(crate) use service::one_line;

/// An error of a call.
///
/// Match on [`kind`](Self::kind) first, or use the predicates such as [`is_not_found`](Self::is_not_found). If a response
/// was received, its [`status`](Self::status), [`headers`](Self::headers), [`request_id`](Self::request_id) and
/// [`body`](Self::body) are available, regardless of the kind.
///
/// `Display` is one line that includes the operation, but not the message of `source()`. The alternate form, `{error:#}`,
/// adds the chain of causes. Neither contains the token, presigned URLs or secrets of the request. In texts from a service,
/// they are redacted.
///
/// Clones are cheap and share their contents.
///
/// ```
/// use hwc_api::{Client, Error, osm};
///
/// async fn exists(client: &Client, id: &str) -> Result<bool, Error> {
///     match client.send(osm::ShowCaseDetail::new(id)).await {
///         Ok(_) => Ok(true),
///         Err(error) if error.is_not_found() => Ok(false),
///         Err(error) => {
///             eprintln!("{error:#}; request ID: {:?}", error.request_id());
///             Err(error)
///         }
///     }
/// }
/// ```
#[derive(Clone)]
pub struct Error(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    operation: Option<&'static Operation>,
    /// The target of the call, if it is not an operation.
    subject: &'static str,
    /// Details; may be empty.
    text: String,
    service: Option<ServiceError>,
    response: Option<FailedResponse>,
    violations: Vec<Violation>,
    path: Option<String>,
    /// The condition for a retry.
    retryability: Retryability,
    attempts: u32,
    source: Option<Cause>,
}

/// The cause of an error.
#[derive(Clone)]
enum Cause {
    Own(Arc<dyn StdError + Send + Sync>),
    /// A transport that is not configured. The reason is in the text.
    Setup(Arc<TransportError>),
    /// The cause of an error that has the same text.
    SameText(Error),
}

impl Cause {
    fn get(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Own(source) => Some(&**source),
            Self::Setup(error) => error.source().and_then(StdError::source),
            Self::SameText(error) => error.source(),
        }
    }
}

/// The condition under which a failed call may be retried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Retryability {
    Never,
    /// Only if the operation is idempotent, because the service may have processed the request.
    IfIdempotent,
    /// After a delay that the service does not specify. A retry is safe, but useless before.
    Later,
    Always,
}

impl Error {
    /// Returns the kind. The documentation of each kind describes what to do.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the operation that failed. `None` for raw calls, presigned URLs and errors of the client itself. The
    /// reference documents the operation by its name.
    #[must_use]
    #[inline]
    pub fn operation(&self) -> Option<&'static Operation> {
        self.0.operation
    }

    /// Returns the error response of the service, if there is one. Match on its class first, then on its code. Messages may
    /// change.
    #[must_use]
    pub fn service(&self) -> Option<&ServiceError> {
        self.0.service.as_ref()
    }

    /// Returns the HTTP status of the response. `None` if the failed attempt received no response.
    ///
    /// A response that could not be decoded has a status of success. A service may also report an error with status 200.
    #[must_use]
    #[inline]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.response.as_ref().map(|response| response.status)
    }

    /// Returns the value of OpenTelemetry's `error.type`: the status of an error response, or else the kind of the error.
    pub(crate) fn type_id(&self) -> &str {
        let status = self.0.response.as_ref().map(|response| &response.status);
        status.filter(|status| !status.is_success()).map_or_else(|| self.0.kind.id(), StatusCode::as_str)
    }

    /// Returns the headers of the response. `None` if the failed attempt received no response. The token and secrets that
    /// were sent are redacted. `Debug` omits the values of secret headers.
    #[must_use]
    #[inline]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.response.as_ref().map(|response| &response.headers)
    }

    /// Returns the ID of the call at the service. Include it in support requests. `None` if no response was received, or if
    /// it has no ID.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.response.as_ref().and_then(|response| response.request_id.as_deref())
    }

    /// Returns the start of the response body, also of a page in HTML. `None` if the failed attempt received no response.
    /// Empty if the response has no body, or if the body is the content of a file.
    ///
    /// A body of more than 16 KiB is cut, and then ends with `…`. Bytes that are not UTF-8 are replaced. The token, secrets
    /// that were sent, and the members of the operation that are secret are redacted. The text comes from outside: escape
    /// it before you print it. `Display` and `Debug` do not contain it.
    #[must_use]
    #[inline]
    pub fn body(&self) -> Option<&str> {
        self.0.response.as_ref().map(|response| response.body.as_str())
    }

    /// Returns the number of attempts. It is 0 if the request was not sent, and for errors of the client itself.
    #[must_use]
    #[inline]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns all violated constraints of a request. Correct each of them. If a documented constraint is wrong, disable
    /// validation with `validate_requests(false)`.
    #[must_use]
    #[inline]
    pub fn violations(&self) -> &[Violation] {
        &self.0.violations
    }

    /// Returns the path at which decoding of a response failed, such as `incident_auth_list[2].status`. It is empty for the
    /// response as a whole, and `None` for other errors. Report it: the service or the description of the operation is
    /// wrong.
    #[must_use]
    #[inline]
    pub fn decode_path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    fn subject(&self) -> String {
        self.0.operation.map_or_else(|| self.0.subject.to_owned(), Operation::full_name)
    }

    fn write_causes(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut cause = self.source();
        while let Some(inner) = cause {
            write!(f, ": {inner}")?;
            cause = inner.source();
        }
        Ok(())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let subject = self.subject();
        if !subject.is_empty() {
            write!(f, "{subject}: ")?;
        }
        f.write_str(self.0.kind.as_str())?;
        if !self.0.text.is_empty() {
            write!(f, ": {}", self.0.text)?;
        }
        for (index, violation) in self.0.violations.iter().enumerate() {
            write!(f, "{} {violation}", if index == 0 { ":" } else { ";" })?;
        }
        self.0.service.as_ref().map_or(Ok(()), |service| write!(f, ": {service}"))?;
        if self.0.attempts > 1 {
            write!(f, " (after {} attempts)", self.0.attempts)?;
        }
        if f.alternate() { self.write_causes(f) } else { Ok(()) }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("subject", &self.subject())
            .field("text", &self.0.text)
            .field("service", &self.0.service)
            .field("response", &self.0.response)
            .field("violations", &self.0.violations)
            .field("path", &self.0.path)
            .field("retryability", &self.0.retryability)
            .field("attempts", &self.0.attempts)
            .field("source", &self.source())
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_ref().and_then(Cause::get)
    }
}
