//! Tests of request encoding (limits, locations, escaping) and of server-side decoding.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests may panic like tests")]

mod common;

use std::collections::BTreeMap;

use common::{Case, UpdateCase};
use hwc_wire::{
    DecodeContext, DecodeMode, EncodeOptions, Method, Operation, Request, RequestParts, RequestRef, Service,
    decode_request, encode, validate,
};

const SETTINGS: EncodeOptions<'static> =
    EncodeOptions { settings: &[("project_id", "p1"), ("language", "en-us")], query_in_body: false };

fn request() -> UpdateCase {
    UpdateCase::new("c/1", ["a", "b"]).root(Case::default().id("x"))
}

fn parts(request: &UpdateCase) -> RequestParts {
    encode(UpdateCase::OPERATION, request, SETTINGS).unwrap()
}

#[test]
fn every_field_travels_in_its_place() {
    let request = request().ids(["i 1", "i&2"]).levels([1, 2]).limit(5).key("k");
    let parts = parts(&request);
    assert_eq!(parts.path_and_query, "/v1/p1/cases/c%2F1/tags?ids=i%201&ids=i%262&levels=1,2&limit=5");
    assert_eq!(parts.headers, [("X-Language", "en-us".to_owned()), ("X-Key", "k".to_owned())]);
    assert_eq!(parts.body.unwrap(), br#"{"tags":["a","b"],"root":{"id":"x"}}"#);
}

#[test]
fn a_path_parameter_cannot_leave_its_segment() {
    let fails = |id: &str| {
        encode(UpdateCase::OPERATION, &UpdateCase::new(id, ["a"]), SETTINGS).map(|parts| parts.path_and_query)
    };
    assert_eq!(fails("../../x").unwrap(), "/v1/p1/cases/..%2F..%2Fx/tags");
    assert_eq!(fails("a?b#c%2Fd").unwrap(), "/v1/p1/cases/a%3Fb%23c%252Fd/tags");
    assert_eq!(fails("..").unwrap_err().to_string(), "case_id is `..`, which would leave its place in the path");
    assert_eq!(fails(".").unwrap_err().name(), "case_id");
    assert_eq!(fails("").unwrap_err().to_string(), "case_id is empty");
}

#[test]
fn a_setting_that_fills_the_path_has_to_be_there() {
    let error = encode(UpdateCase::OPERATION, &request(), EncodeOptions::default()).unwrap_err();
    assert_eq!(error.to_string(), "project_id is needed in the path and not set");
}

#[test]
fn a_header_cannot_end_its_line() {
    for value in ["a\r\nX-Evil: 1", "a\0", " a", "é"] {
        let error = encode(UpdateCase::OPERATION, &request().key(value), SETTINGS).unwrap_err();
        assert_eq!(error.to_string(), "X-Key has characters that a header cannot hold");
    }
}

#[test]
fn all_broken_limits_are_reported_together() {
    let mut request = UpdateCase::new("123456789", ["a", "b", "c", "d"]).limit(101).levels([1, 10]);
    request.root = Some(Case::default().id("").tags(["", "abcd", "c"]));
    let found: Vec<String> = validate(&request).iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "case_id has 9 characters, at most 8",
            "levels[1] is 10, not 0 to 9",
            "limit is 101, not 1 to 100",
            "tags has 4 items, at most 3",
            "root.id has 0 characters, at least 1",
            "root.tags has 3 items, at most 2",
            "root.tags[0] has 0 characters, at least 1",
            "root.tags[1] has 4 characters, at most 3",
        ]
    );
    let missing: Vec<String> = validate(&UpdateCase::new("", ["a"])).iter().map(ToString::to_string).collect();
    assert_eq!(missing, ["case_id is empty", "root is required"]);
}

