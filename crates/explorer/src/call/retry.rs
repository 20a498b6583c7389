//! The reasons of retries, in words.

use hwc_api::Operation;
use hwc_api::http::header::RETRY_AFTER;
use hwc_api::http::{HeaderMap, StatusCode};
use hwc_api::transport::Phase;

use super::trace::{Exchange, Outcome};

/// Explains why the client continued or ended after a request. `next` is the following request of the call.
pub(super) fn reason(exchange: &Exchange, next: Option<&Exchange>) -> String {
    let Some(next) = next else { return last(exchange) };
    if !is_same(exchange.operation, next.operation) {
        return "a request that the call needs first, such as a sign-in or the lookup of an ID".to_owned();
    }
    let pause = next.start.saturating_sub(exchange.start + exchange.duration).as_millis();
    format!("{}; next attempt after {pause} ms", cause(exchange))
}

fn is_same(one: Option<&'static Operation>, other: Option<&'static Operation>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => std::ptr::eq(one, other),
        (one, other) => one.is_none() && other.is_none(),
    }
}

/// Explains a retry.
fn cause(exchange: &Exchange) -> String {
    match &exchange.outcome {
        Outcome::Response(status, headers) => response_cause(*status, headers).to_owned(),
        Outcome::Error(Phase::NotSent, _) => "nothing was sent, so a retry is safe".to_owned(),
        Outcome::Error(..) => "the connection failed, and the operation is safe to repeat".to_owned(),
        Outcome::NotSent => "the request was not sent".to_owned(),
    }
}

fn response_cause(status: StatusCode, headers: &HeaderMap) -> &'static str {
    match status.as_u16() {
        401 => "the credentials were rejected and are renewed, or the clock is corrected",
        429 if headers.contains_key(RETRY_AFTER) => "too many requests; the service says when to retry (`Retry-After`)",
        429 => "too many requests; the client waits before the next attempt",
        300..=399 => "the service redirects to another URL",
        502..=504 => "the gateway or the service is unavailable, and a retry is safe",
        408 | 500..=599 => "the server failed, and the operation is safe to repeat",
        _ => "the body is an error that can be retried",
    }
}

/// Explains the end of a call.
fn last(exchange: &Exchange) -> String {
    let is_idempotent = exchange.operation.is_some_and(|operation| operation.idempotent);
    match &exchange.outcome {
        Outcome::Response(status, _) if status.is_success() => "the last response".to_owned(),
        Outcome::Response(status, _) if status.is_server_error() && !is_idempotent => {
            "not retried: the operation is not safe to repeat, and the service may have performed it".to_owned()
        }
        Outcome::Response(status, _) if status.is_server_error() || status.as_u16() == 429 => {
            "not retried: attempts or time are used up".to_owned()
        }
        Outcome::Response(..) => "not retried: another attempt would get the same error".to_owned(),
        Outcome::Error(..) => "not retried: attempts or time are used up, or a repetition is not safe".to_owned(),
        Outcome::NotSent => "not sent".to_owned(),
    }
}
