//! Steps that can fail for a request or a response. Each one returns all its output: errors, violations, deviations, and the
//! printed parts of a request.

use std::error::Error;
use std::fmt::Debug;

use hwc_models::wire::catalog::Entry;
use hwc_models::wire::decode::{decode_body, decode_headers};
use hwc_models::wire::{
    Context, DecodeError, Encoding, Field, Json, Mode, Place, Received, encode, escaped, fill, limits, receive,
};

use crate::fill::{Make, Secret, filled, members};

type Step = fn(&Entry, Secret) -> String;

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

fn exceeded(entry: &Entry, secret: Secret) -> String {
    let check = |make: Make| shown(limits::check(&*filled(make, secret)));
    check(entry.request) + &check(entry.response)
}

fn encoded(entry: &Entry, secret: Secret) -> String {
    let request = filled(entry.request, secret);
    let names = entry.operation.service.settings.iter().map(|setting| (setting.name, "plain"));
    let settings: Vec<(&str, &str)> = names.collect();
    let how = Encoding { settings: &settings, query_in_body: false };
    match encode(entry.operation, &*request, how) {
        Ok(parts) => format!("{parts:?} {parts:#?}"),
        Err(error) => failed(&error),
    }
}

/// Decodes the response as JSON with its headers, in both modes.
fn decoded(entry: &Entry, secret: Secret) -> String {
    let members = members(&*(entry.response)(), secret, 0);
    let header = members.iter().map(|(name, value)| (name.clone(), text(value))).collect::<Vec<_>>();
    let header = |name: &str| header.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let json = body(entry, &Json::Object(members.clone()));
    read_both_ways(entry, |record, cx| decode_body(record, json.as_bytes(), cx))
        + &read_both_ways(entry, |record, cx| decode_headers(record, &header, cx))
}

fn broken_off(entry: &Entry, secret: Secret) -> String {
    let json = body(entry, &Json::Object(members(&*(entry.response)(), secret, 0)));
    let places = json.match_indices("MARK").map(|(at, _)| at + 6).take(3);
    places.map(|at| read_both_ways(entry, |record, cx| decode_body(record, &json.as_bytes()[..at], cx))).collect()
}

/// Returns the body of a response: the members, or the field that is the whole body.
fn body(entry: &Entry, members: &Json) -> String {
    let fields = (entry.response)().shape().fields;
    let whole = fields.iter().find(|field| field.place == Place::Whole);
    whole.map_or(members, |field| &members[field.name]).to_string()
}

fn read_both_ways(
    entry: &Entry,
    read: impl Fn(&mut dyn hwc_models::wire::Record, &mut Context) -> Result<(), DecodeError>,
) -> String {
    let mut text = String::new();
    for mode in [Mode::Tolerant, Mode::Strict] {
        let (mut record, mut cx) = ((entry.response)(), Context::new(mode));
        if let Err(error) = read(&mut *record, &mut cx) {
            text += &failed(&error);
        }
        text += &format!("{record:?} {cx:?} {}", cx.trail());
        text += &shown(&cx.into_deviations());
    }
    text
}

fn filled_by_name(entry: &Entry, secret: Secret) -> String {
    let mut request = (entry.request)();
    let all = members(&*request, secret, 0);
    match fill(&mut *request, &all) {
        Ok(()) => shown(limits::check_filled(&*request, &|_: &Field| false)),
        Err(error) => failed(&error),
    }
}

/// Decodes the request as a server does, with each secret of its query twice.
fn received(entry: &Entry, secret: Secret) -> String {
    let mut request = (entry.request)();
    let all = members(&*request, secret, 0);
    let texts: Vec<(String, String)> = all.iter().map(|(name, value)| (name.clone(), text(value))).collect();
    let escapes: Vec<String> = texts.iter().map(|(_, value)| escaped(value)).collect();
    let path: Vec<(&str, &str)> =
        texts.iter().zip(&escapes).map(|((name, _), value)| (name.as_str(), value.as_str())).collect();
    let query: String = path.iter().map(|(name, value)| format!("{name}={value}&{name}={value}&")).collect();
    let header = |name: &str| texts.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let body = Json::Object(all.clone()).to_string();
    let from = Received { path: &path, query: &query, header: &header, body: body.as_bytes(), form: None };
    let mut cx = Context::new(Mode::Tolerant);
    let done = receive(entry.operation, from, &mut *request, &mut cx);
    let said = done.err().map(|error| failed(&error)).unwrap_or_default();
    format!("{said} {request:?} {}", shown(&cx.into_deviations()))
}

/// Returns a value in the form of a path, a query or a header.
fn text(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
