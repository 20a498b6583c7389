//! Reports of requests, responses and errors as JSON for the page.

use hwc_api::http::request::Parts;
use hwc_api::serde_json::{Value as Json, json};
use hwc_api::{Error, Operation};
use hwc_dynamic::Redaction;

use super::retry;
use super::trace::{Exchange, Outcome, with_causes};

/// The maximum size of a body that the page shows.
const MAX_SHOWN: usize = 1 << 20;

/// Reports the requests of a call in their order.
pub(crate) fn exchanges(exchanges: &[Exchange], operation: &'static Operation, redaction: &Redaction) -> Vec<Json> {
    let origin = exchanges.first().map(|first| first.start).unwrap_or_default();
    let report = |(index, exchange): (usize, &Exchange)| {
        let is_own = exchange.operation.is_some_and(|own| std::ptr::eq(own, operation));
        let by_names = Redaction::by_names(exchange.operation);
        let redaction = if is_own { redaction } else { &by_names };
        json!({
            "operation": exchange.operation.map(Operation::full_name),
            "request": request(&exchange.head, exchange.body.as_deref(), exchange.body_len, redaction),
            "start_ms": exchange.start.saturating_sub(origin).as_millis(),
            "duration_ms": exchange.duration.as_secs_f64() * 1000.0,
            "outcome": outcome(&exchange.outcome, redaction),
            "reason": retry::reason(exchange, exchanges.get(index + 1)),
        })
    };
    exchanges.iter().enumerate().map(report).collect()
}

/// Reports a request as it is sent, without its secrets.
pub(crate) fn request(head: &Parts, body: Option<&[u8]>, len: Option<u64>, redaction: &Redaction) -> Json {
    json!({
        "method": head.method.as_str(),
        "host": head.uri.authority().map(ToString::to_string),
        "target": redaction.text(head.uri.path_and_query().map_or("/", |target| target.as_str())),
        "headers": redaction.headers(&head.headers),
        "body": shown_body(body, len, redaction),
    })
}

/// Returns a body for the page: JSON, text, or its size.
fn shown_body(body: Option<&[u8]>, len: Option<u64>, redaction: &Redaction) -> Json {
    match (body, len) {
        (Some([]), _) | (None, Some(0)) => Json::Null,
        (Some(body), _) if body.len() <= MAX_SHOWN && std::str::from_utf8(body).is_ok() => redaction.body(body),
        (_, Some(len)) => json!(format!("({len} bytes)")),
        (_, None) => json!("(a stream)"),
    }
}

fn outcome(outcome: &Outcome, redaction: &Redaction) -> Json {
    match outcome {
        Outcome::NotSent => Json::Null,
        Outcome::Response(status, headers) => {
            json!({ "status": status.as_u16(), "headers": redaction.headers(headers) })
        }
        Outcome::Error(_, message) => json!({ "error": redaction.text(message) }),
    }
}

/// Reports an error of the client.
pub(crate) fn error(error: &Error, redaction: &Redaction) -> Json {
    let violations =
        error.violations().iter().map(|violation| json!({ "path": violation.path, "problem": violation.problem }));
    let service = error.service().map(|service| {
        json!({
            "code": service.code,
            "message": service.message,
            "class": format!("{:?}", service.class),
            "advice": service.advice,
        })
    });
    json!({
        "kind": format!("{:?}", error.kind()),
        "message": redaction.text(&with_causes(error)),
        "violations": violations.collect::<Vec<_>>(),
        "service": service,
        "retryable": error.is_retryable(),
    })
}
