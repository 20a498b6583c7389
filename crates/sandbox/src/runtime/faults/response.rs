//! Responses of injected faults.

use hwc_transport::http::StatusCode;
use hwc_wire::Service;

use super::storage_response::storage_error;
use super::{ErrorStatus, FaultKind};
use crate::http::response::SandboxResponse;
use crate::runtime::api_error::ApiError;
use crate::services::koodrive;

const PAGE: &str = "<html><head><title>502 Bad Gateway</title></head>\
    <body><center><h1>502 Bad Gateway</h1></center></body></html>";

/// Returns the response of a fault, which has a header that marks it. Returns `None` for faults without a response of their
/// own. Without a service, it is that of the storage.
pub(crate) fn fault_response(kind: &FaultKind, service: Option<&Service>, request_id: &str) -> Option<SandboxResponse> {
    let response = match (kind, service) {
        (FaultKind::BadGateway, _) => Some(page()),
        (kind, Some(service)) => service_error(kind, service, request_id),
        (kind, None) => storage_error(kind),
    };
    Some(response?.header("X-Hwc-Sandbox", "fault"))
}

/// Returns the error response of a service. Returns `None` for faults without an error of their own.
fn service_error(kind: &FaultKind, service: &Service, request_id: &str) -> Option<SandboxResponse> {
    let failed = |error: &ApiError| SandboxResponse::error(Some(service), error, request_id);
    Some(match kind {
        FaultKind::Unauthorized => failed(&ApiError::expired()),
        FaultKind::QuotaExceeded => failed(&koodrive::space_full()),
        FaultKind::Throttled { seconds } => failed(&throttled()).header("Retry-After", &seconds.to_string()),
        FaultKind::Status(error) => {
            let response = match api_error(error) {
                Some(failure) => failed(&failure).with_status(error.status),
                None => SandboxResponse::new(error.status, Vec::new()),
            };
            let seconds = error.retry_after.map(|seconds| seconds.to_string());
            seconds.into_iter().fold(response, |response, seconds| response.header("Retry-After", &seconds))
        }
        _ => return None,
    })
}

fn page() -> SandboxResponse {
    SandboxResponse::new(StatusCode::BAD_GATEWAY, PAGE.into()).header("Content-Type", "text/html")
}

fn throttled() -> ApiError {
    ApiError::gateway(StatusCode::TOO_MANY_REQUESTS, "APIGW.0308", "The throttling threshold has been reached.")
}

/// Returns the error of a status. Without a code, it is the one that the service or the gateway has for the status.
fn api_error(error: &ErrorStatus) -> Option<ApiError> {
    let text = || error.message.clone().unwrap_or_else(|| "Something failed inside the service.".to_owned());
    if let Some(code) = &error.code {
        return Some(ApiError::new(error.status, code, text()));
    }
    let mut general = match error.status {
        StatusCode::BAD_REQUEST => ApiError::invalid("The request is invalid."),
        StatusCode::UNAUTHORIZED => ApiError::expired(),
        StatusCode::NOT_FOUND => ApiError::gateway(error.status, "APIGW.0101", "The API does not exist."),
        StatusCode::TOO_MANY_REQUESTS => throttled(),
        StatusCode::SERVICE_UNAVAILABLE => ApiError::unavailable(),
        status if status.is_server_error() => ApiError::internal(text()),
        _ => return None,
    };
    if let Some(message) = &error.message {
        general.message.clone_from(message);
    }
    Some(general)
}
