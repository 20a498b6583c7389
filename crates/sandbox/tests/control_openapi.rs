//! The OpenAPI document of the control API: the committed copy is up to date, and responses fit their schemas.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use std::fs;
use std::path::PathBuf;

use boon::{Compiler, Schemas};
use common::control::Controlled;
use hwc_sandbox::control_openapi;
use serde_json::{Value, json};

/// After a change, run `UPDATE_DOCS=1 cargo test -p hwc-sandbox --test control_openapi`.
#[test]
fn the_committed_document_is_up_to_date() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi/sandbox-control.json");
    let document = format!("{}\n", serde_json::to_string_pretty(&control_openapi()).unwrap());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&file, &document).unwrap();
    }
    let committed = fs::read_to_string(&file).unwrap_or_default();
    assert!(committed.replace("\r\n", "\n") == document, "run this test with UPDATE_DOCS=1");
}

/// Panics if a response does not fit its schema.
fn assert_fits(document: &Value, method: &str, path: &str, status: &str, response: &Value) {
    let pointer = format!(
        "/paths/{}/{method}/responses/{status}/content/application~1json/schema",
        path.replace('~', "~0").replace('/', "~1")
    );
    let schema = document.pointer(&pointer).unwrap_or_else(|| panic!("no schema: {method} {path} {status}"));
    let root = json!({ "components": document["components"], "allOf": [schema] });
    let (mut compiler, mut schemas) = (Compiler::new(), Schemas::new());
    compiler.add_resource("schema.json", root).unwrap();
    let index = compiler.compile("schema.json", &mut schemas).unwrap();
    let valid = schemas.validate(response, index);
    assert!(valid.is_ok(), "{method} {path}: {:?}\n{response}", valid.err().map(|error| error.to_string()));
}

#[tokio::test]
async fn responses_fit_their_schemas() {
    let (served, document) = (Controlled::demo().await, control_openapi());
    served.list_cases().await;
    for (path, template) in [
        ("", "/_sandbox/"),
        ("clock", "/_sandbox/clock"),
        ("requests", "/_sandbox/requests"),
        ("requests/1", "/_sandbox/requests/{id}"),
        ("state", "/_sandbox/state"),
        ("forks", "/_sandbox/forks"),
    ] {
        assert_fits(&document, "get", template, "200", &served.get(path).await);
    }
    let actions = [
        ("faults", "/_sandbox/faults", "201", json!({ "kind": "drip", "times": null })),
        ("faults", "/_sandbox/faults", "201", json!({ "kind": "status", "status": 503, "code": "1", "message": "x" })),
        ("clock", "/_sandbox/clock", "200", json!({ "frozen": true })),
        ("snapshots", "/_sandbox/snapshots", "201", json!({ "name": "a" })),
        ("snapshots/a/restore", "/_sandbox/snapshots/{name}/restore", "200", Value::Null),
        ("tickets/case-1002/engineer", "/_sandbox/tickets/{id}/engineer", "200", json!({ "action": "request_access" })),
        ("reset", "/_sandbox/reset", "200", Value::Null),
    ];
    for (path, template, status, body) in actions {
        assert_fits(&document, "post", template, status, &served.post(path, body).await);
    }
    assert_fits(&document, "get", "/_sandbox/faults", "200", &served.get("faults").await);
    assert_fits(&document, "get", "/_sandbox/snapshots", "200", &served.get("snapshots").await);
    let rejected = served.control("GET", "requests/77", &Value::Null).await.json();
    assert_fits(&document, "get", "/_sandbox/requests/{id}", "default", &rejected);
}
