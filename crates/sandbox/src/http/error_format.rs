//! The error format of each service: codes for errors that any request can cause, and the layout of the body. The codes are
//! those of the error tables in `spec/`. Where a table has none, the code is an assumption listed in `docs/sandbox.md`.

use hwc_transport::http::StatusCode;
use hwc_wire::Service;
use serde_json::{Value, json};

use crate::runtime::api_error::{ApiError, ErrorOrigin};

/// The error codes of one service, and the layout of its error bodies.
struct ErrorFormat {
    invalid: (StatusCode, &'static str),
    internal: (StatusCode, &'static str),
    /// Codes and messages, all with status 401.
    unauthorized: (&'static str, &'static str),
    expired: (&'static str, &'static str),
    layout: BodyLayout,
}

/// The layout of an error body.
enum BodyLayout {
    /// `error_code` and `error_msg`.
    Flat,
    /// `code`, a number, and `msg`.
    Numbered,
    /// `code`, `message` and `title` in an object `error` if the code is the HTTP status, otherwise as `Flat`.
    Nested,
}

const OSM: ErrorFormat = ErrorFormat {
    invalid: (StatusCode::BAD_REQUEST, "OSM.0001"),
    internal: (StatusCode::INTERNAL_SERVER_ERROR, "OSM.0004"),
    unauthorized: ("OSM.0002", "The caller is not signed in."),
    expired: ("OSM.0002", "The token must be updated."),
    layout: BodyLayout::Flat,
};

/// Status and code 401 for a missing token are an assumption: the reference shows 400 and 401, and no code.
const KOODRIVE: ErrorFormat = ErrorFormat {
    invalid: (StatusCode::BAD_REQUEST, "13000102"),
    internal: (StatusCode::INTERNAL_SERVER_ERROR, "13000201"),
    unauthorized: ("401", "The caller is not signed in."),
    expired: ("401", "The session has ended."),
    layout: BodyLayout::Numbered,
};

/// DataArts Insight, and services without an entry. Their own tables have no code for these, so the codes are the gateway's. It
/// is an assumption that the gateway sends them.
const GATEWAY: ErrorFormat = ErrorFormat {
    invalid: (StatusCode::BAD_REQUEST, "APIGW.0201"),
    internal: (StatusCode::INTERNAL_SERVER_ERROR, "APIGW.0601"),
    unauthorized: ("APIGW.0301", "Incorrect IAM authentication information."),
    expired: ("APIGW.0307", "The token must be updated."),
    layout: BodyLayout::Flat,
};

const IAM: ErrorFormat = ErrorFormat {
    invalid: (StatusCode::BAD_REQUEST, "IAM.0011"),
    internal: (StatusCode::INTERNAL_SERVER_ERROR, "IAM.0006"),
    unauthorized: ("401", "The caller is not signed in."),
    expired: ("401", "The token must be updated."),
    layout: BodyLayout::Nested,
};

impl ErrorFormat {
    /// Returns status, code and text of an error.
    fn parts<'a>(&'a self, error: &'a ApiError) -> (StatusCode, &'a str, &'a str) {
        let message = error.message.as_str();
        match error.origin {
            ErrorOrigin::Invalid => (self.invalid.0, self.invalid.1, message),
            ErrorOrigin::Internal | ErrorOrigin::Storage => (self.internal.0, self.internal.1, message),
            ErrorOrigin::Unauthorized => unauthorized(self.unauthorized, message),
            ErrorOrigin::Expired => unauthorized(self.expired, message),
            ErrorOrigin::Unavailable | ErrorOrigin::Overdue => {
                (StatusCode::SERVICE_UNAVAILABLE, self.internal.1, message)
            }
            ErrorOrigin::Explicit | ErrorOrigin::Gateway => (error.status, error.code.as_str(), message),
        }
    }
}

fn for_service(service: &Service) -> &'static ErrorFormat {
    match service.id {
        "koodrive" => &KOODRIVE,
        "osm" => &OSM,
        "iam" => &IAM,
        _ => &GATEWAY,
    }
}

/// Returns the code and the text that a service sends for an error.
pub(crate) fn code_and_text<'a>(service: &Service, error: &'a ApiError) -> (&'a str, &'a str) {
    let (_, code, text) = for_service(service).parts(error);
    (code, text)
}

/// Formats an error response of the service, or of the gateway without one.
pub(crate) fn render(service: Option<&Service>, error: &ApiError, request_id: &str) -> (StatusCode, Value) {
    let Some(service) = service.filter(|_| error.origin != ErrorOrigin::Gateway) else {
        return (error.status, gateway(&error.code, &error.message, request_id));
    };
    let format = for_service(service);
    let (status, code, message) = format.parts(error);
    (status, lay_out(&format.layout, status, code, message, request_id))
}

/// Returns status 401 with the text of the `ApiError`, or the usual text if that is empty.
fn unauthorized<'a>((code, usual): (&'a str, &'a str), message: &'a str) -> (StatusCode, &'a str, &'a str) {
    (StatusCode::UNAUTHORIZED, code, if message.is_empty() { usual } else { message })
}

fn lay_out(layout: &BodyLayout, status: StatusCode, code: &str, message: &str, request_id: &str) -> Value {
    match layout {
        _ if code.starts_with("APIGW.") => gateway(code, message, request_id),
        BodyLayout::Numbered => {
            let code = code.parse().map_or_else(|_| Value::from(code), |number: u64| Value::from(number));
            json!({ "code": code, "msg": message })
        }
        BodyLayout::Nested if code == status.as_str() => {
            let title = status.canonical_reason().unwrap_or_default();
            json!({ "error": { "code": status.as_u16(), "message": message, "title": title } })
        }
        BodyLayout::Flat | BodyLayout::Nested => json!({ "error_code": code, "error_msg": message }),
    }
}

fn gateway(code: &str, message: &str, request_id: &str) -> Value {
    json!({ "error_code": code, "error_msg": message, "request_id": request_id })
}
