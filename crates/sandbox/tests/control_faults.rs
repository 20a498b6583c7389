//! Faults of the control API, as clients see them: over HTTP and in process.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use std::time::Duration;

use common::control::Controlled;
use common::{Bench, Reply};
use hwc_models::koodrive::CountUser;
use hwc_models::osm::{CreateCases, ListCases};
use hwc_sandbox::Fault;
use hwc_transport::http::{Request, StatusCode};
use hwc_transport::{Body, Transport};
use serde_json::{Value, json};

/// Adds a fault and returns the status and the body of the next list of tickets.
async fn next(served: &Controlled, fault: Value) -> (u16, String) {
    served.post("faults", fault).await;
    let response = served.list_cases().await;
    (response.status, response.body)
}

#[tokio::test]
async fn error_responses_are_those_of_the_service() {
    let served = Controlled::demo().await;
    let own = next(&served, json!({ "kind": "status", "status": 503, "retry_after_seconds": 3 })).await;
    assert_eq!(own, (503, r#"{"error_code":"OSM.0004","error_msg":"The service is unavailable."}"#.to_owned()));
    let chosen = json!({ "kind": "status", "status": 403, "code": "OSM.0003", "message": "No." });
    assert_eq!(next(&served, chosen).await, (403, r#"{"error_code":"OSM.0003","error_msg":"No."}"#.to_owned()));
    assert_eq!(next(&served, json!({ "kind": "status", "status": 409 })).await, (409, String::new()));
    assert_eq!(next(&served, json!({ "kind": "unauthorized" })).await.0, 401);
    assert_eq!(next(&served, json!({ "kind": "throttled", "retry_after_seconds": 9 })).await.0, 429);
    assert_eq!(next(&served, json!({ "kind": "bad_gateway" })).await.0, 502);
    assert_eq!(served.list_cases().await.status, 200, "that was all");
    let quota = next(&served, json!({ "kind": "quota" })).await;
    assert_eq!(quota.0, 200, "it is a fault of KooDrive");
    let token = ["Authorization: Bearer t"];
    let full = served.exchange("GET /koodrive/ose/v1/users/count", &token, "").await;
    assert!(full.body.contains("13000311"), "{full:?}");
}

#[tokio::test]
async fn connections_break_as_requested() {
    let served = Controlled::demo().await;
    let whole = served.list_cases().await;
    served.post("faults", json!({ "kind": "reset" })).await;
    let host = [format!("Host: {}", served.address), "X-Auth-Token: t".to_owned()];
    let line = "GET /v2/servicerequest/cases?limit=1";
    let reset = served.raw(line, &host, "").await;
    assert_eq!(reset.unwrap_err().kind(), std::io::ErrorKind::ConnectionReset);
    served.post("faults", json!({ "kind": "truncate" })).await;
    let cut = served.list_cases().await;
    let announced = format!("content-length: {}", whole.body.len());
    assert!(cut.head.contains(&announced), "{}", cut.head);
    assert_eq!(cut.body, whole.body[..whole.body.len() / 2]);
    served.post("faults", json!({ "kind": "drip", "drip_seconds": 0 })).await;
    assert_eq!(served.list_cases().await.body, whole.body);
    let log = served.get("requests").await;
    let seen: Vec<(&Value, &Value)> =
        log["requests"].as_array().unwrap().iter().map(|entry| (&entry["status"], &entry["fault"])).collect();
    let expected = [(json!(200), Value::Null), (Value::Null, json!(1)), (json!(200), json!(2)), (json!(200), json!(3))];
    assert_eq!(seen, expected.iter().map(|(status, fault)| (status, fault)).collect::<Vec<_>>());
}

#[tokio::test]
async fn calls_are_chosen_by_pattern_number_and_probability() {
    let served = Controlled::demo().await;
    let fault = json!({ "kind": "status", "status": 500, "operation": "*.List*", "skip": 1, "times": 2 });
    let added = served.post("faults", fault).await;
    assert_eq!((&added["id"], &added["phase"], &added["injected"]), (&json!(1), &json!("before"), &json!(0)));
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(served.list_cases().await.status);
    }
    assert_eq!(statuses, [200, 500, 500, 200]);
    assert_eq!(served.get("faults").await, json!({ "faults": [] }));
    served.post("faults", json!({ "kind": "reset", "probability": 0.0, "times": null })).await;
    assert_eq!(served.list_cases().await.status, 200);
    assert_eq!(served.get("faults").await["faults"][0]["matched"], 1);
    assert_eq!(served.control("DELETE", "faults/2", &Value::Null).await.json(), json!({ "removed": 1 }));
    served.post("faults", json!({ "kind": "reset", "operation": "koodrive.*" })).await;
    assert_eq!(served.control("DELETE", "faults", &Value::Null).await.json(), json!({ "removed": 1 }));
}

async fn create(bench: &Bench) -> Reply {
    bench.reply_of(CreateCases::new("Fault", "x", "source")).await
}

#[tokio::test]
async fn a_call_can_fail_after_its_effect() {
    let bench = Bench::empty();
    bench.sandbox.inject_fault(Fault::internal());
    assert_eq!(create(&bench).await.status, 500);
    bench.sandbox.inject_fault(Fault::internal().after_effect());
    assert_eq!(create(&bench).await.status, 500);
    assert_eq!(create(&bench).await.json()["incident_id"], "case-1002", "the second one was stored");
}

#[tokio::test]
async fn a_transport_fails_like_a_connection() {
    let bench = Bench::demo();
    let send = async || {
        let request = Request::get("http://localhost/v2/servicerequest/cases").header("X-Auth-Token", "t");
        bench.sandbox.send(request.body(Body::empty()).unwrap()).await
    };
    bench.sandbox.inject_fault(Fault::connection_reset());
    assert!(send().await.unwrap_err().is_maybe_sent());
    bench.sandbox.inject_fault(Fault::truncated_body());
    let response = send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert!(response.into_body().collect(1 << 20).await.unwrap_err().is_interrupted());
    bench.sandbox.inject_fault(Fault::slow_body(Duration::from_secs(60)));
    let response = send().await.unwrap();
    let before = bench.sandbox.clock().now();
    let body = bench.clock.run_to_completion(response.into_body().collect(1 << 20)).await.unwrap();
    assert!(serde_json::from_slice::<Value>(&body).is_ok());
    assert_eq!(bench.sandbox.clock().now().duration_since(before).unwrap(), Duration::from_secs(60));
}

#[tokio::test]
async fn latency_precedes_a_failure() {
    let bench = Bench::empty();
    bench.sandbox.inject_fault(Fault::unavailable().with_latency(Duration::from_secs(5)));
    let late = bench.clock.run_to_completion(bench.reply_of(ListCases::new())).await;
    assert_eq!(late.status, 503);
    assert_eq!(late.header("Date"), Some("Thu, 01 Jan 2026 00:00:05 GMT"));
    bench.sandbox.inject_fault(Fault::quota_exceeded().always());
    assert_eq!(bench.reply_of(CountUser::new()).await.json()["code"], 13_000_311);
}
