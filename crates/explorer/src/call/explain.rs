//! Explains a request without sending it: its signature, the place of each field, and the checks that it has to pass.

use hwc_api::http::header::AUTHORIZATION;
use hwc_api::http::request::Parts;
use hwc_api::serde_json::{Value as Json, json};
use hwc_api::{Operation, Record};
use hwc_dynamic::{DynamicRequest, REDACTED, Redaction};
use hwc_transport::sign::{Algorithm, AuthorizationHeader};
use hwc_wire::{AuthRequirement, AuthScheme};

use super::trace::{Exchange, captured};
use super::{fields, report};
use crate::connection::Connection;
use crate::input::{CallInput, Rejection};

/// Headers with credentials, which a signature may cover.
const SECRET_HEADERS: [&str; 2] = ["x-security-token", "x-auth-token"];

/// Explains a call.
pub(crate) async fn explain(connection: &Connection, input: &CallInput) -> Result<Json, Rejection> {
    let request = input.request()?;
    let operation = input.operation.descriptor();
    let redaction = Redaction::new(operation, request.record());
    let mut explained = json!({
        "fields": fields::explain(input, request.record(), &redaction),
        "checks": checks(operation, &request),
    });
    let call = request.into_call(&connection.client).max_attempts(1).validate(false);
    let call = input.settings.iter().fold(call, |call, (name, value)| call.setting(name, value));
    let (result, exchanges) = captured(operation, call.response()).await;
    let is_own = |exchange: &&Exchange| exchange.operation.is_some_and(|own| std::ptr::eq(own, operation));
    match (exchanges.iter().find(is_own), result) {
        (Some(exchange), _) => {
            let body = exchange.body.as_deref();
            explained["request"] = report::request(&exchange.head, body, exchange.body_len, &redaction);
            explained["authentication"] = authentication(operation, &exchange.head, body, &redaction);
            explained["headers"] = headers(&exchange.head);
        }
        (None, Err(error)) => explained["error"] = report::error(&error, &redaction),
        (None, Ok(_)) => {}
    }
    Ok(explained)
}

/// Explains the credentials of a request, and the texts behind a signature.
fn authentication(operation: &Operation, head: &Parts, body: Option<&[u8]>, redaction: &Redaction) -> Json {
    let authorization = head.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let signature = authorization.and_then(|value| AuthorizationHeader::parse(value).ok());
    let Some(signature) = signature else {
        return json!({ "kind": "token", "note": token_note(operation, head) });
    };
    let Ok(text) = signature.signed_text(head, body.unwrap_or_default()) else { return Json::Null };
    let text = text.redact(&SECRET_HEADERS, REDACTED);
    json!({
        "kind": "signature",
        "algorithm": signature.algorithm().name(),
        "key_id": signature.key_id(),
        "signed_headers": signature.signed_headers().collect::<Vec<_>>(),
        "canonical_request": redaction.text(&text.canonical_request),
        "string_to_sign": text.string_to_sign,
        "note": signature_note(signature.algorithm()),
    })
}

fn signature_note(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::App => {
            "The signature is the HMAC-SHA256 of the string to sign, with the secret of the app, in hex digits."
        }
        _ => {
            "The signature is the HMAC-SHA256 of the string to sign, with the secret key, in hex digits. The secret key is not sent."
        }
    }
}

fn token_note(operation: &Operation, head: &Parts) -> &'static str {
    match operation.auth {
        AuthRequirement::None => "The operation needs no credentials.",
        _ if head.headers.contains_key("x-auth-token") => {
            "The IAM token in `X-Auth-Token` proves the identity. The request is not signed."
        }
        _ => "The access token in `Authorization` proves the identity. The request is not signed.",
    }
}

/// Explains the headers that the client adds.
fn headers(head: &Parts) -> Json {
    let known = [
        ("accept", "the media type of the response"),
        ("accept-encoding", "the compressions that the client can read"),
        ("authorization", "the signature or the access token"),
        ("content-type", "the media type of the body; it is signed"),
        ("user-agent", "the program that sends the request"),
        ("x-auth-token", "the IAM token"),
        ("x-domain-id", "the account, which signed requests name"),
        ("x-project-id", "the project, which signed requests name"),
        ("x-sdk-content-sha256", "the body is not hashed for the signature"),
        ("x-sdk-date", "the date of the signature; it may differ from the clock of the service by 15 minutes"),
        ("x-security-token", "the token of temporary access keys"),
        ("x-user-id", "the user on whose behalf an app signs"),
    ];
    let present = known.into_iter().filter(|(name, _)| head.headers.contains_key(*name));
    present.map(|(name, why)| json!({ "name": name, "why": why })).collect()
}

/// Lists the checks of the sandbox in their order. The result of a check is absent if it needs the service.
fn checks(operation: &'static Operation, request: &DynamicRequest) -> Json {
    let violations: Vec<String> = request.violations().iter().map(ToString::to_string).collect();
    let constraints = constrained_fields(request.record());
    let checked = format!("{constraints} fields with documented constraints, and the required fields");
    let detail = if violations.is_empty() { checked } else { violations.join("; ") };
    json!([
        { "check": "host", "detail": "the host is this machine or a host of the services" },
        {
            "check": "route",
            "detail": format!("{} {} is {}", operation.method.as_str(), operation.path, operation.full_name()),
            "passes": true,
        },
        { "check": "credentials", "detail": credentials(operation) },
        { "check": "constraints", "detail": detail, "passes": violations.is_empty() },
        { "check": "state", "detail": "what the fields name exists, and its state allows the call" },
    ])
}

/// Returns the number of fields with constraints, without those inside records.
fn constrained_fields(request: &dyn Record) -> usize {
    let none = hwc_wire::Constraints::NONE;
    request.descriptor().fields.iter().filter(|field| field.constraints != none).count()
}

fn credentials(operation: &Operation) -> &'static str {
    match (operation.auth, operation.service.scheme) {
        (AuthRequirement::None, _) => "none are needed",
        (AuthRequirement::TokenOnly, _) => "an access token; signatures of apps are not accepted here",
        (_, AuthScheme::IamAccount) => "an IAM token of the account, or a signature with `X-Domain-Id`",
        (_, AuthScheme::IamProject) => "an IAM token of the project, or a signature with `X-Project-Id`",
        (_, AuthScheme::Bearer) => "an access token, or the signature of an app with `X-User-Id`",
    }
}
