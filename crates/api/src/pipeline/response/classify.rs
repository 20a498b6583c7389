//! Classifies responses as success or error.

use hwc_wire::{ErrorBody, Service, error_in_success_body, parse_error_body};

use super::RawResponse;
use crate::error::{Error, ServiceError};
use crate::pipeline::PreparedRequest;
use crate::pipeline::auth::Authenticator;
use crate::pipeline::retry::RetryHints;

/// The maximum length of a service's message, in characters.
const MAX_MESSAGE_CHARS: usize = 500;

/// Returns the error response of a service, or `None` for a success.
///
/// A response is an error if its status is not a success, or if its body has an error code. Code and message stay empty if
/// the body is not a JSON object.
pub(crate) fn find_error(request: &PreparedRequest, response: &RawResponse) -> Option<ErrorBody> {
    let rules = &request.service.envelope;
    match response.status.is_success() {
        true => error_in_success_body(rules, &response.body),
        false => Some(parse_error_body(rules, &response.body).unwrap_or_default()),
    }
}

/// Converts an error response to an error, with the secrets of the request redacted.
pub(crate) fn service_error(
    request: &PreparedRequest,
    authenticator: Option<&Authenticator>,
    hints: RetryHints,
    response: &RawResponse,
    error: &ErrorBody,
) -> Error {
    let redacted = |text: &str| redact(request, authenticator, text);
    let status = response.status.as_u16();
    let in_body = Some(error.request_id.as_str()).filter(|id| !id.is_empty());
    Error::service_error(ServiceError {
        status,
        advice: advice(request.service, status, &error.code),
        class: request.service.classify(status, &error.code),
        code: redacted(&error.code),
        message: truncate(redacted(&error.message)),
        retry_after: hints.retry_after,
        request_id: response.request_id().or(in_body).map(redacted),
    })
}

/// Redacts the secrets of the request in a text from the service.
pub(crate) fn redact(request: &PreparedRequest, authenticator: Option<&Authenticator>, text: &str) -> String {
    let text = request.redact(text);
    authenticator.map(|authenticator| authenticator.redact(&text)).unwrap_or(text)
}

/// Truncates a message. A gateway that rejects a signature returns its complete canonical request, which is too long for a
/// message.
fn truncate(message: String) -> String {
    match message.char_indices().nth(MAX_MESSAGE_CHARS) {
        Some((end, _)) => format!("{}…", &message[..end]),
        None => message,
    }
}

/// Returns the remedy for an error response from the description of the service.
#[cfg(feature = "catalog")]
fn advice(service: &Service, status: u16, code: &str) -> Option<&'static str> {
    hwc_models::CATALOG.advice(service, status, code)?.advice.as_deref()
}

/// Returns `None`: descriptions need the feature `catalog`.
#[cfg(not(feature = "catalog"))]
fn advice(_: &Service, _: u16, _: &str) -> Option<&'static str> {
    None
}
