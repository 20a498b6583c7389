//! The one error of the crate. It says what happened, to which operation, and what to do about it.

mod kind;
mod make;
mod service;

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use hwc_transport::TransportError;
use hwc_wire::{ErrorClass, Operation, Violation};

pub use kind::ErrorKind;
pub use service::ServiceError;

/// Why a call failed.
///
/// Begin with [`kind`](Self::kind). `Display` is one line that names the operation and does not repeat what `source()`
/// tells. The token, links and secrets of the request are in neither; what a service says is shown with those cut out.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    operation: Option<&'static Operation>,
    /// What was called, where it is no operation.
    what: &'static str,
    /// What happened in detail; may be empty.
    text: String,
    service: Option<ServiceError>,
    violations: Vec<Violation>,
    path: Option<String>,
    /// Whether repeating the call is of use, provided that it does no harm.
    again: Again,
    attempts: u32,
    source: Option<Source>,
}

/// What caused an error.
enum Source {
    Own(Box<dyn StdError + Send + Sync>),
    /// It caused others as well: all calls that waited for one sign-in.
    Shared(Arc<Error>),
    /// A transport that is not set up; the reason is in the text.
    Setup(TransportError),
    /// What caused an error that is told in other words.
    Behind(Arc<Error>),
}

impl Source {
    fn get(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Own(source) => Some(&**source),
            Self::Shared(source) => Some(&**source),
            Self::Setup(error) => error.source().and_then(StdError::source),
            Self::Behind(error) => error.source(),
        }
    }
}

/// When a call that failed may be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Again {
    Never,
    /// The service may have done its work: only if it may do it twice.
    IfIdempotent,
    /// It does no harm, but is of no use before some time has passed that the service does not name.
    Later,
    Always,
}

impl Error {
    /// What went wrong, by what there is to do about it: the description of each kind says that.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The operation that failed; `None` for raw calls, links, and errors of the client itself. Look it up in the
    /// reference by its name.
    #[must_use]
    pub fn operation(&self) -> Option<&'static Operation> {
        self.0.operation
    }

    /// What the service said, when it refused. Go by its class first, then by its code; texts change.
    #[must_use]
    pub fn service(&self) -> Option<&ServiceError> {
        self.0.service.as_ref()
    }

    /// Whether the same call may succeed later and sending it again does no harm. Wait a little before that; if it is
    /// `false`, change something first.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        matches!(self.0.again, Again::Always | Again::Later)
    }

    /// Whether sending the same request again may help, and does no harm if that of an operation that may be repeated does
    /// none. `told` is whether the service said when.
    pub(crate) fn may_repeat(&self, idempotent: bool, told: bool) -> bool {
        match self.0.again {
            Again::Always => true,
            Again::IfIdempotent => idempotent,
            Again::Later => told,
            Again::Never => false,
        }
    }

    /// Whether the request did not leave.
    pub(crate) fn is_not_sent(&self) -> bool {
        matches!(self.0.kind, ErrorKind::NotSent | ErrorKind::Timeout) && self.0.again == Again::Always
    }

    /// Whether the service said that it is called too often.
    pub(crate) fn is_throttled(&self) -> bool {
        let throttled =
            |said: &ServiceError| said.status == 429 || (said.class == ErrorClass::Throttle && said.is_of_gateway());
        self.0.service.as_ref().is_some_and(throttled)
    }

    /// How often the request was sent; 0 when it was not, and for errors of the client itself.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The broken limits of a request, all of them. Correct each, or switch the check off with `check_limits(false)`
    /// where the documented limit is wrong.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.0.violations
    }

    /// Where an answer could not be read, as in `incident_auth_list[2].status`; empty for the whole of it, `None` for
    /// other errors. Report it: either the service or the description of the operation is wrong.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    fn subject(&self) -> String {
        self.0.operation.map_or_else(|| self.0.what.to_owned(), Operation::full_name)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let subject = self.subject();
        if !subject.is_empty() {
            write!(f, "{subject}: ")?;
        }
        f.write_str(self.0.kind.words())?;
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

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("subject", &self.subject())
            .field("text", &self.0.text)
            .field("service", &self.0.service)
            .field("violations", &self.0.violations)
            .field("path", &self.0.path)
            .field("again", &self.0.again)
            .field("attempts", &self.0.attempts)
            .field("source", &self.source())
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_ref().and_then(Source::get)
    }
}
