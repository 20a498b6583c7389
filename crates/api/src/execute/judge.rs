//! Classifies responses as success or error.

use hwc_wire::{ErrorBody, Service, error_in_success_body, parse_error_body};

use super::ask::Answer;
use super::hints::Hints;
use super::outgoing::Outgoing;
use crate::credentials::Proof;
use crate::error::{Error, ServiceError};

/// The maximum length of a service's message, in characters.
const MESSAGE: usize = 500;

/// Returns the error response of a service, or `None` for a success.
///
/// A response is an error if its status is not a success, or if its body has an error code. Code and message stay empty if
/// the body is not a JSON object.
pub(super) fn refusal(outgoing: &Outgoing, answer: &Answer) -> Option<ErrorBody> {
    let rules = &outgoing.service.envelope;
    match answer.status.is_success() {
        true => error_in_success_body(rules, &answer.body),
        false => Some(parse_error_body(rules, &answer.body).unwrap_or_default()),
    }
}

/// Converts an error response to an error, with the secrets of the request redacted.
pub(super) fn refused(
    outgoing: &Outgoing,
    proof: Option<&Proof>,
    hints: Hints,
    answer: &Answer,
    refusal: &ErrorBody,
) -> Error {
    let redacted = |text: &str| redacted(outgoing, proof, text);
    let status = answer.status.as_u16();
    let in_body = Some(refusal.request_id.as_str()).filter(|id| !id.is_empty());
    Error::refused(ServiceError {
        status,
        advice: advice(outgoing.service, status, &refusal.code),
        class: outgoing.service.classify(status, &refusal.code),
        code: redacted(&refusal.code),
        message: shortened(redacted(&refusal.message)),
        retry_after: hints.retry_after,
        request_id: answer.request_id().or(in_body).map(redacted),
    })
}

/// Redacts the secrets of the request in a text from the service.
pub(super) fn redacted(outgoing: &Outgoing, proof: Option<&Proof>, text: &str) -> String {
    let text = outgoing.redact(text);
    proof.map(|proof| proof.redact(&text)).unwrap_or(text)
}

/// Truncates a message. A gateway that rejects a signature returns its complete canonical request, which is too long for a
/// message.
fn shortened(message: String) -> String {
    match message.char_indices().nth(MESSAGE) {
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
