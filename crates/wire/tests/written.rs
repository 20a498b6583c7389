//! Tests of JSON types that services write according to their reference and SDKs, and that differ from those of the models.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests may panic like tests")]

use hwc_wire::{
    DecodeContext, DecodeMode, EncodeOptions, Method, Operation, Request, RequestRef, Service, decode, decode_request,
    encode, encode_response,
};
use serde_json::json;

hwc_wire::open_enum! {
    /// A state.
    pub enum State: int {
        /// It is on.
        On = 1;
    }
}

hwc_wire::model! {
    /// A response.
    pub struct Answer {
        /// A number.
        limit: opt_copy u32 = body("limit").lenient().as_text();
        /// A code.
        state: opt State = body("state").lenient().as_text();
        /// A text.
        version: opt String = body("version").lenient().as_number();
        /// A list.
        single: vec Answer = body("single").lenient().as_single();
        /// A list whose records hold only texts.
        texts: vec Answer = body("texts").lenient().as_text();
        /// A list that stays a list.
        many: vec Answer = body("many");
    }
}

static SERVICE: Service = Service::new("demo");

hwc_wire::request! {
    /// A change.
    pub struct Change() -> Answer {
        /// A number.
        limit: opt_copy u32 = body("limit").lenient().as_text();
        /// A code.
        state: opt State = body("state").lenient().as_text();
        /// A text.
        version: opt String = body("version").lenient().as_number();
        /// A list that stays a list.
        single: opt_vec Answer = body("single").lenient().as_single();
        /// A list of records.
        many: opt_vec Answer = body("many");
    }
    operation: Operation::new(&SERVICE, "Things", "Change", Method::Post, "/v1/changes");
}

hwc_wire::request! {
    /// Finds records by a body.
    pub struct Find(state: req State) -> Answer {
        /// A code that is text on the wire.
        state: req State = body("state").required().lenient().as_text();
        /// A number that is text on the wire.
        limit: opt_copy u32 = body("limit").lenient().as_text();
        /// A number.
        size: opt_copy u32 = body("size").lenient();
    }
    operation: Operation::new(&SERVICE, "Answers", "Find", Method::Get, "/v1/answers");
}

fn read(json: &serde_json::Value) -> Answer {
    let (answer, deviations) = decode::<Answer>(json.to_string().as_bytes(), DecodeMode::Strict).unwrap();
    assert!(deviations.is_empty());
    answer
}

#[test]
fn both_types_are_read_and_that_of_the_tables_is_written_at_any_depth() {
    let inner = json!({ "limit": 5, "state": 1, "version": "3", "single": [{ "limit": 6 }] });
    let table = json!({ "limit": "5", "state": "1", "version": 3, "single": { "limit": "6" } });
    for nested in [false, true] {
        let wrapped = |json: &serde_json::Value| if nested { json!({ "many": [json] }) } else { json.clone() };
        let answer = read(&wrapped(&inner));
        assert_eq!(read(&wrapped(&table)), answer);
        let written = encode_response(&answer).unwrap().body;
        assert_eq!(read(&written), answer);
        let parts = if nested { &written["many"][0] } else { &written };
        for name in ["limit", "state", "version"] {
            assert_eq!(parts[name], table[name], "{name}");
        }
        assert_eq!(parts["single"]["limit"], "6");
    }
}

#[test]
fn all_numbers_within_a_list_of_texts_are_texts() {
    let answer = read(&json!({ "texts": [{ "limit": 5, "state": 1, "version": "3" }] }));
    let written = encode_response(&answer).unwrap().body;
    assert_eq!((&written["texts"][0]["limit"], &written["texts"][0]["version"]), (&json!("5"), &json!("3")));
    assert_eq!(read(&written), answer);
}

#[test]
fn requests_send_texts_numbers_and_codes_with_the_type_of_the_tables() {
    let inner = Answer::default().limit(5).version("3");
    let request = Change::new().limit(5).state(State::On).version("3").single([inner.clone()]).many([inner]);
    let sent = encode(Change::OPERATION, &request, EncodeOptions::default()).unwrap().body.unwrap();
    let inner = json!({ "limit": "5", "version": 3 });
    let expected = json!({ "limit": "5", "state": "1", "version": 3, "single": [inner], "many": [inner] });
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&sent).unwrap(), expected);
}

#[test]
fn models_keep_their_own_types_in_json() {
    let answer = read(&json!({ "limit": "5", "version": 3 }));
    let json = serde_json::to_value(&answer).unwrap();
    assert_eq!((&json["limit"], &json["version"]), (&json!(5), &json!("3")));
}

#[test]
fn what_would_read_back_as_something_else_is_written_as_it_is() {
    for answer in [
        json!({ "version": "1.0.0" }),
        json!({ "version": "007" }),
        json!({ "version": "" }),
        json!({ "single": [{ "limit": 1 }, { "limit": 2 }] }),
    ] {
        let answer = read(&answer);
        assert_eq!(read(&encode_response(&answer).unwrap().body), answer);
    }
    assert_eq!(encode_response(&read(&json!({ "version": "1.0.0" }))).unwrap().body["version"], "1.0.0");
}

#[test]
fn a_get_has_a_body_with_the_types_of_the_tables() {
    let request = Find::new(State::On).limit(5_u32).size(6_u32);
    let parts = encode(Find::OPERATION, &request, EncodeOptions::default()).unwrap();
    assert_eq!(parts.path_and_query, "/v1/answers");
    assert_eq!(parts.body.unwrap(), br#"{"state":"1","limit":"5","size":6}"#);
    assert_eq!(serde_json::to_value(&request).unwrap(), json!({ "state": 1, "limit": 5, "size": 6 }));
}

#[test]
fn a_server_reads_the_body_of_a_get_with_either_type() {
    for body in [r#"{"state":"1","limit":"5"}"#, r#"{"state":1,"limit":5}"#] {
        let parts = RequestRef { path: &[], query: "", header: &|_| None, body: body.as_bytes(), form: None };
        let mut request = <Find as hwc_wire::Model>::unset();
        let mut cx = DecodeContext::new(DecodeMode::Strict);
        decode_request(Find::OPERATION, parts, &mut request, &mut cx).unwrap();
        assert_eq!(request, Find::new(State::On).limit(5_u32));
    }
}
