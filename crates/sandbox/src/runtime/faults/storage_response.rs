//! Responses of injected faults to requests for presigned URLs.

use hwc_transport::http::StatusCode;

use super::{ErrorStatus, FaultKind};
use crate::http::response::SandboxResponse;
use crate::http::storage_error::StorageError;

const FAILED: &str = "Something failed inside the storage.";

/// Returns the error response of a fault, which is XML. Returns `None` for faults without an error of their own.
pub(super) fn storage_error(kind: &FaultKind) -> Option<SandboxResponse> {
    match kind {
        // A presigned URL has no token. What expires is the URL.
        FaultKind::Unauthorized => Some(StorageError::expired().into()),
        FaultKind::Throttled { seconds } => {
            let error = StorageError::new(StatusCode::TOO_MANY_REQUESTS, "TooManyRequests", "Reduce the request rate.");
            Some(error.with_header("Retry-After", &seconds.to_string()).into())
        }
        FaultKind::Status(error) => Some(of_status(error)),
        _ => None,
    }
}

/// Returns the error of a status. Without a code of its own or of the storage, the body is empty.
fn of_status(error: &ErrorStatus) -> SandboxResponse {
    let code = error.code.as_deref().or_else(|| code(error.status));
    let response: SandboxResponse = match code {
        Some(code) => StorageError::new(error.status, code, error.message.as_deref().unwrap_or(FAILED)).into(),
        None => SandboxResponse::new(error.status, Vec::new()),
    };
    match error.retry_after {
        Some(seconds) => response.header("Retry-After", &seconds.to_string()),
        None => response,
    }
}

/// Returns the code that the storage has for a status.
fn code(status: StatusCode) -> Option<&'static str> {
    Some(match status {
        StatusCode::BAD_REQUEST => "InvalidRequest",
        StatusCode::FORBIDDEN => "AccessDenied",
        StatusCode::NOT_FOUND => "NoSuchKey",
        StatusCode::TOO_MANY_REQUESTS => "TooManyRequests",
        StatusCode::SERVICE_UNAVAILABLE => "SlowDown",
        status if status.is_server_error() => "InternalError",
        _ => return None,
    })
}
