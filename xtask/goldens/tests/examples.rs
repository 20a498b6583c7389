//! Every example of the golden spec, run with its generated code: the request to HTTP and back, and the response.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests may panic like tests")]

use hwc_wire::catalog::{Example, OperationEntry};
use hwc_wire::{
    DecodeContext, DecodeMode, EncodeOptions, Exposed, FormPart, FormPartRef, Json, Record, RequestParts, RequestRef,
    ValueRef, decode_body, decode_headers, decode_request, encode, records_equal, set_fields_from_json, validate,
};
use xtask_goldens::CATALOG;

#[test]
fn every_example_goes_both_ways() {
    let mut count = 0;
    for entry in CATALOG.entries() {
        for example in &CATALOG.operation(entry.operation).unwrap().examples {
            let title = format!("{}: {}", entry.operation.name, example.name);
            let (request, parts) = sent(entry, example, &title);
            assert!(records_equal(&*received(entry, example, &parts, &title), &*request), "{title}: not the same back");
            answered(entry, example, &title);
            count += 1;
        }
    }
    assert!(count >= 15, "only {count} examples");
}

fn sent(entry: &OperationEntry, example: &Example, title: &str) -> (Box<dyn Record>, RequestParts) {
    let mut request = (entry.request)();
    let members = example.input.clone().into_iter().collect();
    set_fields_from_json(&mut *request, &members).unwrap_or_else(|error| panic!("{title}: {error}"));
    assert_eq!(validate(&*request), [], "{title}");
    let settings: Vec<(&str, &str)> =
        example.settings.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let options = EncodeOptions { settings: &settings, query_in_body: false };
    let parts = encode(entry.operation, &*request, options).unwrap();
    assert_eq!(format!("{} {}", entry.operation.method.as_str(), parts.path_and_query), example.request, "{title}");
    let body = match parts.form.as_slice() {
        [] => parts.body.as_deref().map(|body| serde_json::from_slice(body).unwrap()),
        form => Some(form.iter().map(|part| (part.name.to_owned(), part.to_json().unwrap())).collect::<Json>()),
    };
    assert_eq!(body, example.request_body, "{title}");
    (request, parts)
}

fn received(entry: &OperationEntry, example: &Example, parts: &RequestParts, title: &str) -> Box<dyn Record> {
    let (path, query) = parts.path_and_query.split_once('?').unwrap_or((&parts.path_and_query, ""));
    let names = entry.operation.path.split('/').zip(path.split('/'));
    let params: Vec<(&str, &str)> =
        names.filter_map(|(name, value)| Some((name.strip_prefix('{')?.strip_suffix('}')?, value))).collect();
    let header = |name: &str| parts.headers.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str());
    let form: Vec<FormPartRef<'_>> = parts.form.iter().map(FormPart::received).collect();
    let form = (!form.is_empty()).then_some(form.as_slice());
    let body = parts.body.as_deref().unwrap_or_default();
    let mut request = (entry.request)();
    let from = RequestRef { path: &params, query, header: &header, body, form };
    decode_request(entry.operation, from, &mut *request, &mut DecodeContext::new(DecodeMode::Lenient))
        .unwrap_or_else(|error| panic!("{title} ({}): {error}", example.request));
    request
}

fn answered(entry: &OperationEntry, example: &Example, title: &str) {
    let mut response = (entry.response)();
    let mut cx = DecodeContext::new(DecodeMode::Strict).with_envelope(entry.operation.service.envelope.names);
    let header = |name: &str| {
        example.response_headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    };
    let decoded = decode_body(&mut *response, example.response_body.as_bytes(), &mut cx)
        .and_then(|()| decode_headers(&mut *response, &header, &mut cx));
    if example.decode_error.is_some() {
        decoded.expect_err(title);
        return;
    }
    decoded.unwrap_or_else(|error| panic!("{title}: {error}"));
    let meaning = serde_json::to_value(Exposed(ValueRef::Record(&*response))).unwrap();
    if let Some(expected) = &example.response {
        assert_eq!(without_empty_lists(meaning), without_empty_lists(expected.clone()), "{title}");
    }
}

