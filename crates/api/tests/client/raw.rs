//! Raw calls, which no operation describes.

use hwc_api::serde_json::json;
use hwc_api::{DecodeMode, DeviationKind, ErrorKind, Method};

use crate::common::{AUTH_TOKEN, Fake, OSM, builder, client};

#[tokio::test]
async fn a_raw_call_has_the_address_token_and_settings_of_the_service() {
    let fake = Fake::default().then_with(201, &[("x-request-id", "r")], r#"{"a": [1]}"#);
    let call = client(&fake).raw_request(&OSM, Method::Post, "/v2/a%20b").query("q", "x y&z").query("e", "");
    let reply = call.json(json!({ "b": 1 })).language("en-us").header("X-Extra", "1").await.unwrap();
    assert_eq!(reply.body, json!({ "a": [1] }));
    assert_eq!((reply.status.as_u16(), reply.request_id.as_deref(), reply.attempts), (201, Some("r"), 1));
    let seen = fake.only();
    assert_eq!(seen.line, "POST https://osm.cn-south-1.example/v2/a%20b?q=x%20y%26z&e=");
    assert_eq!(seen.body, r#"{"b":1}"#);
    assert_eq!(seen.header("x-auth-token"), Some(AUTH_TOKEN));
    assert_eq!((seen.header("x-language"), seen.header("x-extra")), (Some("en-us"), Some("1")));
    assert_eq!((seen.header("content-type"), seen.operation), (Some("application/json"), None));
}

#[tokio::test]
async fn an_empty_answer_is_null() {
    let fake = Fake::default().then(204, "");
    let reply = client(&fake).raw_request(&OSM, Method::Delete, "/x").await.unwrap();
    assert!(reply.body.is_null());
    assert_eq!(fake.only().header("content-type"), None);
}

#[tokio::test]
async fn a_damaged_answer_is_repaired_and_reported() {
    let fake = Fake::answering(["\u{feff}{\"a\": [\"x\\ud83d\", null]}"; 2]);
    let client = client(&fake);
    let reply = client.raw_request(&OSM, Method::Get, "/x").await.unwrap();
    assert_eq!(reply.body, json!({ "a": ["x\u{fffd}", null] }));
    let kinds: Vec<DeviationKind> = reply.deviations.into_iter().map(|deviation| deviation.kind).collect();
    assert_eq!(kinds, [DeviationKind::Damaged; 2]);
    let strict = builder().decode_mode(DecodeMode::Strict).transport(fake.transport()).build().unwrap();
    let error = strict.raw_request(&OSM, Method::Get, "/x").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn refusals_and_unreadable_answers_are_errors_as_anywhere() {
    let fake = Fake::answering([r#"{"error_code": "OSM.1"}"#, "<html>"]).then(503, "");
    let client = client(&fake);
    let error = client.raw_request(&OSM, Method::Get, "/x").await.unwrap_err();
    assert!(error.operation().is_none());
    insta::assert_snapshot!(error, @"osm: error response: status 200, code OSM.1");
    let error = client.raw_request(&OSM, Method::Get, "/x").await.unwrap_err();
    assert_eq!((error.kind(), error.decode_path()), (ErrorKind::Decode, Some("")));
    assert!(!client.raw_request(&OSM, Method::Post, "/x").await.unwrap_err().is_retryable());
}

#[tokio::test]
async fn paths_that_lead_elsewhere_are_not_sent() {
    let fake = Fake::default();
    for path in [
        "",
        "x",
        "//..",
        "/a/../b",
        "/./a",
        "/a?b=c",
        "/a#b",
        "/a/%2e%2E/b",
        "/%2e",
        "/a%2f..%2fb",
        "/a b",
        "@evil.example/",
    ] {
        let error = client(&fake).raw_request(&OSM, Method::Get, path).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{path}");
    }
    assert!(fake.seen().is_empty());
}
