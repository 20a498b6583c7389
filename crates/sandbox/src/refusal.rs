//! How a behaviour says no. It names status, code and text; the shape on the wire is that of the service.

use hwc_transport::http::StatusCode;

/// A refusal by the sandbox, to be put into the shape in which the service says no.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// The HTTP status. Business errors of Service Tickets have 200.
    pub status: StatusCode,
    /// The code, as in `OSM.01010015` or `13000301`.
    pub code: String,
    /// The text. Goes to the caller: keep secrets out of it.
    pub message: String,
    pub(crate) reason: Reason,
}

/// Whether the code is said in the refusal or is the one that the service has for the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// What is in the refusal.
    Stated,
    /// The request does not fit the description.
    Invalid,
    /// The sandbox itself failed.
    Internal,
    /// The database could not be written: the disk is full, for one.
    Storage,
    /// Nobody is signed in.
    SignedOut,
    /// Somebody was signed in, and is no more.
    Expired,
    /// The service is out of order.
    Unavailable,
    /// The gateway says no, before the service is asked.
    Gateway,
}

impl Refusal {
    /// A refusal with this status, code and text.
    #[must_use]
    pub fn new(status: StatusCode, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { status, code: code.into(), message: message.into(), reason: Reason::Stated }
    }

    /// The request does not fit its description. Gets the status and code that the service has for that.
    #[must_use]
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::because(Reason::Invalid, message)
    }

    /// The sandbox itself failed. Gets the status and code that the service has for that.
    #[must_use]
    pub fn internal(message: impl Into<String>) -> Self {
        Self::because(Reason::Internal, message)
    }

    pub(crate) fn signed_out() -> Self {
        Self::because(Reason::SignedOut, "")
    }

    /// As [`signed_out`](Self::signed_out), with a text of its own.
    pub(crate) fn signed_out_because(message: &str) -> Self {
        Self::because(Reason::SignedOut, message)
    }

    pub(crate) fn expired() -> Self {
        Self::because(Reason::Expired, "")
    }

    pub(crate) fn unavailable() -> Self {
        Self::because(Reason::Unavailable, "The service is unavailable.")
    }

    /// The signature of an access key does not hold.
    pub(crate) fn iam_signature(why: &str) -> Self {
        let message = format!("Incorrect IAM authentication information: {why}.");
        Self::gateway(StatusCode::UNAUTHORIZED, "APIGW.0301", &message)
    }

    /// The signature of an app does not hold.
    pub(crate) fn app_signature(why: &str) -> Self {
        let message = format!("Incorrect app authentication information: {why}.");
        Self::gateway(StatusCode::UNAUTHORIZED, "APIGW.0303", &message)
    }

    pub(crate) fn gateway(status: StatusCode, code: &str, message: &str) -> Self {
        Self { status, code: code.to_owned(), message: message.to_owned(), reason: Reason::Gateway }
    }

    fn because(reason: Reason, message: impl Into<String>) -> Self {
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, code: String::new(), message: message.into(), reason }
    }
}

/// The database failed: the service is told to have an internal error.
impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{CannotOpen, DiskFull, ReadOnly, SystemIoFailure};
        let is_of_storage = error
            .sqlite_error_code()
            .is_some_and(|code| matches!(code, CannotOpen | DiskFull | ReadOnly | SystemIoFailure));
        let reason = if is_of_storage { Reason::Storage } else { Reason::Internal };
        Self::because(reason, format!("the sandbox's database failed: {error}"))
    }
}
