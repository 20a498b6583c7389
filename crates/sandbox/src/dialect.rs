//! The error format of each service: codes for errors that any request can cause, and the layout of the body. The codes are
//! those of the error tables in `spec/`. Where a table has none, the code is an assumption listed in `docs/sandbox.md`.

use hwc_transport::http::StatusCode;
use hwc_wire::Service;
use serde_json::{Value, json};

use crate::refusal::{Reason, Refusal};

/// The error codes of one service, and the layout of its error bodies.
struct Dialect {
    invalid: (StatusCode, &'static str),
    internal: (StatusCode, &'static str),
    /// Codes and messages, all with status 401.
    signed_out: (&'static str, &'static str),
    expired: (&'static str, &'static str),
    shape: Shape,
}

/// The layout of an error body.
enum Shape {
    /// `error_code` and `error_msg`.
    Flat,
    /// `code`, a number, and `msg`.
    Numbered,
    /// `code`, `message` and `title` in an object `error` if the code is the HTTP status, otherwise as `Flat`.
    Nested,
}

const OSM: Dialect = Dialect {
    invalid: (StatusCode::BAD_REQUEST, "OSM.0001"),
    internal: (StatusCode::INTERNAL_SERVER_ERROR, "OSM.0004"),
    signed_out: ("OSM.0002", "The caller is not signed in."),
    expired: ("OSM.0002", "The token must be updated."),
    shape: Shape::Flat,
};

/// Status and code 401 for a missing token are an assumption: the reference shows 400 and 401, and no code.
const KOODRIVE: Dialect = Dialect {
    invalid: (StatusCode::BAD_REQUEST, "13000102"),
    internal: (StatusCode::INTERNAL_SERVER_ERROR, "13000201"),
    signed_out: ("401", "The caller is not signed in."),
    expired: ("401", "The session has ended."),
    shape: Shape::Numbered,
};

/// The service's own table has no code for these, so the codes are the gateway's. It is an assumption that the gateway sends
/// them.
const INSIGHT: Dialect = Dialect {
    invalid: (StatusCode::BAD_REQUEST, "APIGW.0201"),
    internal: (StatusCode::INTERNAL_SERVER_ERROR, "APIGW.0601"),
    signed_out: ("APIGW.0301", "Incorrect IAM authentication information."),
    expired: ("APIGW.0307", "The token must be updated."),
    shape: Shape::Flat,
};

const IAM: Dialect = Dialect {
    invalid: (StatusCode::BAD_REQUEST, "IAM.0011"),
    internal: (StatusCode::INTERNAL_SERVER_ERROR, "IAM.0006"),
    signed_out: ("401", "The caller is not signed in."),
    expired: ("401", "The token must be updated."),
    shape: Shape::Nested,
};

fn of(service: &Service) -> &'static Dialect {
    match service.id {
        "koodrive" => &KOODRIVE,
        "insight" => &INSIGHT,
        "iam" => &IAM,
        _ => &OSM,
    }
}

/// Formats an error response of the service, or of the gateway without one.
pub(crate) fn say(service: Option<&Service>, refusal: &Refusal, request_id: &str) -> (StatusCode, Value) {
    let Some(service) = service.filter(|_| refusal.reason != Reason::Gateway) else {
        return (refusal.status, gateway(&refusal.code, &refusal.message, request_id));
    };
    let dialect = of(service);
    let (status, code, message) = match refusal.reason {
        Reason::Invalid => (dialect.invalid.0, dialect.invalid.1, refusal.message.as_str()),
        Reason::Internal | Reason::Storage => (dialect.internal.0, dialect.internal.1, refusal.message.as_str()),
        Reason::SignedOut => unauthorized(dialect.signed_out, &refusal.message),
        Reason::Expired => unauthorized(dialect.expired, &refusal.message),
        Reason::Unavailable | Reason::Overdue => {
            (StatusCode::SERVICE_UNAVAILABLE, dialect.internal.1, refusal.message.as_str())
        }
        Reason::Stated | Reason::Gateway => (refusal.status, refusal.code.as_str(), refusal.message.as_str()),
    };
    (status, shaped(&dialect.shape, status, code, message, request_id))
}

/// Returns status 401 with the text of the `Refusal`, or the usual text if that is empty.
fn unauthorized<'a>((code, usual): (&'a str, &'a str), message: &'a str) -> (StatusCode, &'a str, &'a str) {
    (StatusCode::UNAUTHORIZED, code, if message.is_empty() { usual } else { message })
}

fn shaped(shape: &Shape, status: StatusCode, code: &str, message: &str, request_id: &str) -> Value {
    match shape {
        _ if code.starts_with("APIGW.") => gateway(code, message, request_id),
        Shape::Numbered => {
            let code = code.parse().map_or_else(|_| Value::from(code), |number: u64| Value::from(number));
            json!({ "code": code, "msg": message })
        }
        Shape::Nested if code == status.as_str() => {
            let title = status.canonical_reason().unwrap_or_default();
            json!({ "error": { "code": status.as_u16(), "message": message, "title": title } })
        }
        Shape::Flat | Shape::Nested => json!({ "error_code": code, "error_msg": message }),
    }
}

fn gateway(code: &str, message: &str, request_id: &str) -> Value {
    json!({ "error_code": code, "error_msg": message, "request_id": request_id })
}
