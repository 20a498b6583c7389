//! The preview of a call while it is edited: violations, the request, and sample code. Nothing is sent.

use hwc_api::serde_json::{Value as Json, json};
use hwc_dynamic::{DynamicRequest, InputError, Redaction};
use hwc_wire::{EncodeOptions, FormValue, RequestParts, encode};

use crate::input::{CallInput, Rejection};
use crate::samples;

/// Reports the violations of a call.
pub(crate) fn validate(input: &CallInput) -> Json {
    match input.request() {
        Ok(request) => json!({ "violations": violations(&request) }),
        Err(rejection) => json!({ "violations": [misfit(&rejection)] }),
    }
}

/// Reports the violations of a call, its request, and its sample code. The samples have a placeholder for each required
/// field that is missing.
pub(crate) fn preview(input: &CallInput) -> Result<Json, Rejection> {
    let request = match input.request() {
        Ok(request) => request,
        Err(rejection) => return Ok(json!({ "violations": [misfit(&rejection)] })),
    };
    let mut report = json!({ "violations": violations(&request), "samples": samples::all(input)? });
    match encoded(input, &request) {
        Ok(parts) => report["request"] = parts,
        Err(error) => report["unencodable"] = json!(error),
    }
    Ok(report)
}

fn violations(request: &DynamicRequest) -> Vec<Json> {
    let violations = request.violations().into_iter();
    violations.map(|violation| json!({ "path": violation.path, "problem": violation.problem })).collect()
}

/// Reports a value that does not fit its field, as a violation.
fn misfit(rejection: &Rejection) -> Json {
    let text = rejection.to_string();
    let (path, problem) = match (rejection, text.split_once(": ")) {
        (Rejection::Input(InputError::Member(_)), Some((path, problem))) => (path, problem),
        _ => ("", text.as_str()),
    };
    json!({ "path": path, "problem": problem })
}

/// Encodes the request without credentials, and redacts its secrets.
fn encoded(input: &CallInput, request: &DynamicRequest) -> Result<Json, String> {
    let operation = input.operation.descriptor();
    let settings = input.setting_pairs();
    let options = EncodeOptions { settings: &settings, query_in_body: false };
    let parts = encode(operation, request.record(), options).map_err(|error| error.to_string())?;
    let redaction = Redaction::new(operation, request.record());
    let headers: Vec<(&str, String)> =
        parts.headers.iter().map(|(name, value)| (*name, redaction.text(value))).collect();
    Ok(json!({
        "method": operation.method.as_str(),
        "target": redaction.text(&parts.path_and_query),
        "headers": headers,
        "body": body(&parts, &redaction),
    }))
}

fn body(parts: &RequestParts, redaction: &Redaction) -> Json {
    if let Some(body) = &parts.body {
        return redaction.body(body);
    }
    let part = |value: &FormValue| match value {
        FormValue::Text(text) => redaction.text(text),
        FormValue::File(file) => format!("(file {})", file.file_name),
    };
    let form: Vec<Json> =
        parts.form.iter().map(|one| json!({ "part": one.name, "content": part(&one.value) })).collect();
    if form.is_empty() { Json::Null } else { Json::Array(form) }
}
