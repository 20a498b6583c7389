//! The response of an example: as the source shows it, and as the types read it.

use hwc_wire::{DecodeContext, DecodeMode};
use indexmap::IndexMap;

use super::drafter::Drafter;
use super::facts::ExampleFacts;
use super::json::Json;
use super::plan::ExamplePlan;
use super::{convert, sample, text};
use crate::dynamic::DynamicRecord;
use crate::model::FieldType;

/// Adds the response to an example.
pub(crate) fn add(drafter: &mut Drafter<'_>, facts: &ExampleFacts, synthetic: bool, example: &mut ExamplePlan) {
    let success = drafter.plan.success_status.unwrap_or(200);
    if let Some(status) = facts.status.filter(|status| *status != success) {
        example.members.push(("response_status", Json::from_i64(i64::from(status))));
    }
    let headers = headers(drafter, facts);
    if !headers.is_empty() {
        let members = headers.iter().map(|(name, value)| (name.clone(), Json::Text(value.clone())));
        example.members.push(("response_headers", Json::Object(members.collect())));
    }
    let body = body(drafter, facts, synthetic, example);
    let text = match &body {
        Body::Json(json) => json.to_json(),
        Body::Text(text) => text.clone(),
    };
    match body {
        Body::Json(json) => example.members.push(("response_body", json)),
        Body::Text(text) => example.members.push(("response_text", Json::Text(text))),
    }
    match read(drafter, &text, &headers) {
        Ok((response, deviation)) => {
            example.members.push(("response", response));
            example.todos.extend(deviation.map(|text| format!("the response contradicts its type: {text}")));
        }
        Err(message) => example.todos.push(format!("the response cannot be decoded: {message}")),
    }
}

/// The body of a response.
enum Body {
    Json(Json),
    Text(String),
}

/// Returns the body that the source shows, or a made-up one.
fn body(drafter: &mut Drafter<'_>, facts: &ExampleFacts, synthetic: bool, example: &mut ExamplePlan) -> Body {
    if let Some(body) = &facts.response {
        return Body::Json(body.clone());
    }
    let fields = drafter.plan.section("response");
    if fields.iter().any(|field| field.ty == FieldType::Bytes) {
        return Body::Text("The content of the file.".to_owned());
    }
    if facts.empty_response {
        drafter.plan.allow_empty_response = !fields.is_empty();
        return Body::Text(String::new());
    }
    if !fields.is_empty() && !synthetic {
        example.todos.push("the source shows no response: the body is made up".to_owned());
    }
    if let Some(whole) = fields.iter().find(|field| field.payload) {
        return Body::Json(sample::sample_field(whole, &drafter.types));
    }
    let mut members: IndexMap<String, Json> = IndexMap::new();
    let envelope = &drafter.service.yaml.envelope;
    if envelope.on_success {
        let code = envelope.success_codes.first().map_or("0", String::as_str);
        members.insert(envelope.code.clone(), code.parse().map_or(Json::Text(code.to_owned()), Json::from_i64));
        members.insert(envelope.message.clone(), Json::Text("success".to_owned()));
    }
    members.extend(fields.iter().map(|field| (field.name.clone(), sample::sample_field(field, &drafter.types))));
    if members.is_empty() { Body::Text(String::new()) } else { Body::Json(Json::Object(members)) }
}

/// Returns the headers that the response needs.
fn headers(drafter: &Drafter<'_>, facts: &ExampleFacts) -> Vec<(String, String)> {
    let fields = drafter.plan.section("response_headers").iter();
    let value = |name: &str| {
        let shown = facts.response_headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        shown.map(|(_, value)| value.clone())
    };
    fields
        .map(|field| {
            let made_up = || sample::sample_field(field, &drafter.types).to_plain();
            (field.name.to_ascii_lowercase(), value(&field.name).unwrap_or_else(made_up))
        })
        .collect()
}

/// Decodes a response. Returns its fields, and the first deviation from the types.
fn read(drafter: &Drafter<'_>, text: &str, headers: &[(String, String)]) -> Result<(Json, Option<String>), String> {
    let fields = convert::response_fields(&drafter.plan);
    let mut record = DynamicRecord::new("response", &fields, &[], &drafter.types);
    let members: Vec<&'static str> =
        drafter.service.yaml.envelope.members.iter().map(|name| &*Box::leak(name.clone().into_boxed_str())).collect();
    let mut cx = DecodeContext::new(DecodeMode::Lenient)
        .with_envelope(Box::leak(members.into_boxed_slice()))
        .may_be_empty(drafter.plan.allow_empty_response);
    let header =
        |name: &str| headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str());
    hwc_wire::decode_body(&mut record, text.as_bytes(), &mut cx)
        .and_then(|()| hwc_wire::decode_headers(&mut record, &header, &mut cx))
        .map_err(|error| text::one_line(&error.to_string()))?;
    let deviation = cx.into_deviations().as_slice().first().map(|deviation| text::one_line(&deviation.to_string()));
    let json = Json::from_item(&hwc_wire::Exposed(hwc_wire::ValueRef::Record(&record))).unwrap_or(Json::Null);
    Ok((json, deviation))
}
