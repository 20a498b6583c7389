//! Finds out whether a service agreed or refused, and what its refusal means.

use hwc_wire::{Refusal, Service, envelope};

use super::ask::Answer;
use super::hints::Hints;
use super::outgoing::Outgoing;
use crate::credentials::Proof;
use crate::error::{Error, ServiceError};

/// The characters of a service's text that are kept.
const MESSAGE: usize = 500;

/// What a service said that refused; `None` if it agreed.
///
/// Refused is whatever has a status of no success, and what has one but a code of refusal in its body. A body that is
/// no JSON object gives no code and no text: none are made up.
pub(super) fn refusal(outgoing: &Outgoing, answer: &Answer) -> Option<Refusal> {
    let rules = &outgoing.service.envelope;
    match answer.status.is_success() {
        true => envelope::refusal(rules, &answer.body),
        false => Some(envelope::parse(rules, &answer.body).unwrap_or_default()),
    }
}

/// The error that a refusal is, without the secrets that were sent.
pub(super) fn refused(
    outgoing: &Outgoing,
    proof: Option<&Proof>,
    hints: Hints,
    answer: &Answer,
    refusal: &Refusal,
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

/// A text of the service without the secrets that were sent.
pub(super) fn redacted(outgoing: &Outgoing, proof: Option<&Proof>, text: &str) -> String {
    let text = outgoing.redact(text);
    proof.map(|proof| proof.redact(&text)).unwrap_or(text)
}

/// A gateway that does not accept a signature tells all of what it would have signed; nobody needs so much.
fn shortened(message: String) -> String {
    match message.char_indices().nth(MESSAGE) {
        Some((end, _)) => format!("{}…", &message[..end]),
        None => message,
    }
}

/// What the description of the service says to do about a refusal.
#[cfg(feature = "catalog")]
fn advice(service: &Service, status: u16, code: &str) -> Option<&'static str> {
    hwc_models::CATALOG.advice(service, status, code)?.advice.as_deref()
}

/// The descriptions are not there.
#[cfg(not(feature = "catalog"))]
fn advice(_: &Service, _: u16, _: &str) -> Option<&'static str> {
    None
}
