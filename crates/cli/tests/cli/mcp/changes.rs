//! Tests of `write` with a client that cannot ask the person: a preview, then a token.

use hwc_api::serde_json::{Value, json};

use super::session::Session;

/// Returns the arguments that create a label.
fn create(name: &str) -> Value {
    json!({ "operation": "osm.CreateLabels", "input": { "name": name, "color": "#112233" } })
}

fn with(mut arguments: Value, name: &str, value: impl Into<Value>) -> Value {
    arguments[name] = value.into();
    arguments
}

fn labels(session: &mut Session) -> String {
    session.call("read", &json!({ "operation": "osm.ListLabels" }))["untrusted_data"].to_string()
}

#[test]
fn changes_must_be_allowed() {
    let mut session = Session::start(&[]);
    let error = session.error("write", &create("mcp-1"));
    assert_eq!(error["kind"], "not_allowed");
    assert!(error["hint"].as_str().unwrap().contains("--allow write"));
    let error = session.error("read", &create("mcp-1"));
    assert!(error["hint"].as_str().unwrap().contains("--allow write"), "{error}");
}

#[test]
fn a_change_needs_two_steps() {
    let mut session = Session::start(&["--allow", "write"]);
    let preview = session.call("write", &create("mcp-1"));
    assert_eq!((&preview["status"], &preview["effect"]), (&json!("preview"), &json!("write")));
    assert_eq!(preview["input"]["name"], "mcp-1");
    assert!(!labels(&mut session).contains("mcp-1"), "nothing is changed before the confirmation");
    let token = preview["confirm"].as_str().unwrap();
    let done = session.call("write", &with(create("mcp-1"), "confirm", token));
    assert_eq!((&done["status"], &done["target"]), (&json!("done"), &json!("sandbox")));
    assert!(labels(&mut session).contains("mcp-1"));
    let error = session.error("write", &with(create("mcp-1"), "confirm", token));
    assert_eq!(error["kind"], "confirmation_invalid");
    assert!(error["message"].as_str().unwrap().contains("used"), "{error}");
}

#[test]
fn a_token_is_for_its_change_alone() {
    let mut session = Session::start(&["--allow", "write"]);
    let token = session.call("write", &create("mcp-1"))["confirm"].clone();
    let error = session.error("write", &with(create("mcp-2"), "confirm", token.clone()));
    assert!(error["message"].as_str().unwrap().contains("another change"), "{error}");
    let error = session.error("write", &with(create("mcp-1"), "confirm", token));
    assert_eq!(error["kind"], "confirmation_invalid", "a token that was tried for another change is void");
    let error = session.error("write", &with(create("mcp-1"), "confirm", "made up"));
    assert_eq!(error["kind"], "confirmation_invalid");
    assert!(!labels(&mut session).contains("mcp-"));
}

#[test]
fn a_read_is_not_a_change() {
    let mut session = Session::start(&["--allow", "write"]);
    let error = session.error("write", &json!({ "operation": "ListCases" }));
    assert!(error["hint"].as_str().unwrap().contains("`read`"), "{error}");
}

#[test]
fn a_rehearsal_shows_the_difference_and_changes_nothing() {
    let mut session = Session::start(&["--allow", "write"]);
    let preview = session.call("write", &with(create("mcp-1"), "rehearse", true));
    assert_eq!(preview["status"], "preview");
    let difference = preview["rehearsal"]["difference"].as_array().unwrap();
    let added = difference.iter().find(|row| row["after"].to_string().contains("mcp-1"));
    assert!(added.is_some_and(|row| row["before"].is_null()), "{preview}");
    assert!(!labels(&mut session).contains("mcp-1"));
    let token = preview["confirm"].as_str().unwrap();
    assert_eq!(session.call("write", &with(create("mcp-1"), "confirm", token))["status"], "done");
    let input = json!({ "case_id": "none", "action_id": "cancel" });
    let cancel = json!({ "operation": "osm.UpdateCases", "input": input, "rehearse": true });
    let error = session.error("write", &cancel);
    assert!(error["message"].as_str().unwrap().starts_with("rehearsal: "), "{error}");
}
