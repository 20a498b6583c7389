//! Sends a call, and reports its response with the trace of its attempts.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hwc_api::serde_json::{self, Value as Json, json};
use hwc_api::wire::Effect;
use hwc_api::{Record, Response};
use hwc_dynamic::{Redacted, Redaction};
use hwc_transport::clock::{Clock, SystemClock};
use hwc_wire::{Binary, ValueRef};

use super::report;
use super::trace::traced;
use crate::connection::Connection;
use crate::input::{CallInput, Rejection};

/// The maximum size of a file that the page can save.
const MAX_FILE: usize = 32 << 20;

/// Sends a call.
pub(crate) async fn send(connection: &Connection, input: &CallInput) -> Result<Json, Rejection> {
    require_confirmation(connection, input)?;
    inject_fault(connection, input)?;
    let request = input.request()?;
    let operation = input.operation.descriptor();
    let redaction = Redaction::new(operation, request.record());
    let call = request.into_call(&connection.client);
    let call = input.settings.iter().fold(call, |call, (name, value)| call.setting(name, value));
    let clock = SystemClock::default();
    let start = clock.monotonic();
    let (result, exchanges) = traced(call.response()).await;
    let duration = clock.monotonic().saturating_sub(start);
    let mut report = match &result {
        Ok(response) => success(response, &redaction),
        Err(error) => json!({
            "status": error.status().map(|status| status.as_u16()),
            "request_id": error.request_id(),
            "attempts": error.attempts(),
            "headers": error.headers().map(|headers| redaction.headers(headers)),
            "body": error.body().map(|body| redaction.body(body.as_bytes())),
            "error": report::error(error, &redaction),
        }),
    };
    report["duration_ms"] = json!(duration.as_secs_f64() * 1000.0);
    report["trace"] = report::exchanges(&exchanges, operation, &redaction).into();
    Ok(report)
}

/// Requires a confirmation of calls that lose data, and of all changes outside of the sandbox.
fn require_confirmation(connection: &Connection, input: &CallInput) -> Result<(), Rejection> {
    if input.confirmed {
        return Ok(());
    }
    match input.operation.effect() {
        Effect::Destructive => Err(Rejection::Unconfirmed("can remove or revoke something permanently")),
        Effect::Write if !connection.is_sandbox() => Err(Rejection::Unconfirmed("changes data of the service")),
        _ => Ok(()),
    }
}

/// Makes the next call of the operation fail in the sandbox.
#[cfg(feature = "sandbox")]
fn inject_fault(connection: &Connection, input: &CallInput) -> Result<(), Rejection> {
    let Some(fault) = &input.fault else { return Ok(()) };
    let Some(sandbox) = &connection.sandbox else { return Err(not_the_sandbox()) };
    let fault = format!("{}={fault}", input.operation.full_name()).parse();
    sandbox.inject_fault(fault.map_err(|error: hwc_sandbox::FaultError| Rejection::Fault(error.to_string()))?);
    Ok(())
}

/// Rejects faults: this build has no connection to the sandbox.
#[cfg(not(feature = "sandbox"))]
fn inject_fault(_: &Connection, input: &CallInput) -> Result<(), Rejection> {
    if input.fault.is_some() { Err(not_the_sandbox()) } else { Ok(()) }
}

fn not_the_sandbox() -> Rejection {
    Rejection::Fault("calls do not go to the sandbox".to_owned())
}

fn success(response: &Response<Box<dyn Record>>, redaction: &Redaction) -> Json {
    let deviations = response.deviations.as_slice().iter();
    let deviations = deviations.map(
        |deviation| json!({ "kind": format!("{:?}", deviation.kind), "path": deviation.path, "note": deviation.note }),
    );
    let content = content(&*response.body);
    let body = match content {
        Some(_) => fields_without_content(&*response.body),
        None => serde_json::to_value(Redacted::record(&*response.body)).unwrap_or_default(),
    };
    json!({
        "status": response.status.as_u16(),
        "request_id": response.request_id,
        "attempts": response.attempts,
        "headers": redaction.headers(&response.headers),
        "body": redaction.json(body),
        "deviations": deviations.collect::<Vec<_>>(),
        "file": content.map(file),
    })
}

/// Returns the content of a response that is a file.
fn content(response: &dyn Record) -> Option<&Binary> {
    response.fields().filter(|(field, _)| field.binary).find_map(|(_, value)| match value.view() {
        ValueRef::Bytes(content) => Some(content),
        _ => None,
    })
}

/// Returns the fields beside the content, which are headers.
fn fields_without_content(response: &dyn Record) -> Json {
    let fields = response.fields().filter(|(field, _)| !field.binary);
    let present = fields.filter(|(_, value)| !matches!(value.view(), ValueRef::Absent));
    let field = |(field, value): (&hwc_wire::FieldDescriptor, &dyn hwc_wire::WireValue)| {
        (field.name.to_owned(), serde_json::to_value(Redacted(value.view())).unwrap_or_default())
    };
    present.map(field).collect()
}

/// Returns a file with its content in Base64, unless it is too large for the page.
fn file(content: &Binary) -> Json {
    let content = content.as_slice();
    let encoded = (content.len() <= MAX_FILE).then(|| STANDARD.encode(content));
    json!({ "size": content.len(), "content": encoded })
}
