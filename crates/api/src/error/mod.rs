//! The error type of the crate.

mod code;
mod constructors;
mod kind;
mod service;

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use hwc_transport::TransportError;
use hwc_wire::{ErrorClass, Operation, Violation};

pub use kind::ErrorKind;
pub use service::ServiceError;

/// An error of a call.
///
/// Match on [`kind`](Self::kind) first. `Display` is one line that includes the operation, but not the message of
/// `source()`. Neither contains the token, presigned URLs or secrets of the request. In texts from a service, they are
/// redacted.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    operation: Option<&'static Operation>,
    /// The target of the call, if it is not an operation.
    subject: &'static str,
    /// Details; may be empty.
    text: String,
    service: Option<ServiceError>,
    violations: Vec<Violation>,
    path: Option<String>,
    /// The condition for a retry.
    retryability: Retryability,
    attempts: u32,
    source: Option<Cause>,
}

/// The cause of an error.
enum Cause {
    Own(Box<dyn StdError + Send + Sync>),
    /// The cause of several errors: all calls that waited for one sign-in.
    Shared(Arc<Error>),
    /// A transport that is not configured. The reason is in the text.
    Setup(TransportError),
    /// The cause of an error that has the same text.
    SameText(Arc<Error>),
}

impl Cause {
    fn get(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Own(source) => Some(&**source),
            Self::Shared(source) => Some(&**source),
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
    pub fn operation(&self) -> Option<&'static Operation> {
        self.0.operation
    }

    /// Returns the error response of the service, if there is one. Match on its class first, then on its code. Messages may
    /// change.
    #[must_use]
    pub fn service(&self) -> Option<&ServiceError> {
        self.0.service.as_ref()
    }

    /// Returns true if the same call may succeed later and is safe to repeat. Wait before the retry. If it returns false,
    /// change the request or the configuration first.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        matches!(self.0.retryability, Retryability::Always | Retryability::Later)
    }

    /// Returns true if a retry may succeed and is safe. `idempotent` is true if the operation may be repeated; `has_delay` is
    /// true if the service sent a delay.
    pub(crate) fn may_repeat(&self, idempotent: bool, has_delay: bool) -> bool {
        match self.0.retryability {
            Retryability::Always => true,
            Retryability::IfIdempotent => idempotent,
            Retryability::Later => has_delay,
            Retryability::Never => false,
        }
    }

    /// Returns true if the request was not sent.
    pub(crate) fn is_not_sent(&self) -> bool {
        matches!(self.0.kind, ErrorKind::NotSent | ErrorKind::Timeout) && self.0.retryability == Retryability::Always
    }

    /// Returns true if the service throttled the call.
    pub(crate) fn is_throttled(&self) -> bool {
        let throttled = |error: &ServiceError| {
            error.status == 429 || (error.class == ErrorClass::Throttled && error.is_from_gateway())
        };
        self.0.service.as_ref().is_some_and(throttled)
    }

    /// Returns the number of attempts. It is 0 if the request was not sent, and for errors of the client itself.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns all violated constraints of a request. Correct each of them. If a documented constraint is wrong, disable
    /// validation with `validate_requests(false)`.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.0.violations
    }

    /// Returns the path at which decoding of a response failed, such as `incident_auth_list[2].status`. It is empty for the
    /// response as a whole, and `None` for other errors. Report it: the service or the description of the operation is
    /// wrong.
    #[must_use]
    pub fn decode_path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    fn subject(&self) -> String {
        self.0.operation.map_or_else(|| self.0.subject.to_owned(), Operation::full_name)
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
        if self.0.attempts > 1 { write!(f, " (after {} attempts)", self.0.attempts) } else { Ok(()) }
    }
}

/// An error with all its causes, for `tracing` events.
pub(crate) struct ErrorChain<'a>(pub(crate) &'a Error);

impl fmt::Display for ErrorChain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(inner) = cause {
            write!(f, ": {inner}")?;
            cause = inner.source();
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("subject", &self.subject())
            .field("text", &self.0.text)
            .field("service", &self.0.service)
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
