//! The response that an error keeps: for each kind of failure, without secrets, and up to a limit.

use hwc_api::http::Response;
use hwc_api::transport::{BodyError, HttpRequest, bytes::Bytes};
use hwc_api::wire::{Method, Operation, request};
use hwc_api::{Body, ByteStream, Credentials, Error, ErrorKind, PresignedUrl};

use crate::common::{AUTH_TOKEN, CasePage, CreateCase, Fake, ListCases, OSM, builder, client};

request! {
    /// Issues a code.
    pub struct IssueCode() -> CasePage {}
    operation: Operation::new(&OSM, "Session", "IssueCode", Method::Post, "/v2/codes").sensitive(&["verify_code"]);
}

const HTML: &str = "<html><body>502 Bad Gateway</body></html>";

async fn fail(status: u16, body: &str) -> Error {
    let fake = Fake::default().then_with(status, &[("x-request-id", "r-1"), ("x-other", "1")], body);
    client(&fake).send(ListCases::new()).await.unwrap_err()
}

#[tokio::test]
async fn each_error_with_a_response_keeps_it() {
    for (status, body, kind) in [
        (400, r#"{"error_code": "X", "error_msg": "no"}"#, ErrorKind::Service),
        (404, "plain text", ErrorKind::Service),
        (502, HTML, ErrorKind::Service),
        (418, "", ErrorKind::Service),
        (200, HTML, ErrorKind::Decode),
        (200, r#"{"cases": 5}"#, ErrorKind::Decode),
        (200, r#"{"count": 1"#, ErrorKind::Decode),
        (200, r#"{"error_code": "X"}"#, ErrorKind::Service),
        (302, "moved", ErrorKind::Service),
    ] {
        let error = fail(status, body).await;
        assert_eq!((error.kind(), error.status().unwrap().as_u16()), (kind, status));
        assert_eq!((error.body(), error.request_id()), (Some(body), Some("r-1")), "{error}");
        assert_eq!(error.headers().unwrap()["x-other"], "1");
        let printed = format!("{error} {error:?} {error:#}");
        assert!(body.is_empty() || kind == ErrorKind::Service || !printed.contains(body), "{printed}");
    }
}

#[tokio::test]
async fn the_id_in_the_body_counts_if_no_header_has_one() {
    let fake = Fake::default().then(400, r#"{"error_code": "X", "request_id": "r-2"}"#);
    let error = client(&fake).send(ListCases::new()).await.unwrap_err();
    assert_eq!(error.request_id(), Some("r-2"));
    assert_eq!(error.service().unwrap().request_id.as_deref(), Some("r-2"));
}

/// Returns the error of a response whose body fails after these chunks.
async fn interrupted(status: u16, chunks: &'static [&'static str]) -> Error {
    let transport = move |_: HttpRequest| async move {
        let chunks = chunks.iter().map(|chunk| Ok(Bytes::from_static(chunk.as_bytes())));
        let chunks: Vec<_> = chunks.chain([Err(BodyError::interrupted("reset"))]).collect();
        let mut response = Response::new(Body::from_stream(ByteStream::from_chunks(chunks), None));
        *response.status_mut() = hwc_api::http::StatusCode::from_u16(status).unwrap();
        response.headers_mut().insert("x-request-id", "r-3".parse().unwrap());
        Ok(response)
    };
    let client = builder().transport(transport).max_response_bytes(100).build().unwrap();
    client.send(CreateCase::new("t")).await.unwrap_err()
}

#[tokio::test]
async fn an_incomplete_response_is_kept_too() {
    let error = interrupted(200, &["{"]).await;
    assert_eq!((error.kind(), error.request_id()), (ErrorKind::MaybeSent, Some("r-3")));
    assert_eq!(error.status().unwrap().as_u16(), 200);
    let error = interrupted(503, &["<html>", "busy"]).await;
    assert_eq!((error.kind(), error.body(), error.request_id()), (ErrorKind::Service, Some("<html>busy"), Some("r-3")));
    const LONG: &str =
        "a longer text, which is more than a hundred bytes, so that the client stops reading it before it has ended";
    let error = interrupted(200, &[LONG]).await;
    assert_eq!((error.kind(), error.request_id()), (ErrorKind::Decode, Some("r-3")));
}

#[tokio::test]
async fn an_error_without_a_response_has_none() {
    let fake = Fake::default().then_fail(hwc_api::TransportError::maybe_sent("reset"));
    let error = client(&fake).send(ListCases::new()).await.unwrap_err();
    assert!(error.status().is_none() && error.headers().is_none() && error.body().is_none());
    let keys = builder().credentials(Credentials::password("account", "user", "password"));
    let keys = keys.transport(Fake::default().then(401, "{}").transport()).build().unwrap();
    let error = keys.send(ListCases::new()).await.unwrap_err();
    assert_eq!((error.kind(), error.is_auth(), error.status()), (ErrorKind::Credentials, true, None));
    let cause = std::error::Error::source(&error).unwrap().downcast_ref::<Error>().unwrap();
    assert_eq!(cause.status().unwrap().as_u16(), 401);
}

#[tokio::test]
async fn what_was_sent_is_redacted_in_any_form() {
    let secret = "pass\"w/ord<&";
    let json = hwc_api::serde_json::json!({ "a": format!("Bearer {AUTH_TOKEN}"), "b": secret }).to_string();
    let html = format!("<p title='{AUTH_TOKEN}'>pass&quot;w/ord&lt;&amp;</p>");
    let escaped = r#"{"a": "pass\u0022w\/ord\u003c\u0026"}"#.to_owned();
    let percent = "https://x/?p=pass%22w%2Ford%3C%26".to_owned();
    for (status, body) in [json, html, escaped, percent].into_iter().flat_map(|body| [(400, body.clone()), (200, body)])
    {
        let echo = format!("id-{AUTH_TOKEN}");
        let fake = Fake::default().then_with(status, &[("x-request-id", &echo), ("x-echo", &echo)], &body);
        let call = client(&fake).send(ListCases::new()).header("x-secret", secret).strict();
        let Err(error) = call.await else { continue };
        let kept = format!("{:?} {:?} {:?} {error:?}", error.body(), error.headers(), error.request_id());
        assert!(kept.contains("[redacted]"), "{kept}");
        for text in [AUTH_TOKEN, "w/ord", "w%2F", "w\\/ord", "&amp;"] {
            assert!(!kept.contains(text), "{text}: {kept}");
        }
    }
}

#[tokio::test]
async fn new_secrets_of_an_operation_are_redacted_by_name() {
    let fake = Fake::default().then_with(
        200,
        &[("set-cookie", "session=SECRET")],
        r#"{"verify_code": "SECRET", "nested": {"verify_code": ["SECRET"]}, "cases": 5}"#,
    );
    let error = client(&fake).send(IssueCode::new()).await.unwrap_err();
    insta::assert_snapshot!(error.body().unwrap(), @r#"{"verify_code": "[redacted]", "nested": {"verify_code": "[redacted]"}, "cases": 5}"#);
    assert!(!format!("{error:?} {:?}", error.headers()).contains("SECRET"));
}

#[tokio::test]
async fn a_long_body_is_cut_and_no_secret_with_it() {
    for shift in 0..40 {
        let body = format!("{}{}", "é".repeat(8 * 1024 - 20), ".".repeat(shift)) + &AUTH_TOKEN.repeat(1000);
        let error = fail(500, &body).await;
        let kept = error.body().unwrap();
        assert!(kept.len() <= 16 * 1024 + '…'.len_utf8() && kept.ends_with('…'), "{}", kept.len());
        assert!(kept.len() > 15 * 1024 && !kept.contains("AUTH-"), "{shift}: {}", &kept[kept.len() - 60..]);
    }
    let error = fail(500, &"x".repeat(16 * 1024)).await;
    assert_eq!(error.body().unwrap().len(), 16 * 1024);
}

#[tokio::test]
async fn the_object_store_repeats_no_signature() {
    let body = "<Error><Code>AccessDenied</Code><SignatureProvided>c2ln+bmF0dXJl=</SignatureProvided></Error>";
    let fake = Fake::default().then_with(403, &[("x-request-id", "r-4")], body);
    let url = PresignedUrl::from("https://obs.example/object?AWSAccessKeyId=AKEXAMPLE&Signature=c2ln%2BbmF0dXJl%3D");
    let error = client(&fake).fetch_presigned(&url).bytes().await.unwrap_err();
    assert_eq!((error.request_id(), error.is_auth()), (Some("r-4"), true));
    insta::assert_snapshot!(error.body().unwrap(), @"<Error><Code>AccessDenied</Code><SignatureProvided>[redacted]</SignatureProvided></Error>");
}

#[tokio::test]
async fn the_alternate_form_has_the_chain_of_causes() {
    let fake = Fake::default().then_fail(hwc_api::TransportError::maybe_sent(std::io::Error::other("reset by peer")));
    let error = client(&fake).send(CreateCase::new("t")).await.unwrap_err();
    insta::assert_snapshot!(format!("{error:#}"), @"osm.CreateCase: no complete response; the request may have been processed: to https://osm.cn-south-1.example: no response; the request may have been processed: reset by peer");
    assert!(!error.is_connect() && !error.is_timeout());
}
