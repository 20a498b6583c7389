//! Failures of requests: a status for the client, and a message for the person behind it.

use std::io;

use axum::body::Body;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, Response, StatusCode};
use dav_server::fs::FsError;
use hwc_api::ErrorKind;
use hwc_api::wire::ErrorClass;
use hwc_drive::Error;

/// A failure of a request.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) status: StatusCode,
    pub(crate) message: String,
}

impl Failure {
    pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }

    pub(crate) fn not_found(path: &hwc_drive::RemotePath) -> Self {
        Error::NotFound { path: path.to_string() }.into()
    }

    /// Returns the failure as dav-server knows it. It has no variant for most statuses: the response gets them at the end.
    pub(crate) fn fs_error(&self) -> FsError {
        match self.status {
            StatusCode::NOT_FOUND => FsError::NotFound,
            StatusCode::FORBIDDEN => FsError::Forbidden,
            StatusCode::METHOD_NOT_ALLOWED => FsError::Exists,
            StatusCode::INSUFFICIENT_STORAGE => FsError::InsufficientStorage,
            _ => FsError::GeneralFailure,
        }
    }

    /// Returns the response, with the message as text in one line.
    pub(crate) fn into_response(self) -> Response<Body> {
        let line: String = self.message.chars().map(|char| if char.is_control() { ' ' } else { char }).collect();
        let mut response = Response::new(Body::from(line + "\n"));
        *response.status_mut() = self.status;
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
        response
    }

    /// Adds the message to a response without a body.
    pub(crate) fn describe(self, response: Response<Body>) -> Response<Body> {
        let (mut head, _) = response.into_parts();
        let (described, body) = self.into_response().into_parts();
        head.headers.remove(CONTENT_LENGTH);
        head.headers.extend(described.headers);
        Response::from_parts(head, body)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::new(status_of(&error), error.to_string())
    }
}

/// Returns the status for an error of a drive.
fn status_of(error: &Error) -> StatusCode {
    match error {
        Error::Api(error) => status_of_call(error),
        Error::NotFound { .. } => StatusCode::NOT_FOUND,
        Error::InvalidPath { .. } => StatusCode::FORBIDDEN,
        Error::WrongKind { .. } | Error::Exists { .. } => StatusCode::CONFLICT,
        Error::Busy { .. } => StatusCode::LOCKED,
        Error::Io { source, .. } => match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StatusCode::INSUFFICIENT_STORAGE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        },
        Error::Job { code, .. } => {
            status_of_code(code.as_deref().unwrap_or_default()).unwrap_or(StatusCode::BAD_GATEWAY)
        }
        Error::Changed { .. } | Error::Damaged { .. } | Error::MissingField { .. } => StatusCode::BAD_GATEWAY,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Returns the status for an error of a call. The credentials are those of the server, so no client can correct them: a 401 of
/// the service must not make clients ask for a password.
fn status_of_call(error: &hwc_api::Error) -> StatusCode {
    let Some(service) = error.service() else {
        return match error.kind() {
            ErrorKind::Timeout => StatusCode::GATEWAY_TIMEOUT,
            ErrorKind::InvalidRequest => StatusCode::FORBIDDEN,
            ErrorKind::Io => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::BAD_GATEWAY,
        };
    };
    status_of_code(&service.code).unwrap_or(match service.class {
        ErrorClass::NotFound => StatusCode::NOT_FOUND,
        ErrorClass::Conflict => StatusCode::CONFLICT,
        ErrorClass::QuotaExceeded => StatusCode::INSUFFICIENT_STORAGE,
        ErrorClass::Throttled => StatusCode::SERVICE_UNAVAILABLE,
        ErrorClass::Invalid => StatusCode::FORBIDDEN,
        _ => StatusCode::BAD_GATEWAY,
    })
}

/// Returns the status for an error code of KooDrive that has one of its own.
fn status_of_code(code: &str) -> Option<StatusCode> {
    Some(match code {
        "13000301" | "13000302" | "13000309" | "13000411" => StatusCode::NOT_FOUND,
        "13000305" | "13000306" | "13000312" | "13000404" | "13000405" => StatusCode::CONFLICT,
        "13000307" | "13000310" | "13000410" | "13000412" | "13000417" => StatusCode::FORBIDDEN,
        "13000311" => StatusCode::INSUFFICIENT_STORAGE,
        // Failures inside the service, whatever the status of its response is.
        "13000201" | "13000304" | "13000308" | "13000402" | "13000403" | "13000408" | "13000409" => {
            StatusCode::BAD_GATEWAY
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_have_the_status_that_clients_act_on() {
        let path = || "a".to_owned();
        let job = |code: Option<&str>| Error::Job {
            action: "moving",
            path: path(),
            reason: "no".to_owned(),
            code: code.map(str::to_owned),
        };
        let full = io::Error::from(io::ErrorKind::StorageFull);
        for (error, status) in [
            (Error::NotFound { path: path() }, 404),
            (Error::Exists { path: path() }, 409),
            (Error::WrongKind { path: path(), expected: "file" }, 409),
            (Error::Busy { path: path() }, 423),
            (Error::InvalidPath { path: path(), reason: "no".to_owned() }, 403),
            (Error::Io { action: "write", path: path(), source: full }, 507),
            (job(Some("13000311")), 507),
            (job(Some("13000410")), 403),
            (job(None), 502),
        ] {
            assert_eq!(Failure::from(error).status.as_u16(), status);
        }
    }

    #[tokio::test]
    async fn a_message_has_one_line() {
        let response = Failure::new(StatusCode::CONFLICT, "a\r\nb\u{1b}[1m").into_response();
        let body = axum::body::to_bytes(response.into_body(), 100).await.unwrap();
        assert_eq!(&body[..], b"a  b [1m\n");
    }
}
