//! The place of each field in a request, and the reason for it.

use hwc_api::serde_json::{self, Value as Json, json};
use hwc_api::{Operation, Record};
use hwc_dynamic::{Redacted, Redaction};
use hwc_wire::{FieldDescriptor, Location, SettingLocation, ValueRef, WireValue};

use crate::input::CallInput;

/// Explains the fields and settings of a request.
pub(super) fn explain(input: &CallInput, request: &dyn Record, redaction: &Redaction) -> Vec<Json> {
    let operation = input.operation.descriptor();
    let present = request.fields().filter(|(field, value)| !field.omits(value.view(), true));
    let present = present.filter(|(_, value)| !matches!(value.view(), ValueRef::Absent));
    let fields = present.map(|(field, value)| explain_field(operation, field, value, redaction));
    let constants = request.descriptor().constants.iter().map(|constant| {
        json!({
            "name": constant.name,
            "value": constant.value,
            "place": "member of the JSON body",
            "why": "the service requires this value in every request",
        })
    });
    fields.chain(constants).chain(settings(input)).collect()
}

fn explain_field(operation: &Operation, field: &FieldDescriptor, value: &dyn WireValue, redaction: &Redaction) -> Json {
    let shown = serde_json::to_value(Redacted(value.view())).unwrap_or_default();
    json!({
        "name": field.name,
        "value": redaction.json(shown),
        "place": place(operation, field),
        "why": why(field),
    })
}

/// Returns the words for the place of a field, with its name there if it differs.
fn place(operation: &Operation, field: &FieldDescriptor) -> String {
    let place = match field.location {
        Location::Path => format!("segment of the path `{}`", operation.path),
        Location::Query => "query parameter".to_owned(),
        Location::QueryCommaSeparated => "query parameter, its elements joined by commas".to_owned(),
        Location::Header => "header".to_owned(),
        Location::BodyField => "member of the JSON body".to_owned(),
        Location::Payload => "whole body".to_owned(),
        Location::Form => "part of the form (multipart/form-data)".to_owned(),
    };
    if field.wire_name == field.name { place } else { format!("{place}, as `{}`", field.wire_name) }
}

fn why(field: &FieldDescriptor) -> &'static str {
    match field.location {
        Location::Path => "percent-encoded as one segment, so that no value can change the route",
        Location::Query | Location::QueryCommaSeparated => {
            "percent-encoded; the canonical request sorts the parameters by name"
        }
        Location::Header if field.wire_name.to_ascii_lowercase().starts_with("x-") => {
            "signed, as all headers from `X-`"
        }
        Location::Header => "not part of the signature",
        Location::BodyField | Location::Payload => "the signature covers the hash of the whole body",
        Location::Form => "forms count as `UNSIGNED-PAYLOAD`, as in the official SDKs",
    }
}

fn settings(input: &CallInput) -> impl Iterator<Item = Json> {
    let settings = input.operation.descriptor().service.settings.iter();
    settings.filter_map(|setting| {
        let value = input.settings.get(setting.name)?;
        let place = match setting.location {
            SettingLocation::Header => format!("header `{}`", setting.wire),
            SettingLocation::Path => format!("segment of the path, as `{}`", setting.wire),
        };
        Some(json!({ "name": setting.name, "value": value, "place": place, "why": "a setting of the whole service" }))
    })
}
