//! Error responses in all their forms. Missing fields stay empty.

use hwc_api::{Error, ErrorClass, ErrorKind, ServiceError};

use crate::common::{AUTH_TOKEN, CreateCase, Fake, ListCases, ListFiles, client};

async fn refused(fake: &Fake) -> Error {
    let error = client(fake).send(ListCases::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Service);
    error
}

/// Returns status, code, message and class.
fn parts(error: &Error) -> (u16, &str, &str, ErrorClass) {
    let ServiceError { status, code, message, class, .. } = error.service().unwrap();
    (*status, code, message, *class)
}

#[tokio::test]
async fn a_refusal_with_status_200_is_an_error() {
    let fake = Fake::answering([r#"{"error_code": "OSM.0001", "error_msg": "failed"}"#]);
    let error = refused(&fake).await;
    assert_eq!(parts(&error), (200, "OSM.0001", "failed", ErrorClass::Invalid));
    insta::assert_snapshot!(error, @"osm.ListCases: error response: status 200, code OSM.0001: failed");
    assert_eq!(error.operation().unwrap().name, "ListCases");

    let fake = Fake::answering([r#"{"code": 403, "msg": "no"}"#]);
    let error = client(&fake).send(ListFiles::new("s")).await.unwrap_err();
    assert_eq!(parts(&error), (200, "403", "no", ErrorClass::Unknown));
}

#[tokio::test]
async fn codes_of_success_and_empty_codes_are_none() {
    let fake = Fake::answering([r#"{"error_code": "", "count": 1}"#, r#"{"code": 0, "msg": "", "data": null}"#]);
    assert_eq!(client(&fake).send(ListCases::new()).await.unwrap().count, Some(1));
    let reply = client(&fake).send(ListFiles::new("s")).response().await.unwrap();
    assert!(reply.deviations.is_empty(), "the envelope is no added field");
}

#[tokio::test]
async fn a_status_of_failure_is_a_refusal_with_what_came() {
    let body = r#"{"error_code": "APIGW.0301", "error_msg": "Incorrect token", "request_id": "in-body"}"#;
    let error = refused(&Fake::default().then(401, body)).await;
    assert_eq!(parts(&error), (401, "APIGW.0301", "Incorrect token", ErrorClass::Auth));
    assert_eq!(error.service().unwrap().request_id.as_deref(), Some("in-body"));

    let fake = Fake::default().then_with(400, &[("X-Request-Id", "in-header")], body);
    assert_eq!(refused(&fake).await.service().unwrap().request_id.as_deref(), Some("in-header"));
}

#[tokio::test]
async fn a_page_of_html_is_a_refusal_without_code_and_text() {
    let fake = Fake::default().then_with(502, &[("content-type", "text/html")], "<h1>Bad gateway</h1>");
    let error = refused(&fake).await;
    assert_eq!(parts(&error), (502, "", "", ErrorClass::Unknown));
    insta::assert_snapshot!(error, @"osm.ListCases: error response: status 502");
}

#[tokio::test]
async fn a_redirect_is_a_refusal() {
    let fake = Fake::default().then_with(302, &[("location", "https://elsewhere.example")], "");
    assert_eq!(parts(&refused(&fake).await), (302, "", "", ErrorClass::Unknown));
}

#[tokio::test]
async fn whether_to_try_again_goes_by_class_status_and_operation() {
    let throttled = r#"{"error_code": "OSM.0429", "error_msg": "slow down"}"#;
    for (status, body, reading, creating) in [
        (429, "", true, true),
        (200, throttled, true, true),
        (500, "", true, false),
        (503, "", true, false),
        (400, "", false, false),
        (404, "", false, false),
    ] {
        let fake = Fake::default().then(status, body).then(status, body);
        assert_eq!(refused(&fake).await.is_retryable(), reading, "{status}");
        let error = client(&fake).send(CreateCase::new("t")).await.unwrap_err();
        assert_eq!(error.is_retryable(), creating, "{status}");
    }
}

#[tokio::test]
async fn texts_of_a_service_stay_on_one_line_and_without_the_token() {
    let body = format!(r#"{{"error_code": "X", "error_msg": "bad\ntoken {AUTH_TOKEN} {}"}}"#, "a".repeat(300));
    let error = refused(&Fake::default().then(401, &body)).await;
    assert!(!crate::common::everything(&error).contains(AUTH_TOKEN));
    let text = error.to_string();
    assert!(text.contains("bad token [redacted] aaa") && text.ends_with("a…") && text.len() < 300, "{text}");
    assert!(error.service().unwrap().message.len() > 300, "whoever wants all of it finds it there");
}
