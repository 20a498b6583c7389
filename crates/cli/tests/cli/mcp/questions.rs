//! Tests of `write` with a client that asks the person.

use hwc_api::serde_json::{Value, json};

use super::protocol::meta;
use super::session::{Session, content};
use crate::run::hwc;

fn write() -> Value {
    json!({ "name": "write", "arguments": { "operation": "osm.CreateLabels", "input": { "name": "mcp-1", "color": "#112233" } } })
}

/// Calls `write` with a client that asks during the call. Returns the question and the message with the result.
fn ask(action: &str) -> (Value, Value) {
    let command = hwc(&["mcp", "--allow", "write"]);
    let mut session = Session::with_capabilities(command, &json!({ "elicitation": {} }));
    let id = session.begin("tools/call", &write());
    let question = session.next();
    assert_eq!(question["method"], "elicitation/create", "{question}");
    let answer = json!({ "action": action, "content": {} });
    session.send(&json!({ "jsonrpc": "2.0", "id": question["id"], "result": answer }));
    let result = session.next();
    assert_eq!(result["id"], id, "{result}");
    (question, result)
}

#[test]
fn the_person_confirms_during_the_call() {
    let (question, result) = ask("accept");
    let message = question["params"]["message"].as_str().unwrap();
    assert!(message.starts_with("Call osm.CreateLabels (write) on sandbox?") && message.contains("mcp-1"), "{message}");
    assert_eq!(content(&result)["status"], "done");
}

#[test]
fn a_declined_change_is_not_made() {
    for action in ["decline", "cancel"] {
        let (_, result) = ask(action);
        assert_eq!(result["result"]["isError"], true);
        assert_eq!(content(&result)["error"]["kind"], "declined");
    }
}

/// Since 2026-07-28 the question is a result, and the client repeats the call with the response.
#[test]
fn the_person_confirms_between_two_calls() {
    let mut session = Session::spawn(hwc(&["mcp", "--allow", "write"]));
    let mut params = write();
    params["_meta"] = meta(&json!({ "elicitation": {} }));
    let question = session.request("tools/call", &params)["result"].take();
    assert_eq!(question["resultType"], "input_required", "{question}");
    assert_eq!(question["inputRequests"]["confirmation"]["method"], "elicitation/create");
    params["requestState"] = question["requestState"].clone();
    params["inputResponses"] = json!({ "confirmation": { "action": "accept", "content": {} } });
    let done = session.request("tools/call", &params);
    assert_eq!(content(&done)["status"], "done");
    let again = session.request("tools/call", &params);
    assert_eq!(content(&again)["error"]["kind"], "confirmation_invalid");
    params["requestState"] = json!(null);
    params.as_object_mut().unwrap().remove("requestState");
    let asked_again = session.request("tools/call", &params)["result"].take();
    assert_eq!(asked_again["resultType"], "input_required", "a response without a question confirms nothing");
    params["requestState"] = asked_again["requestState"].clone();
    params["inputResponses"] = json!({ "confirmation": { "action": "decline" } });
    assert_eq!(content(&session.request("tools/call", &params))["error"]["kind"], "declined");
}
