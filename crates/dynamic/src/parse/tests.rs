//! Tests of value parsing with the fields of real operations.

use super::*;
use crate::DynamicOperation;

const SECRET: &str = "from the environment";

fn sources() -> ValueSources {
    ValueSources::new(|name| (name != "UNSET").then(|| SECRET.to_owned()), r#"{"port":80}"#.as_bytes())
}

fn parse_as(operation: &str, field: &str, text: &str, unknown: UnknownValues) -> Result<Json, InputError> {
    let fields = DynamicOperation::find(operation).unwrap().fields();
    parse_value(&find_field(&fields, field).unwrap().kind, text, unknown, &mut sources())
}

fn parse(operation: &str, field: &str, text: &str) -> Result<Json, InputError> {
    parse_as(operation, field, text, UnknownValues::Reject)
}

fn message(operation: &str, field: &str, text: &str) -> String {
    parse(operation, field, text).unwrap_err().to_string()
}

#[test]
fn texts_follow_the_kind_of_the_field() {
    assert_eq!(parse("ListAuthorizations", "limit", "5").unwrap(), json!(5));
    assert_eq!(parse("ListAuthorizations", "simple_description", "5").unwrap(), json!("5"));
    assert_eq!(parse("ListAuthorizations", "trim_osm_rich_text_label", "TRUE").unwrap(), json!(true));
    assert_eq!(parse("CreateRelations", "related_id_list", "a").unwrap(), json!(["a"]));
    assert_eq!(parse("CreateRelations", "related_id_list", r#"["a","b"]"#).unwrap(), json!(["a", "b"]));
    assert_eq!(parse("CreateRelations", "related_id_list", "[a").unwrap(), json!(["[a"]));
    let hosts = parse("ConfirmAuthorizations", "auth_detail_list", "-").unwrap();
    assert_eq!(hosts, json!([{ "port": 80 }]));
}

#[test]
fn enums_accept_codes_names_and_unknown_numbers() {
    for text in ["6", "in-approval", "InApproval", "IN_APPROVAL"] {
        assert_eq!(parse("ListAuthorizations", "status", text).unwrap(), json!(6), "{text}");
    }
    assert_eq!(parse("ListAuthorizations", "status", "99").unwrap(), json!(99));
    assert_eq!(parse("ListAuthorizations", "status", "-1").unwrap(), json!(-1));
    assert_eq!(parse("ListTickets", "sort_dir", "DESCENDING").unwrap(), json!("desc"));
}

#[test]
fn unknown_texts_of_enums_are_errors_unless_accepted() {
    let error = message("ListTickets", "sort_dir", "ascendin");
    assert!(
        error.starts_with("unknown value `ascendin` (did you mean `ascending`?); known values: asc (ascending)"),
        "{error}"
    );
    let sent = parse_as("ListTickets", "sort_dir", "sideways", UnknownValues::Accept).unwrap();
    assert_eq!(sent, json!("sideways"));
    let number = parse_as("ListAuthorizations", "status", "waitng", UnknownValues::Accept).unwrap_err().to_string();
    assert!(number.starts_with("unknown value `waitng` (did you mean `waiting`?); known"), "{number}");
}

#[test]
fn values_of_another_kind_are_errors() {
    assert_eq!(message("ListAuthorizations", "limit", "ten"), "expected an integer, found `ten`");
    assert_eq!(message("ListAuthorizations", "limit", "-1"), "expected an integer from 0 to 4294967295, found `-1`");
    let flag = message("ListAuthorizations", "trim_osm_rich_text_label", "yes");
    assert_eq!(flag, "expected true or false, found `yes`");
    let json = message("ConfirmAuthorizations", "auth_detail_list", "[{");
    assert!(json.starts_with("invalid JSON: EOF while parsing"), "{json}");
}

#[test]
fn secrets_are_never_literal_and_never_in_errors() {
    let whole = message("CreateCases", "verify_code", "s3cret");
    assert_eq!(whole, "secrets must come from a variable (`@env:NAME`), a file (`@FILE`) or standard input (`-`)");
    let nested = message("ConfirmAuthorizations", "auth_detail_list", r#"[{"password":"s3cret"}]"#);
    assert!(nested.starts_with("`password`: secrets must come") && !nested.contains("s3cret"), "{nested}");
    assert_eq!(parse("CreateCases", "verify_code", "@env:CODE").unwrap(), json!(SECRET));
    assert_eq!(message("CreateCases", "verify_code", "@env:UNSET"), "environment variable `UNSET` is not set");
    let hosts = r#"[{"password":"@env:HOST"},{"port":1,"password":null}]"#;
    let resolved = parse("ConfirmAuthorizations", "auth_detail_list", hosts).unwrap();
    assert_eq!(resolved, json!([{ "password": SECRET }, { "port": 1, "password": null }]));
}

#[test]
fn a_whole_request_is_an_object_with_known_fields() {
    let fields = DynamicOperation::find("ListAuthorizations").unwrap().fields();
    let parse = |text: &str| parse_request(&fields, &[], text, &mut sources()).map(Json::Object);
    assert_eq!(parse(r#"{"limit":1}"#).unwrap(), json!({ "limit": 1 }));
    assert_eq!(parse("[]").unwrap_err().to_string(), "expected an object with the fields of the request");
    assert_eq!(parse(r#"{"limits":1}"#).unwrap_err().to_string(), "unknown field `limits`; did you mean `limit`?");
    assert_eq!(parse("-").unwrap_err().to_string(), "unknown field `port`");
}
