//! The control API over HTTP on loopback: access, data, clock, engineer, tasks and users.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::control::Controlled;
use common::drive::{job, sales};
use common::{Bench, clock};
use hwc_models::koodrive::JobType;
use hwc_sandbox::{SandboxOptions, account};
use serde_json::{Value, json};

#[tokio::test]
async fn the_token_the_host_and_the_origin_are_checked() {
    let served = Controlled::demo().await;
    let token = format!("Authorization: Bearer {}", served.token);
    let status = async |headers: &[&str]| {
        let headers: Vec<String> = headers.iter().map(ToString::to_string).collect();
        let text = served.raw("GET /_sandbox/clock", &headers, "").await.unwrap();
        text.split(' ').nth(1).unwrap().to_owned()
    };
    assert_eq!(status(&["Host: localhost", &token]).await, "200");
    assert_eq!(status(&["Host: localhost"]).await, "401");
    assert_eq!(status(&["Host: localhost", "Authorization: Bearer 0123456789abcdef0123456789abcdef"]).await, "401");
    assert_eq!(status(&["Host: evil.example", &token]).await, "421");
    assert_eq!(status(&["Host: osm.cn-north-4.myhuaweicloud.com", &token]).await, "421");
    assert_eq!(status(&["Host: localhost", &token, "Origin: http://evil.example"]).await, "403");
    let rejected = served.exchange("GET /_sandbox/clock", &[], "").await;
    assert_eq!(rejected.json()["error"]["code"], "unauthorized");
    assert!(!rejected.head.to_lowercase().contains("access-control"), "{}", rejected.head);
}

#[tokio::test]
async fn a_server_without_a_token_has_no_control_api() {
    let bench = Bench::demo();
    let server = bench.sandbox.bind_loopback(0).await.unwrap();
    let address = server.address();
    let running = tokio::spawn(server.run());
    let served = format!("http://{address}/_sandbox/clock");
    assert_eq!(bench.get(&served).await.status, 404, "in process too");
    running.abort();
}

#[tokio::test]
async fn wrong_requests_say_what_to_do() {
    let served = Controlled::demo().await;
    let rejected = async |method: &str, path: &str, body: Value| served.rejected(method, path, body).await;
    insta::assert_snapshot!(rejected("GET", "nothing", Value::Null).await, @"404 not_found no such path: /_sandbox/nothing");
    insta::assert_snapshot!(rejected("PUT", "clock", json!({})).await, @"405 method_not_allowed method not allowed; use GET, POST");
    insta::assert_snapshot!(
        rejected("POST", "clock", json!({ "set": "tomorrow" })).await,
        @"400 invalid_request invalid time `tomorrow`: expected RFC 3339 such as 2026-01-31T08:00:00Z, from 1970 on"
    );
    insta::assert_snapshot!(
        rejected("POST", "clock", json!({ "advance_seconds": -1 })).await,
        @"400 invalid_request `advance_seconds` must be a number of seconds from 0 on, not -1"
    );
    insta::assert_snapshot!(
        rejected("POST", "faults", json!({ "kind": "status" })).await,
        @"400 invalid_request kind `status` needs a `status` from 400 to 599"
    );
    insta::assert_snapshot!(
        rejected("POST", "faults", json!({ "kind": "reset", "operation": "osm.Nothing" })).await,
        @"400 invalid_request unknown operation `osm.Nothing`; use * for any operation"
    );
    insta::assert_snapshot!(
        rejected("GET", "requests?limit=0", Value::Null).await,
        @"400 invalid_request `limit` must be from 1 to 1000, not 0"
    );
    insta::assert_snapshot!(
        rejected("POST", "snapshots", json!({ "name": "../x" })).await,
        @"400 invalid_request invalid name `../x`: expected up to 64 letters, digits, `.`, `_` and `-`"
    );
    insta::assert_snapshot!(
        rejected("POST", "tickets/case-9/engineer", json!({ "action": "start" })).await,
        @"404 not_found ticket `case-9` not found"
    );
    insta::assert_snapshot!(
        rejected("POST", "tickets/case-1001/engineer", json!({ "action": "start" })).await,
        @"409 conflict cannot start a ticket in state `completed` (3)"
    );
    insta::assert_snapshot!(
        rejected("POST", "tickets/case-1001/engineer", json!({ "action": "reply" })).await,
        @"400 invalid_request action `reply` needs a `text`"
    );
    let unknown = rejected("POST", "clock", json!({ "freeze": true })).await;
    assert!(unknown.starts_with("400 invalid_request invalid body: unknown field `freeze`"), "{unknown}");
    let token = format!("Authorization: Bearer {}", served.token);
    let plain = served.exchange("POST /_sandbox/clock", &[&token], "{}").await;
    assert_eq!(plain.json()["error"]["code"], "unsupported_media_type");
}

#[tokio::test]
async fn what_does_not_exist_is_not_found() {
    let served = Controlled::demo().await;
    for (method, path) in [
        ("DELETE", "faults/9"),
        ("GET", "requests/9"),
        ("POST", "snapshots/none/restore"),
        ("DELETE", "forks/9"),
        ("POST", "tasks/9/fail"),
        ("POST", "access-grants/none/revoke"),
    ] {
        let rejected = served.rejected(method, path, Value::Null).await;
        assert!(rejected.starts_with("404 not_found "), "{method} {path}: {rejected}");
    }
}

