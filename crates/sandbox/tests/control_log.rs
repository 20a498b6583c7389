//! The log of requests: order, cursor, filters, waiting, and redaction.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use std::time::Duration;

use common::Bench;
use common::control::Controlled;
use hwc_models::iam::KeystoneCreateUserTokenByPassword;
use hwc_models::osm::{ListCases, ShowCaseDetail};
use hwc_sandbox::account;
use hwc_wire::Request;
use serde_json::{Value, json};

#[tokio::test]
async fn requests_are_listed_and_filtered() {
    let served = Controlled::demo().await;
    served.list_cases().await;
    served.exchange("GET /v2/servicerequest/cases", &[], "").await;
    served.exchange("GET /nothing?token=my-secret-query", &[], "").await;
    let page = served.get("requests?after=0").await;
    assert_eq!((&page["cursor"], &page["missed"]), (&json!(3), &json!(0)));
    let entry = &page["requests"][1];
    assert_eq!((&entry["operation"], &entry["status"]), (&json!("osm.ListCases"), &json!(401)));
    assert_eq!((&entry["error_code"], &entry["method"]), (&json!("OSM.0002"), &json!("GET")));
    assert_eq!(entry["request_id"], "00000000000000000000000000000002");
    let numbers = async |query: &str| {
        let page = served.get(&format!("requests?{query}")).await;
        let numbers = page["requests"].as_array().unwrap().iter().map(|entry| entry["number"].as_u64().unwrap());
        (numbers.collect::<Vec<_>>(), page["cursor"].as_u64().unwrap())
    };
    assert_eq!(numbers("status=4xx").await, (vec![2, 3], 3));
    assert_eq!(numbers("operation=osm.*&status=200").await, (vec![1], 3));
    assert_eq!(numbers("limit=1").await, (vec![3], 3), "the last one");
    assert_eq!(numbers("after=0&limit=2").await, (vec![1, 2], 2), "the next ones");
    assert_eq!(numbers("after=3&wait_seconds=0").await, (vec![], 3));
    let details = served.get("requests/3").await;
    assert_eq!(details["query"], json!([["token", "[redacted]"]]));
    assert_eq!(served.control("DELETE", "requests", &Value::Null).await.json(), json!({ "removed": 3 }));
    served.list_cases().await;
    assert_eq!(numbers("after=0").await, (vec![4], 4));
}

#[tokio::test]
async fn a_request_is_waited_for() {
    let served = Controlled::demo().await;
    let waiting = served.get("requests?after=0&wait_seconds=30");
    let (page, _) = tokio::join!(waiting, served.list_cases());
    assert_eq!(page["requests"][0]["operation"], "osm.ListCases");
    let bench = Bench::demo();
    let waited = bench.sandbox.wait_for_request(0, Duration::from_secs(30));
    assert!(!bench.clock.run_to_completion(waited).await);
}

#[tokio::test]
async fn secrets_are_redacted() {
    let bench = Bench::strict();
    let body = json!({ "auth": {
        "identity": { "methods": ["password"], "password": { "user": {
            "domain": { "name": account::DOMAIN_NAME }, "name": account::USER_NAME, "password": account::PASSWORD,
        } } },
        "scope": { "project": { "id": account::PROJECT_ID } },
    } });
    let operation = KeystoneCreateUserTokenByPassword::OPERATION;
    let url = format!("http://iam.cn-north-4.myhuaweicloud.com{}", operation.path);
    let headers = [("Content-Type", "application/json")];
    let signed_in = bench.raw("POST", &url, &headers, &body.to_string()).await;
    let token = signed_in.header("X-Subject-Token").unwrap().to_owned();
    bench.raw("GET", "http://localhost/v2/servicerequest/cases", &[("X-Auth-Token", &token)], "").await;
    let details: Vec<_> = (1..=2).map(|number| bench.sandbox.logged_request(number).unwrap()).collect();
    let text = serde_json::to_string(&details).unwrap();
    assert!(!text.contains(account::PASSWORD) && !text.contains(&token), "{text}");
    assert!(text.contains(account::USER_NAME) && text.contains("[redacted]"), "{text}");
    let listed = &details[1];
    assert!(listed.response_body.is_some() && listed.summary.status == Some(200));
}

#[tokio::test]
async fn fields_are_those_of_the_operation() {
    let bench = Bench::demo();
    bench.reply_of(ShowCaseDetail::new("case-1001")).await;
    bench.reply_of(ListCases::new().limit(2_u32)).await;
    let fields = |number| bench.sandbox.logged_request(number).unwrap().fields.unwrap();
    assert!(fields(1).values().any(|value| value == "case-1001"), "{:?}", fields(1));
    assert_eq!(fields(2).get("limit"), Some(&json!(2)));
}
