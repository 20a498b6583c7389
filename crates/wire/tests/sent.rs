//! Tests of requests from JSON. Content that would be sent differently is rejected by serde, by the schema and by name.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests may panic like tests")]

mod common;

use common::{Case, UpdateCase};
use hwc_wire::{DecodeContext, Model, Request, RequestRef, decode_request, set_fields_from_json};
use hwc_wire::{validate, validate_with_presence};
use serde_json::json;

fn refused(json: serde_json::Value) -> String {
    serde_json::from_value::<UpdateCase>(json).unwrap_err().to_string()
}

#[test]
fn a_request_has_all_required_members_and_no_unknown_ones() {
    assert_eq!(refused(json!({})), "case_id: is missing");
    assert_eq!(refused(json!({ "case_id": "c" })), "tags: is missing");
    assert_eq!(refused(json!({ "case_id": "c", "tags": ["a"] })), "root: is missing");
    assert_eq!(refused(json!({ "case_id": "c", "tags": ["a"], "root": null })), "root: is null");
    assert_eq!(refused(json!({ "case_id": null, "tags": ["a"], "root": {} })), "case_id: is null");
    let whole = json!({ "case_id": "c", "tags": ["a"], "root": { "id": "x", "status": 42 } });
    let request = serde_json::from_value::<UpdateCase>(whole.clone()).unwrap();
    assert_eq!(serde_json::to_value(&request).unwrap(), whole, "codes that are not listed may be sent");
    let with = |name: &str, value: serde_json::Value| {
        let mut json = whole.clone();
        json[name] = value;
        refused(json)
    };
    assert_eq!(with("limitt", json!(5)), "limitt: unknown field");
    assert_eq!(with("root", json!({ "inner": [{ "idd": 1 }] })), "root.inner[0].idd: unknown field");
    assert_eq!(with("limit", json!("5")), "limit: expected a whole number, found text");
    let twice = r#"{"case_id": "c", "case_id": "d", "tags": ["a"], "root": {}}"#;
    assert!(serde_json::from_str::<UpdateCase>(twice).unwrap_err().to_string().starts_with("case_id: came twice"));
}

#[test]
fn records_outside_of_requests_are_lenient() {
    assert!(serde_json::from_value::<Case>(json!({ "idd": 1 })).is_ok(), "a record may be part of a response");
    assert_eq!(serde_json::from_value::<common::Page>(json!({ "new": 1, "count": "3" })).unwrap().count, Some(3));
}

#[test]
fn what_is_required_is_not_empty() {
    let mut request = UpdateCase::new("", [""; 0]).root(Case::default());
    assert_eq!(
        validate(&request).iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["case_id is empty"],
        "0 to 3 tags"
    );
    request.case_id = "c".into();
    assert!(validate(&request).is_empty());
}

#[test]
fn violations_are_capped() {
    let mut request = UpdateCase::new("c", ["a"]).root(Case::default());
    request.levels = Some(vec![99; 10_000]);
    assert_eq!(validate(&request).len(), 100);
}

/// Returns the problems that a server finds in a body.
fn found(body: &str) -> Vec<String> {
    let mut read = UpdateCase::unset();
    let mut cx = DecodeContext::default();
    let from =
        RequestRef { path: &[("case_id", "c")], query: "", header: &|_| None, body: body.as_bytes(), form: None };
    decode_request(UpdateCase::OPERATION, from, &mut read, &mut cx).unwrap();
    let problems = validate_with_presence(&read, &|field| !cx.missing().contains(&field.name));
    problems.iter().map(ToString::to_string).collect()
}

#[test]
fn no_number_of_deviations_hides_a_missing_member() {
    let unknown: Vec<String> = (0..1000).map(|index| format!(r#""x{index}": 1"#)).collect();
    assert_eq!(found(&format!("{{{}}}", unknown.join(","))), ["tags is required", "root is required"]);
    let nested: Vec<String> = (0..1000).map(|index| format!(r#"{{"x{index}": 1}}"#)).collect();
    assert_eq!(found(&format!(r#"{{"root": {{"inner": [{}]}}}}"#, nested.join(","))), ["tags is required"]);
    assert_eq!(found(r#"{"root": {}, "tags": ["a"]}"#), [] as [&str; 0]);
}

#[test]
fn no_number_of_deviations_hides_an_unknown_member() {
    let mut inner: Vec<serde_json::Value> = vec![json!({ "status": 42 }); 200];
    inner.push(json!({ "idd": "x" }));
    let mut read = UpdateCase::unset();
    let members = json!({ "root": { "inner": inner } });
    let error = set_fields_from_json(&mut read, members.as_object().unwrap()).unwrap_err();
    assert!(error.to_string().starts_with("root.inner[200].idd: unknown field"), "{error}");
}
