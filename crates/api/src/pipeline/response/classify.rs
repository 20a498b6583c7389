//! Classifies responses as success or error.

use hwc_wire::{ErrorBody, Service, error_in_success_body, parse_error_body};

use super::{RawResponse, Redactor};
use crate::error::{Error, ServiceError};
use crate::pipeline::PreparedRequest;
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
    service: &Service,
    redactor: Redactor<'_>,
    hints: RetryHints,
    response: &RawResponse,
    error: &ErrorBody,
) -> Error {
    let status = response.status.as_u16();
    let mut failed = redactor.failed_response(response);
    let in_body = Some(error.request_id.as_str()).filter(|id| !id.is_empty());
    failed.request_id = failed.request_id.or_else(|| in_body.map(|id| redactor.text(id)));
    Error::service_error(ServiceError {
        status,
        advice: advice(service, status, &error.code),
        class: service.classify(status, &error.code),
        code: redactor.text(&error.code),
        message: truncate(redactor.text(&error.message)),
        retry_after: hints.retry_after,
        request_id: failed.request_id.clone(),
    })
    .with_response(failed)
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
