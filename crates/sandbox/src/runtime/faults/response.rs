//! Responses of injected faults.

use hwc_transport::http::StatusCode;
use hwc_wire::Service;

use super::Kind;
use crate::http::response::Answer;
use crate::runtime::api_error::Refusal;

const PAGE: &str = "<html><head><title>502 Bad Gateway</title></head>\
    <body><center><h1>502 Bad Gateway</h1></center></body></html>";

/// Returns the response of a fault, which has a header that marks it. A delay returns an empty one, because the call
/// continues after it.
pub(crate) fn answer(kind: Kind, service: &Service, request_id: &str) -> Answer {
    let refusal = match kind {
        Kind::SignedOut => Refusal::expired(),
        Kind::Throttled { .. } => {
            Refusal::gateway(StatusCode::TOO_MANY_REQUESTS, "APIGW.0308", "The throttling threshold has been reached.")
        }
        Kind::Unavailable => Refusal::unavailable(),
        Kind::BadGateway => {
            let page = Answer::new(StatusCode::BAD_GATEWAY, PAGE.into()).header("Content-Type", "text/html");
            return marked(page);
        }
        Kind::Internal | Kind::Delayed(_) => Refusal::internal("Something failed inside the service."),
    };
    let answer = marked(Answer::refusal(Some(service), &refusal, request_id));
    match kind {
        Kind::Throttled { seconds } => answer.header("Retry-After", &seconds.to_string()),
        _ => answer,
    }
}

fn marked(answer: Answer) -> Answer {
    answer.header("X-Hwc-Sandbox", "fault")
}
