//! Responses of injected faults.

use hwc_transport::http::StatusCode;
use hwc_wire::Service;

use super::FaultKind;
use crate::http::response::SandboxResponse;
use crate::runtime::api_error::ApiError;

const PAGE: &str = "<html><head><title>502 Bad Gateway</title></head>\
    <body><center><h1>502 Bad Gateway</h1></center></body></html>";

/// Returns the response of a fault, which has a header that marks it. A delay returns an empty one, because the call
/// continues after it.
pub(crate) fn fault_response(kind: FaultKind, service: &Service, request_id: &str) -> SandboxResponse {
    let error = match kind {
        FaultKind::Unauthorized => ApiError::expired(),
        FaultKind::Throttled { .. } => {
            ApiError::gateway(StatusCode::TOO_MANY_REQUESTS, "APIGW.0308", "The throttling threshold has been reached.")
        }
        FaultKind::Unavailable => ApiError::unavailable(),
        FaultKind::BadGateway => {
            let page = SandboxResponse::new(StatusCode::BAD_GATEWAY, PAGE.into()).header("Content-Type", "text/html");
            return marked(page);
        }
        FaultKind::Internal | FaultKind::Delayed(_) => ApiError::internal("Something failed inside the service."),
    };
    let response = marked(SandboxResponse::error(Some(service), &error, request_id));
    match kind {
        FaultKind::Throttled { seconds } => response.header("Retry-After", &seconds.to_string()),
        _ => response,
    }
}

fn marked(response: SandboxResponse) -> SandboxResponse {
    response.header("X-Hwc-Sandbox", "fault")
}
