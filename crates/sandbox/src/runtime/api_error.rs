//! The error of a handler: status, code and text. The format on the wire is that of the service.

use std::time::Duration;

use hwc_transport::http::StatusCode;
use hwc_wire::Service;

/// An error response of the sandbox, sent in the error format of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ApiError {
    /// The HTTP status. Business errors of Service Tickets have 200.
    pub status: StatusCode,
    /// The code, as in `OSM.01010015` or `13000301`.
    pub code: String,
    /// The text of the error. It is sent to the caller, so it must not contain secrets.
    pub message: String,
    pub(crate) origin: ErrorOrigin,
}

/// The source of the code: the `ApiError` itself, or the code that the service has for the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrorOrigin {
    /// The code is that of the `ApiError`.
    Explicit,
    /// The request is invalid.
    Invalid,
    /// The sandbox itself failed.
    Internal,
    /// The database could not be written, for example because the disk is full.
    Storage,
    /// The request exceeded its time limit.
    Overdue,
    /// The caller is not signed in.
    Unauthorized,
    /// The caller's sign-in has expired.
    Expired,
    /// The service is unavailable.
    Unavailable,
    /// The gateway rejects the request before it reaches the service.
    Gateway,
}

impl ApiError {
    /// Creates an error response with this status, code and text.
    #[must_use]
    pub fn new(status: StatusCode, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { status, code: code.into(), message: message.into(), origin: ErrorOrigin::Explicit }
    }

    /// Creates an error response to an invalid request, with the status and code that the service has for it.
    #[must_use]
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::with_origin(ErrorOrigin::Invalid, message)
    }

    /// Creates an error response to an internal failure of the sandbox, with the status and code that the service has for
    /// it.
    #[must_use]
    pub fn internal(message: impl Into<String>) -> Self {
        Self::with_origin(ErrorOrigin::Internal, message)
    }

    /// Returns true for an error of the table of KooDrive, which its pages show with status 400 and 200.
    pub(crate) fn is_business_error(&self, service: &Service) -> bool {
        let has_code = match self.origin {
            ErrorOrigin::Invalid => true,
            ErrorOrigin::Explicit => self.status == StatusCode::BAD_REQUEST && self.code.starts_with("13"),
            _ => false,
        };
        has_code && service.id == "koodrive"
    }

    pub(crate) fn unauthorized() -> Self {
        Self::with_origin(ErrorOrigin::Unauthorized, "")
    }

    /// Creates the same error as [`unauthorized`](Self::unauthorized), with its own text.
    pub(crate) fn unauthorized_with(message: &str) -> Self {
        Self::with_origin(ErrorOrigin::Unauthorized, message)
    }

    pub(crate) fn expired() -> Self {
        Self::with_origin(ErrorOrigin::Expired, "")
    }

    pub(crate) fn unavailable() -> Self {
        Self::with_origin(ErrorOrigin::Unavailable, "The service is unavailable.")
    }

    /// Creates the error for a request that exceeded its time limit.
    pub(crate) fn overdue(limit: Duration) -> Self {
        Self::with_origin(ErrorOrigin::Overdue, format!("the request exceeded its time limit of {limit:?}"))
    }

    /// Creates the gateway's error for a body of more than 12 MB, by its table of errors.
    pub(crate) fn too_large() -> Self {
        Self::gateway(StatusCode::PAYLOAD_TOO_LARGE, "APIGW.0201", "Request entity too large.")
    }

    /// Creates the gateway's error for headers that are too large.
    pub(crate) fn headers_too_large() -> Self {
        let status = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
        Self::gateway(status, "APIGW.0201", "The headers of the request are too large.")
    }

    /// Creates the gateway's error for a request that is not HTTP.
    pub(crate) fn malformed(status: StatusCode) -> Self {
        Self::gateway(status, "APIGW.0201", "The request is malformed.")
    }

    /// Creates the gateway's error for a body that could not be read completely.
    pub(crate) fn broken_body(error: &dyn std::error::Error) -> Self {
        let source = error.source().map_or_else(|| error.to_string(), ToString::to_string);
        let message = format!("The body of the request cannot be read: {source}.");
        Self::gateway(StatusCode::BAD_REQUEST, "APIGW.0201", &message)
    }

    /// Creates the gateway's error for a request that does not arrive in time.
    pub(crate) fn late(message: &str) -> Self {
        Self::gateway(StatusCode::REQUEST_TIMEOUT, "APIGW.0201", message)
    }

    /// Creates the gateway's error for a server that has reached a limit.
    pub(crate) fn busy() -> Self {
        Self::gateway(StatusCode::SERVICE_UNAVAILABLE, "APIGW.0601", "The sandbox has reached a limit of its server.")
    }

    /// Creates the gateway's error for a handler that panicked.
    pub(crate) fn crashed() -> Self {
        Self::gateway(StatusCode::INTERNAL_SERVER_ERROR, "APIGW.0601", "The handler of the operation failed.")
    }

    /// Creates the error for an invalid signature of an access key.
    pub(crate) fn iam_signature(why: &str) -> Self {
        let message = format!("Incorrect IAM authentication information: {why}.");
        Self::gateway(StatusCode::UNAUTHORIZED, "APIGW.0301", &message)
    }

    /// Creates the error for an invalid signature of an app.
    pub(crate) fn app_signature(why: &str) -> Self {
        let message = format!("Incorrect app authentication information: {why}.");
        Self::gateway(StatusCode::UNAUTHORIZED, "APIGW.0303", &message)
    }

    pub(crate) fn gateway(status: StatusCode, code: &str, message: &str) -> Self {
        Self { status, code: code.to_owned(), message: message.to_owned(), origin: ErrorOrigin::Gateway }
    }

    fn with_origin(origin: ErrorOrigin, message: impl Into<String>) -> Self {
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, code: String::new(), message: message.into(), origin }
    }
}

/// Converts a failure of the database to an internal error of the service.
impl From<rusqlite::Error> for ApiError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{CannotOpen, DiskFull, OperationInterrupted, ReadOnly, SystemIoFailure};
        let origin = match error.sqlite_error_code() {
            Some(CannotOpen | DiskFull | ReadOnly | SystemIoFailure) => ErrorOrigin::Storage,
            Some(OperationInterrupted) => ErrorOrigin::Overdue,
            _ => ErrorOrigin::Internal,
        };
        Self::with_origin(origin, format!("the sandbox's database failed: {error}"))
    }
}