/// Removes empty lists, which mean the same as absent ones in a response.
fn without_empty_lists(json: Json) -> Json {
    match json {
        Json::Object(members) => {
            let kept = members.into_iter().filter(|(_, value)| *value != Json::Array(Vec::new()));
            kept.map(|(name, value)| (name, without_empty_lists(value))).collect()
        }
        Json::Array(items) => items.into_iter().map(without_empty_lists).collect(),
        other => other,
    }
}

/// Returns the parameters of a request to the golden operation with constants.
fn change_rule(body: &Json) -> Result<(), String> {
    let entry = CATALOG.find("ChangeRule").unwrap();
    let body = body.to_string();
    let params = [("thing_id", "t1")];
    let from = RequestRef { path: &params, query: "", header: &|_| None, body: body.as_bytes(), form: None };
    let mut request = (entry.request)();
    let mut cx = DecodeContext::new(DecodeMode::Lenient);
    decode_request(entry.operation, from, &mut *request, &mut cx).map_err(|error| error.to_string())
}

#[test]
fn a_server_refuses_wrong_and_missing_constants() {
    let rule =
        |kind: Json, step: Json| serde_json::json!({ "thing_id": "t2", "kind": kind, "version": 2, "steps": [step] });
    let step = serde_json::json!({ "changeType": 1, "final": true });
    assert_eq!(change_rule(&rule("10".into(), step.clone())), Ok(()));
    assert_eq!(change_rule(&rule(10.into(), step.clone())), Ok(()), "a number with the same digits");
    let wrong = change_rule(&rule("11".into(), step)).unwrap_err();
    assert!(wrong.contains(r#"kind must be "10""#), "{wrong}");
    let missing = change_rule(&rule("10".into(), serde_json::json!({ "final": true }))).unwrap_err();
    assert!(missing.contains("changeType must be 1"), "{missing}");
}

#[test]
fn limits_of_maps_patterns_and_members_are_validated() {
    let mut request = (CATALOG.find("ChangeRule").unwrap().request)();
    let members = serde_json::json!({
        "thing_id": "t1",
        "target_id": "t2",
        "X-Door-Id": "Not a door",
        "marks": { "a": "123456789", "b": "", "toolong": "", "d": "" },
        "code": "short",
        "steps": [{ "rights": { "view": true } }],
    });
    set_fields_from_json(&mut *request, members.as_object().unwrap()).unwrap();
    let problems: Vec<String> = validate(&*request).iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "X-Door-Id does not match the pattern `[a-z]{1,4}`",
            "marks has 4 entries, at most 3",
            "marks.a has 9 characters, at most 8",
            "code does not match the pattern `[0-9a-zA-Z]{8}`",
            "steps[0].rights.edit is required",
        ]
    );
}

#[test]
fn a_schema_shows_constants_patterns_and_limits() {
    let schema = hwc_wire::schema::request(&CATALOG, CATALOG.find("ChangeRule").unwrap());
    let property = |name: &str| schema["properties"][name].clone();
    assert_eq!(property("kind")["const"], "10");
    assert_eq!(property("code")["pattern"], "^(?:[0-9a-zA-Z]{8})$");
    assert_eq!(property("marks")["maxProperties"], 3);
    assert_eq!(property("marks")["propertyNames"]["maxLength"], 4);
    assert_eq!(property("marks")["additionalProperties"]["maxLength"], 8);
    assert!(property("target_id").is_object() && property("thing_id").is_object());
    assert_eq!(schema["$defs"]["RightsWithAll"]["required"], serde_json::json!(["view", "edit"]));
    assert_eq!(schema["$defs"]["Step"]["additionalProperties"], false);
}