fn back(operation: &Operation, parts: &RequestParts, body: &[u8]) -> UpdateCase {
    let (path, query) = parts.path_and_query.split_once('?').unwrap_or((&parts.path_and_query, ""));
    let id = path.split('/').nth(4).unwrap();
    let header = |name: &str| parts.headers.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str());
    let mut read = <UpdateCase as hwc_wire::Model>::unset();
    let from = RequestRef { path: &[("case_id", id)], query, header: &header, body, form: None };
    decode_request(operation, from, &mut read, &mut DecodeContext::new(DecodeMode::Lenient)).unwrap();
    read
}

#[test]
fn a_server_reads_the_same_request() {
    let request = request().ids(["i 1", "i+2&"]).levels([1, 2]).limit(5).key("k");
    let parts = parts(&request);
    assert_eq!(back(UpdateCase::OPERATION, &parts, parts.body.as_deref().unwrap()), request);
}

#[test]
fn a_server_reads_a_bare_text_for_a_list() {
    let sent = parts(&request());
    let read = back(UpdateCase::OPERATION, &sent, br#"{"tags": "123456", "root": {"id": "x"}}"#);
    assert_eq!(read.tags, ["123456"]);
}

#[test]
fn the_query_may_travel_in_the_body_where_the_reference_shows_that() {
    let request = request().limit(5).ids(["a"]);
    let how = EncodeOptions { query_in_body: true, ..SETTINGS };
    assert_eq!(
        encode(UpdateCase::OPERATION, &request, how).unwrap_err().to_string(),
        "query is never sent as a body by this operation"
    );
    let operation = common::as_body();
    let parts = encode(&operation, &request, how).unwrap();
    assert_eq!(parts.path_and_query, "/v1/p1/cases/c%2F1/tags");
    let body = parts.body.clone().unwrap();
    assert_eq!(String::from_utf8_lossy(&body), r#"{"ids":["a"],"limit":5,"tags":["a","b"],"root":{"id":"x"}}"#);
    assert_eq!(back(&operation, &parts, &body), request);
}

#[test]
fn requests_can_be_filled_by_name() {
    let mut read = <UpdateCase as hwc_wire::Model>::unset();
    let members = serde_json::json!({ "case_id": "c/1", "limit": "5", "tags": ["a", "b"], "root": { "id": "x" } });
    hwc_wire::set_fields_from_json(&mut read, members.as_object().unwrap()).unwrap();
    assert_eq!(read, request().limit(5));
    let wrong = |json: serde_json::Value| {
        let mut read = <UpdateCase as hwc_wire::Model>::unset();
        hwc_wire::set_fields_from_json(&mut read, json.as_object().unwrap()).unwrap_err().to_string()
    };
    assert_eq!(
        wrong(serde_json::json!({ "nope": 1 })),
        "nope: unknown field; the fields are: case_id, ids, levels, limit, X-Key, tags, root"
    );
    let slip = serde_json::json!({ "root": { "inner": [{ "idd": "x" }] } });
    assert_eq!(wrong(slip), "root.inner[0].idd: unknown field at line 1 column 21");
    assert_eq!(
        wrong(serde_json::json!({ "root": { "open": "maybe" } })),
        "root.open: expected true or false, found text at line 1 column 15"
    );
}

#[test]
fn a_value_without_a_form_in_a_query_is_an_error() {
    static TAGS: Service = Service::new("tags");
    hwc_wire::response! {
        /// The response.
        pub struct NoResponse {}
    }
    hwc_wire::request! {
        /// Lists by tags, which have no documented form in a query.
        pub struct ListByTags() -> NoResponse {
            /// The tags.
            tags: req BTreeMap<String, String> = query("tags");
        }
        operation: Operation::new(&TAGS, "Tests", "ListByTags", Method::Get, "/v1/tags");
    }
    let encode = |request: &ListByTags| encode(ListByTags::OPERATION, request, SETTINGS);
    assert_eq!(encode(&ListByTags::new()).unwrap().path_and_query, "/v1/tags");
    let error = encode(&ListByTags::new().tags([("a".to_owned(), "b".to_owned())])).unwrap_err();
    assert!(error.to_string().starts_with("tags cannot be sent in a query or a header"), "{error}");
}
