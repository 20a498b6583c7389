//! Tests of the protocol: initialization, the tools, wrong calls, cancellation and the end.

use std::io::Read;
use std::net::TcpListener;

use hwc_api::serde_json::{Value, json};

use super::session::{Session, VERSION};
use crate::run::{Run, hwc};

#[test]
fn a_client_learns_the_target_and_the_tools() {
    let mut session = Session::spawn(hwc(&["mcp"]));
    let client = json!({ "name": "test", "version": "1" });
    let params = json!({ "protocolVersion": VERSION, "capabilities": {}, "clientInfo": client });
    let initialized = session.request("initialize", &params)["result"].take();
    assert_eq!(initialized["serverInfo"]["name"], "hwc");
    assert!(initialized["capabilities"]["tools"].is_object());
    let instructions = initialized["instructions"].as_str().unwrap();
    assert!(instructions.contains("sandbox") && instructions.contains("Changes are not allowed"), "{instructions}");
    session.send(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }));
    assert_eq!(tool_names(&mut session), ["search", "describe", "read"]);
    assert_eq!(session.close(), 0);
}

#[test]
fn all_tools_take_1200_tokens_at_most() {
    let mut session = Session::start(&["--allow", "write"]);
    let list = session.request("tools/list", &json!({}));
    assert!(list.to_string().len() <= 4 * 1_200, "{} bytes", list.to_string().len());
    insta::assert_json_snapshot!(list["result"]["tools"]);
}

fn tool_names(session: &mut Session) -> Vec<String> {
    let list = session.request("tools/list", &json!({}));
    let tools = list["result"]["tools"].as_array().unwrap();
    tools.iter().map(|tool| tool["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn wrong_calls_say_how_to_correct_them() {
    let mut session = Session::start(&[]);
    let unknown = session.tool("delete", &json!({}));
    assert_eq!(unknown["error"]["code"], -32602, "{unknown}");
    let error = session.error("read", &json!({ "operation": "ListAuthorisations" }));
    assert_eq!((&error["kind"], &error["choices"]), (&json!("unknown_operation"), &json!(["ListAuthorizations"])));
    assert_eq!(error["retryable"], false);
    let error = session.error("read", &json!({ "operation": "ListAuthorizations", "input": { "limit": 101 } }));
    assert_eq!((&error["kind"], &error["violations"][0]["path"]), (&json!("invalid_request"), &json!("limit")));
    let error = session.error("read", &json!({ "operation": "ListAuthorizations", "inputs": {} }));
    assert!(error["message"].as_str().unwrap().contains("unknown field `inputs`"), "{error}");
    let error = session.error("read", &json!({ "operation": "DeleteLabels" }));
    assert!(error["message"].as_str().unwrap().contains("label"), "{error}");
    let error = session.error("search", &json!({ "words": "cases", "service": "ec2" }));
    assert_eq!(error["choices"], json!(["iam", "insight", "koodrive", "osm"]));
    let error = session.error("read", &json!({ "operation": "ShowCaseDetail", "input": { "case_id": "none" } }));
    assert_eq!((&error["kind"], &error["operation"]), (&json!("service"), &json!("osm.ShowCaseDetail")));
    assert_eq!(tool_names(&mut session).len(), 3, "the server still responds");
}

/// The service never responds. The canceled call must close its connection, and the server must go on.
#[test]
fn a_canceled_call_ends() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let mut command = hwc(&["mcp", "--endpoint", &endpoint]);
    command.env("HWC_AUTH_TOKEN", "t");
    let mut session = Session::with_capabilities(command, &json!({}));
    let id = session.begin("tools/call", &json!({ "name": "read", "arguments": { "operation": "ListCases" } }));
    let (mut connection, _) = listener.accept().unwrap();
    let mut start = [0; 28];
    connection.read_exact(&mut start).unwrap();
    assert_eq!(&start, b"GET /v2/servicerequest/cases");
    let canceled = json!({ "requestId": id, "reason": "no longer needed" });
    session.send(&json!({ "jsonrpc": "2.0", "method": "notifications/cancelled", "params": canceled }));
    connection.read_to_end(&mut Vec::new()).unwrap();
    // A canceled request has no response, so the next message is that of the next request.
    assert_eq!(tool_names(&mut session).len(), 3);
}

#[test]
fn a_wrong_configuration_ends_the_server_at_its_start() {
    let home = env!("CARGO_TARGET_TMPDIR");
    let run = |arguments: &[&str]| Run::of(hwc(&[&["mcp"], arguments].concat()).env("HOME", home).output().unwrap());
    assert_eq!(run(&["--profile", "none"]).failure().0, 2);
    assert_eq!(run(&["--allow", "everything"]).failure().0, 2);
    assert_eq!(run(&["--max-result", "1"]).failure().0, 2);
    assert_eq!(run(&[]).code, 0, "standard input is empty");
}

/// Since 2026-07-28 clients omit the handshake: each request says who sends it.
#[test]
fn calls_without_a_handshake_are_accepted() {
    let mut session = Session::spawn(hwc(&["mcp"]));
    let mut params = json!({ "name": "search", "arguments": { "words": "list cases" } });
    params["_meta"] = meta(&json!({}));
    let found = session.request("tools/call", &params);
    assert_eq!(found["result"]["resultType"], "complete", "{found}");
}

/// Returns the metadata of a request without a handshake.
pub(super) fn meta(capabilities: &Value) -> Value {
    json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": { "name": "test", "version": "1" },
        "io.modelcontextprotocol/clientCapabilities": capabilities,
    })
}
