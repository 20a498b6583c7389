//! Steps that can fail for a request or a response. Each one returns all its output: errors, violations, deviations, and the
//! printed parts of a request.

use std::error::Error;
use std::fmt::Debug;

use hwc_models::wire::catalog::OperationEntry;
use hwc_models::wire::{
    DecodeContext, DecodeError, DecodeMode, EncodeOptions, FieldDescriptor, Json, Location, RequestRef, decode_request,
    encode, percent_encode, set_fields_from_json, validate, validate_with_presence,
};
use hwc_models::wire::{decode_body, decode_headers};

use crate::fill::{Make, Secret, filled, members};

type Step = fn(&OperationEntry, Secret) -> String;

/// The steps by name.
pub(crate) const STEPS: &[(&str, Step)] = &[
    ("the check of limits", exceeded),
    ("encoding", encoded),
    ("decoding", decoded),
    ("decoding what breaks off", broken_off),
    ("filling by name", filled_by_name),
    ("receiving", received),
];

fn failed(error: &(dyn Error + 'static)) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut next = error.source();
    while let Some(source) = next {
        text += &format!("{source} {source:?}");
        next = source.source();
    }
    text
}

fn shown(things: impl IntoIterator<Item = impl Debug + ToString>) -> String {
    things.into_iter().map(|thing| format!("{thing:?} {}", thing.to_string())).collect()
}

fn exceeded(entry: &OperationEntry, secret: Secret) -> String {
    let check = |make: Make| shown(validate(&*filled(make, secret)));
    check(entry.request) + &check(entry.response)
}

fn encoded(entry: &OperationEntry, secret: Secret) -> String {
    let request = filled(entry.request, secret);
    let names = entry.operation.service.settings.iter().map(|setting| (setting.name, "plain"));
    let settings: Vec<(&str, &str)> = names.collect();
    let how = EncodeOptions { settings: &settings, query_in_body: false };
    match encode(entry.operation, &*request, how) {
        Ok(parts) => format!("{parts:?} {parts:#?}"),
        Err(error) => failed(&error),
    }
}

/// Decodes the response as JSON with its headers, in both modes.
fn decoded(entry: &OperationEntry, secret: Secret) -> String {
    let members = members(&*(entry.response)(), secret, 0);
    let header = members.iter().map(|(name, value)| (name.clone(), text(value))).collect::<Vec<_>>();
    let header = |name: &str| header.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let json = body(entry, &Json::Object(members.clone()));
    read_both_ways(entry, |record, cx| decode_body(record, json.as_bytes(), cx))
        + &read_both_ways(entry, |record, cx| decode_headers(record, &header, cx))
}

fn broken_off(entry: &OperationEntry, secret: Secret) -> String {
    let json = body(entry, &Json::Object(members(&*(entry.response)(), secret, 0)));
    let places = json.match_indices("MARK").map(|(at, _)| at + 6).take(3);
    places.map(|at| read_both_ways(entry, |record, cx| decode_body(record, &json.as_bytes()[..at], cx))).collect()
}

/// Returns the body of a response: the members, or the field that is the whole body.
fn body(entry: &OperationEntry, members: &Json) -> String {
    let fields = (entry.response)().descriptor().fields;
    let whole = fields.iter().find(|field| field.location == Location::Payload);
    whole.map_or(members, |field| &members[field.name]).to_string()
}

fn read_both_ways(
    entry: &OperationEntry,
    read: impl Fn(&mut dyn hwc_models::wire::Record, &mut DecodeContext) -> Result<(), DecodeError>,
) -> String {
    let mut text = String::new();
    for mode in [DecodeMode::Lenient, DecodeMode::Strict] {
        let (mut record, mut cx) = ((entry.response)(), DecodeContext::new(mode));
        if let Err(error) = read(&mut *record, &mut cx) {
            text += &failed(&error);
        }
        text += &format!("{record:?} {cx:?} {}", cx.error_path());
        text += &shown(&cx.into_deviations());
    }
    text
}

fn filled_by_name(entry: &OperationEntry, secret: Secret) -> String {
    let mut request = (entry.request)();
    let all = members(&*request, secret, 0);
    match set_fields_from_json(&mut *request, &all) {
        Ok(()) => shown(validate_with_presence(&*request, &|_: &FieldDescriptor| false)),
        Err(error) => failed(&error),
    }
}

/// Decodes the request as a server does, with each secret of its query twice.
fn received(entry: &OperationEntry, secret: Secret) -> String {
    let mut request = (entry.request)();
    let all = members(&*request, secret, 0);
    let texts: Vec<(String, String)> = all.iter().map(|(name, value)| (name.clone(), text(value))).collect();
    let escapes: Vec<String> = texts.iter().map(|(_, value)| percent_encode(value)).collect();
    let path: Vec<(&str, &str)> =
        texts.iter().zip(&escapes).map(|((name, _), value)| (name.as_str(), value.as_str())).collect();
    let query: String = path.iter().map(|(name, value)| format!("{name}={value}&{name}={value}&")).collect();
    let header = |name: &str| texts.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let body = Json::Object(all.clone()).to_string();
    let from = RequestRef { path: &path, query: &query, header: &header, body: body.as_bytes(), form: None };
    let mut cx = DecodeContext::new(DecodeMode::Lenient);
    let done = decode_request(entry.operation, from, &mut *request, &mut cx);
    let said = done.err().map(|error| failed(&error)).unwrap_or_default();
    format!("{said} {request:?} {}", shown(&cx.into_deviations()))
}

/// Returns a value in the form of a path, a query or a header.
fn text(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
