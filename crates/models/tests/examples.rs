//! Every example of every operation in both directions: the request as HTTP text, the response with its meaning.
//!
//! One runner processes the catalog. The snapshots show the HTTP traffic; the assertions compare it with the spec.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests may panic like tests")]

use std::fmt::Write as _;

use hwc_models::CATALOG;
use hwc_models::wire::catalog::{Example, OperationEntry};
use hwc_models::wire::{
    self, DecodeContext, DecodeMode, EncodeOptions, Exposed, FormPart, FormPartRef, Json, Operation, Record,
    RequestParts, RequestRef, ValueRef, decode, decode_request, encode,
};

#[test]
fn every_example_goes_both_ways() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for entry in CATALOG.entries() {
            insta::assert_snapshot!(entry.operation.full_name(), transcript(entry));
        }
    });
}

#[test]
fn every_operation_has_an_example_and_docs() {
    let mut documented = 0;
    for entry in CATALOG.entries() {
        let doc = CATALOG.operation(entry.operation).unwrap();
        assert!(!doc.summary.is_empty() && !doc.sources.is_empty(), "{}", entry.operation.name);
        assert!(!doc.examples.is_empty(), "{} has no example", entry.operation.name);
        documented += doc.examples.iter().filter(|example| !example.synthetic).count();
    }
    assert!(documented >= 20, "only {documented} documented examples are left");
}

/// Returns the examples of one operation in the form of HTTP messages.
fn transcript(entry: &OperationEntry) -> String {
    let doc = CATALOG.operation(entry.operation).unwrap();
    let mut text = String::new();
    for example in &doc.examples {
        let title = format!("{}: {}", entry.operation.full_name(), example.name);
        let (request, parts) = sent(entry, example, &title);
        understood(entry, example, &*request, &parts, &title);
        let made = if example.synthetic { " (made)" } else { "" };
        writeln!(text, "=== {}{made}\n{}", example.name, http(entry.operation, &parts)).unwrap();
        writeln!(text, "--- {}\n{}\n", example.response_status, answered(entry, example, &title)).unwrap();
    }
    text
}

/// Encodes the request and compares it with the example.
fn sent(entry: &OperationEntry, example: &Example, title: &str) -> (Box<dyn Record>, RequestParts) {
    let mut request = (entry.request)();
    let with = example.input.clone().into_iter().collect();
    wire::set_fields_from_json(&mut *request, &with).unwrap_or_else(|error| panic!("{title}: {error}"));
    assert_eq!(wire::validate(&*request), [], "{title}");
    let settings: Vec<(&str, &str)> =
        example.settings.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let how = EncodeOptions { settings: &settings, query_in_body: false };
    let parts = encode(entry.operation, &*request, how).unwrap_or_else(|error| panic!("{title}: {error}"));
    assert_eq!(format!("{} {}", entry.operation.method.as_str(), parts.path_and_query), example.request, "{title}");
    let body = shown(&parts);
    assert_eq!(body, example.request_body, "{title}");
    (request, parts)
}

/// Checks that a server decodes the same request from the sent form and from the form on the page.
fn understood(entry: &OperationEntry, example: &Example, request: &dyn Record, parts: &RequestParts, title: &str) {
    let form: Vec<FormPartRef<'_>> = parts.form.iter().map(FormPart::received).collect();
    let form = (!form.is_empty()).then_some(form.as_slice());
    let body = (parts.body.as_deref().unwrap_or_default(), form);
    let headers: Vec<(String, String)> =
        parts.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    assert!(
        wire::records_equal(&*received(entry, &example.request, &headers, body, title), request),
        "{title}: not the same back"
    );
    let line = example.documented_request.as_deref().unwrap_or(&example.request);
    if example.documented_request.is_some() || example.documented_request_body.is_some() {
        let body = example.documented_request_body.as_ref().map(Json::to_string).unwrap_or_default();
        let read = received(entry, line, &headers, (body.as_bytes(), None), title);
        assert!(wire::records_equal(&*read, request), "{title}: the documented form means {read:?}");
    }
}

/// A body, or the parts of a form.
type Body<'a> = (&'a [u8], Option<&'a [FormPartRef<'a>]>);

fn received(
    entry: &OperationEntry,
    line: &str,
    headers: &[(String, String)],
    (body, form): Body<'_>,
    title: &str,
) -> Box<dyn Record> {
    let target = line.split_once(' ').unwrap().1;
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let names = entry.operation.path.split('/').zip(path.split('/'));
    let params: Vec<(&str, &str)> =
        names.filter_map(|(name, value)| Some((name.strip_prefix('{')?.strip_suffix('}')?, value))).collect();
    let header =
        |name: &str| headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str());
    let mut request = (entry.request)();
    let from = RequestRef { path: &params, query, header: &header, body, form };
    decode_request(entry.operation, from, &mut *request, &mut DecodeContext::new(DecodeMode::Lenient))
        .unwrap_or_else(|error| panic!("{title}: {error}"));
    request
}

/// Decodes the response in strict mode: only deviations that the spec expects are allowed. Returns its meaning, or the
/// error.
fn answered(entry: &OperationEntry, example: &Example, title: &str) -> String {
    let mut answer = (entry.response)();
    let mut cx = DecodeContext::new(DecodeMode::Strict).with_envelope(entry.operation.service.envelope.names);
    let header = |name: &str| {
        example.response_headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    };
    let read = decode::decode_body(&mut *answer, example.response_body.as_bytes(), &mut cx)
        .and_then(|()| decode::decode_headers(&mut *answer, &header, &mut cx));
    if let Some(fails) = &example.decode_error {
        let error = read.expect_err(title).to_string();
        assert!(error.contains(fails), "{title}: {error}");
        return format!("cannot be read: {error}");
    }
    read.unwrap_or_else(|error| panic!("{title}: {error}"));
    assert!(cx.into_deviations().is_empty(), "{title}");
    let means = serde_json::to_value(Exposed(ValueRef::Record(&*answer))).unwrap();
    if let Some(expected) = &example.response {
        assert_eq!(without_empty_lists(means), without_empty_lists(expected.clone()), "{title}");
    }
    format!("{answer:#?}")
}

/// Removes empty lists. An example may omit them from the meaning of its response.
fn without_empty_lists(json: Json) -> Json {
    match json {
        Json::Object(members) => {
            let kept = members.into_iter().filter(|(_, value)| *value != Json::Array(Vec::new()));
            Json::Object(kept.map(|(name, value)| (name, without_empty_lists(value))).collect())
        }
        Json::Array(items) => Json::Array(items.into_iter().map(without_empty_lists).collect()),
        other => other,
    }
}

/// Returns the body as JSON. Returns the parts of a form.
fn shown(parts: &RequestParts) -> Option<Json> {
    if parts.form.is_empty() {
        return parts.body.as_deref().map(|body| serde_json::from_slice(body).unwrap());
    }
    Some(parts.form.iter().map(|part| (part.name, part.to_json().unwrap())).collect())
}

fn http(operation: &Operation, parts: &RequestParts) -> String {
    let mut text = format!("{} {}", operation.method.as_str(), parts.path_and_query);
    for (name, value) in &parts.headers {
        write!(text, "\n{name}: {value}").unwrap();
    }
    if let Some(json) = shown(parts) {
        write!(text, "\n\n{json:#}").unwrap();
    }
    text
}