#[tokio::test]
async fn the_clock_moves_and_stops() {
    let served = Controlled::start(SandboxOptions::default().clock(clock())).await;
    let start = served.get("clock").await;
    assert_eq!(start, json!({ "now": "2026-01-01T00:00:00.000Z", "frozen": false, "offset_seconds": 0.0 }));
    let moved = served.post("clock", json!({ "set": "2026-03-01T08:00:00+08:00", "advance_seconds": 1.5 })).await;
    assert_eq!(moved["now"], "2026-03-01T00:00:01.500Z");
    assert_eq!(served.post("clock", json!({ "frozen": true })).await["frozen"], true);
    assert!(served.list_cases().await.head.contains("date: Sun, 01 Mar 2026 00:00:01 GMT"));
    assert_eq!(served.post("clock", json!({ "real": true })).await, start);
}

#[tokio::test]
async fn a_reset_returns_to_the_start_and_a_seed_replaces_the_data() {
    let served = Controlled::demo().await;
    let tickets = async || served.get("state").await["tickets"].as_array().unwrap().len();
    let all = tickets().await;
    served.post("clock", json!({ "frozen": true, "advance_seconds": 90_000 })).await;
    served.post("faults", json!({ "kind": "reset" })).await;
    served.post("tickets/case-1002/engineer", json!({ "action": "complete" })).await;
    assert_eq!(served.post("seed", json!({ "seed": "empty" })).await["clock"]["frozen"], true);
    assert_eq!(tickets().await, 0);
    let done = served.post("reset", Value::Null).await;
    assert_eq!((&done["seed"], &done["clock"]["frozen"]), (&json!("demo"), &json!(false)));
    assert_eq!(tickets().await, all);
    assert_eq!(served.get("faults").await, json!({ "faults": [] }));
    assert_eq!(served.post("reset", json!({ "seed": "examples" })).await["seed"], "examples");
    served.post("tickets/case-1002/engineer", json!({ "action": "complete" })).await;
}

#[tokio::test]
async fn the_engineer_acts_on_tickets() {
    let served = Controlled::demo().await;
    let act = async |action: Value| served.post("tickets/case-1002/engineer", action).await;
    let requested = act(json!({ "action": "request_access" })).await;
    let grant = requested["access_grant"].as_str().unwrap().to_owned();
    served.post(&format!("access-grants/{grant}/revoke"), Value::Null).await;
    act(json!({ "action": "reply", "text": "Restart the server." })).await;
    let resolved = act(json!({ "action": "resolve", "root_cause": "Full disk", "resolution": "Cleaned" })).await;
    let expected = json!({
        "ticket": "case-1002", "action": "resolve", "status": "awaiting-confirmation", "status_code": 2, "access_grant": null
    });
    assert_eq!(resolved, expected);
    let state = served.get("state").await;
    let ticket = state["tickets"].as_array().unwrap().iter().find(|ticket| ticket["id"] == "case-1002").unwrap();
    let seen = [&ticket["status"], &ticket["status_code"], &ticket["unread"]];
    assert_eq!(seen, [&json!("awaiting-confirmation"), &json!(2), &json!(2)]);
    let revoked = json!({ "id": grant, "status": "recalled", "status_code": 4 });
    assert!(ticket["access_grants"].as_array().unwrap().contains(&revoked), "{ticket}");
}

#[tokio::test]
async fn tasks_fail_and_users_are_disabled() {
    let served = Controlled::start(SandboxOptions::default().clock(clock())).await;
    let bench = Bench { sandbox: served.sandbox.clone(), clock: clock() };
    let space = sales(&bench).await;
    let id = bench.send(job(JobType::Copy, &space, &[common::drive::FILE])).await.data.unwrap().to_string();
    let failed = served.post(&format!("tasks/{id}/fail"), json!({ "code": "13000311" })).await;
    assert_eq!((&failed["task"]["status"], &failed["task"]["error_code"]), (&json!("failed"), &json!("13000311")));
    let again = served.rejected("POST", &format!("tasks/{id}/fail"), Value::Null).await;
    assert_eq!(again, format!("409 conflict task `{id}` has ended"));

    let whoami = async || {
        let token = format!("Authorization: Bearer {}", account::DRIVE_LIN_TOKEN);
        served.exchange("GET /koodrive/ose/v1/users/count", &[&token], "").await.status
    };
    let before = whoami().await;
    let path = format!("users/{}", account::DRIVE_LIN_ID);
    let changed = served.post(&path, json!({ "enabled": false })).await;
    assert_eq!(changed["user"], json!({ "id": account::DRIVE_LIN_ID, "name": "Lin", "enabled": false }));
    assert_eq!(whoami().await, 401);
    served.post(&path, json!({ "enabled": true })).await;
    assert_eq!(whoami().await, before);
}

#[tokio::test]
async fn the_state_lists_what_the_demo_data_has() {
    let served = Controlled::start(SandboxOptions::default().clock(clock())).await;
    let state = served.get("state").await;
    let has =
        |list: &str, name: &str, value: &str| state[list].as_array().unwrap().iter().any(|entry| entry[name] == value);
    assert!(has("tickets", "id", "case-1001") && has("users", "name", "Ada") && has("spaces", "type", "group"));
    assert!(has("files", "id", common::drive::FILE) && has("embeds", "id", "embed-1"));
    assert!(has("tasks", "id", "import-1") || state["tasks"].is_array());
    assert_eq!(state["truncated"], json!([]));
}
