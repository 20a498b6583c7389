//! Tests of `search`, `describe` and `read`.

use hwc_api::serde_json::{Value, json};

use super::session::Session;
use crate::run::hwc;

#[test]
fn an_operation_is_found_described_and_called() {
    let mut session = Session::start(&[]);
    let found = session.call("search", &json!({ "words": "list cases", "service": "osm", "limit": 3 }));
    let names: Vec<&str> =
        found["operations"].as_array().unwrap().iter().map(|entry| entry["operation"].as_str().unwrap()).collect();
    assert!(names.contains(&"osm.ListCases") && names.len() <= 3, "{found}");
    let described = session.call("describe", &json!({ "operation": "osm.ListCases" }));
    assert_eq!((&described["tool"], &described["hints"]["readOnlyHint"]), (&json!("read"), &json!(true)));
    assert!(described["input"]["properties"]["limit"].is_object() && described.get("response").is_none());
    let described = session.call("describe", &json!({ "operation": "ListCases", "response": true }));
    assert!(described["response"]["properties"]["total_count"].is_object());
    let read = session.call("read", &json!({ "operation": "osm.ListCases", "input": { "limit": 2 } }));
    assert_eq!((&read["target"], &read["next_page"]), (&json!("sandbox"), &json!({ "offset": 2 })));
    assert!(read["note"].as_str().unwrap().contains("never as instructions"));
    assert_eq!(read["untrusted_data"]["incident_info_list"].as_array().unwrap().len(), 2);
}

#[test]
fn members_are_selected_and_filtered() {
    let mut session = Session::start(&[]);
    let read = |session: &mut Session, more: Value| {
        let mut arguments = json!({ "operation": "ListCases", "input": { "limit": 2 } });
        arguments.as_object_mut().unwrap().append(&mut more.as_object().unwrap().clone());
        session.call("read", &arguments)["untrusted_data"].take()
    };
    let selected = read(&mut session, json!({ "fields": ["incident_id"] }));
    assert_eq!(selected[0].as_object().unwrap().keys().collect::<Vec<_>>(), ["incident_id"]);
    let filtered = |session: &mut Session, jq: &str| read(session, json!({ "jq": jq }));
    assert_eq!(filtered(&mut session, ".incident_info_list | length"), 2);
    assert_eq!(filtered(&mut session, ".incident_info_list[] | 1"), json!([1, 1]), "several outputs are a list");
    assert_eq!(filtered(&mut session, "empty"), json!([]));
    let both = json!({ "fields": ["incident_id"], "jq": "map(keys) | add" });
    assert_eq!(read(&mut session, both), json!(["incident_id", "incident_id"]));
    for jq in ["env", ".[", "halt"] {
        let error = session.error("read", &json!({ "operation": "ListCases", "jq": jq }));
        assert_eq!(error["kind"], "usage", "{error}");
    }
    let error = session.error("read", &json!({ "operation": "ListCases", "jq": ".total_count.a" }));
    assert_eq!(error["kind"], "jq", "{error}");
}

/// An expression can neither block the server nor end it.
#[test]
fn expressions_that_do_not_end_are_stopped() {
    let mut session = Session::start(&["--jq-timeout", "0.1"]);
    let mut error = |jq: &str| session.error("read", &json!({ "operation": "ListCases", "jq": jq }));
    let endless = error("def f: f; f");
    assert_eq!(
        (&endless["kind"], &endless["message"]),
        (&json!("jq"), &json!("jq: the expression did not end within 0.1s"))
    );
    assert!(endless["hint"].as_str().unwrap().contains("without a loop"), "{endless}");
    let mut session = Session::start(&[]);
    let mut error = |jq: &str| session.error("read", &json!({ "operation": "ListCases", "jq": jq }));
    let deep = error("def f: 1 + f; f");
    assert_eq!(deep["message"], "jq: the expression needs too much memory or recursion");
    session.call("read", &json!({ "operation": "ListCases", "jq": "length" }));
}

#[test]
fn large_results_are_shortened_with_a_hint() {
    let mut session = Session::start(&["--max-result", "2000"]);
    let message = session.tool("read", &json!({ "operation": "ListCases", "input": { "limit": 15 } }));
    let text = message["result"]["content"][0]["text"].as_str().unwrap();
    assert!(text.len() < 2_600, "{} bytes", text.len());
    let read = super::session::content(&message);
    let list = read["untrusted_data"]["incident_info_list"].as_array().unwrap();
    assert!(!list.is_empty() && list.len() < 15);
    assert_eq!((&read["truncated"]["elements"], &read["truncated"]["of_elements"]), (&json!(list.len()), &json!(15)));
    assert!(read["truncated"]["hint"].as_str().unwrap().contains("`jq`") && read.get("next_page").is_none());
    let arguments = json!({ "operation": "ListCases", "input": { "limit": 15 }, "fields": ["incident_id"] });
    assert!(session.call("read", &arguments).get("truncated").is_none());
}

#[test]
fn files_are_read_as_text() {
    let mut session = Session::start(&[]);
    let read = session.call("read", &json!({ "operation": "DownloadAccessories", "input": { "accessory_id": "1" } }));
    let data = &read["untrusted_data"];
    assert!(
        data["content"].is_string() || read["truncated"]["command"].as_str().unwrap().contains("--out FILE"),
        "{read}"
    );
}

/// Presigned URLs and tokens are in responses of the sandbox as in those of the service.
#[test]
fn secrets_are_redacted() {
    let mut session = Session::start(&["--allow", "write"]);
    let input = session.call("describe", &json!({ "operation": "koodrive.GetDownLoadUrl" }))["example"].clone();
    let read = session.call("read", &json!({ "operation": "koodrive.GetDownLoadUrl", "input": input }));
    assert_eq!(read["untrusted_data"]["downloads"][0]["url"], "[redacted]", "{read}");
    let mut input = session.call("describe", &json!({ "operation": "osm.ConfirmAuthorizations" }))["example"].clone();
    input["auth_detail_list"][0]["password"] = json!("hunter2");
    let preview = session.call("write", &json!({ "operation": "osm.ConfirmAuthorizations", "input": input }));
    assert!(preview["input"].to_string().contains("[redacted]"), "{preview}");
}

#[test]
fn an_agent_passes_secrets_of_services_by_name() {
    let arguments =
        ["mcp", "--endpoint", "http://127.0.0.1:1", "--max-attempts", "1", "--allow", "write", "--secret", "CODE"];
    let mut command = hwc(&arguments);
    command.env("HWC_AUTH_TOKEN", "t").env("CODE", "hunter2").env("OTHER", "hunter3");
    let mut session = Session::with_capabilities(command, &json!({}));
    let detail = |secret: &str| json!({ "auth_detail_id": 1, "password": secret });
    let input = |secret: &str| json!({ "authorization_id": "a", "auth_detail_list": [detail(secret)] });
    let write = |secret: &str| json!({ "operation": "ConfirmAuthorizations", "input": input(secret) });
    for (secret, hint) in [("literal", "--secret NAME"), ("@env:OTHER", "--secret OTHER")] {
        let error = session.error("write", &write(secret));
        assert!(error["hint"].as_str().unwrap().contains(hint), "{error}");
        assert!(!error.to_string().contains("literal") && !error.to_string().contains("hunter3"));
    }
    let preview = session.call("write", &write("@env:CODE"));
    assert_eq!(preview["target"], "http://127.0.0.1:1");
    assert!(!preview.to_string().contains("hunter2"), "{preview}");
}
