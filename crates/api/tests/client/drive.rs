//! Authentication of KooDrive: tokens, sessions that are refreshed, and apps that sign.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use hwc_api::koodrive::{GetUserList, RefreshSession};
use hwc_api::transport::clock::ManualClock;
use hwc_api::{Client, ErrorKind, KooDriveCredentials, Secret};
use hwc_transport::sign::AuthorizationHeader;

use crate::common::{Fake, ListFiles, everything};

fn client(fake: &Fake, credentials: KooDriveCredentials) -> Client {
    let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_704_164_645));
    Client::builder()
        .koodrive_credentials(credentials)
        .clock(Arc::new(clock))
        .transport(fake.transport())
        .build()
        .unwrap()
}

const LAPSED: &str = r#"{"code": 13000999, "msg": "token FIRST-TOKEN has lapsed"}"#;

fn tokens(fake: &Fake) -> Vec<String> {
    fake.seen().iter().map(|seen| seen.header("authorization").unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_session_is_refreshed_when_its_token_has_lapsed() {
    let fresh = r#"{"code": 0, "msg": "success", "accessToken": "Bearer+SECOND-TOKEN"}"#;
    let fake = Fake::default().then(200, "{}").then(401, LAPSED).then(200, fresh).then(200, "{}").then(200, "{}");
    let client = client(&fake, KooDriveCredentials::session("Bearer FIRST-TOKEN", "SESSION-ID"));
    for _ in 0..3 {
        client.send(ListFiles::new("s")).await.unwrap();
    }
    let (first, second) = ("Bearer FIRST-TOKEN", "Bearer SECOND-TOKEN");
    assert_eq!(tokens(&fake), [first, first, first, second, second]);
    let refresh = &fake.seen()[2];
    assert_eq!(refresh.operation, Some("RefreshSession"));
    assert_eq!(refresh.header("x-session-id"), Some("SESSION-ID"));
}

#[tokio::test]
async fn a_session_that_cannot_be_refreshed_is_over() {
    let fake = Fake::default().then(401, LAPSED).then(401, r#"{"code": 1, "msg": "no SESSION-ID, no FIRST-TOKEN"}"#);
    let client = client(&fake, KooDriveCredentials::session("FIRST-TOKEN", "SESSION-ID"));
    let error = client.send(ListFiles::new("s")).await.unwrap_err();
    assert_eq!((error.kind(), fake.seen().len()), (ErrorKind::Credentials, 2));
    let text = everything(&error);
    assert!(!text.contains("SESSION-ID") && !text.contains("FIRST-TOKEN"), "{text}");
}

#[tokio::test]
async fn an_app_signs_each_request() {
    let fake = Fake::answering(["{}"]);
    let client = client(&fake, KooDriveCredentials::app("the-app", "APP-SECRET", "1505084218764547200"));
    client.send(GetUserList::new().offset(1).limit(10)).await.unwrap();
    let seen = fake.only();
    assert_eq!(seen.header("x-user-id"), Some("1505084218764547200"));
    assert_eq!(seen.header("x-date"), Some("20240102T030335Z"), "half a minute ago: never in the future");
    let shown = AuthorizationHeader::parse(seen.header("authorization").unwrap()).unwrap();
    assert_eq!(shown.key_id(), "the-app");
    let mut request = hwc_api::http::Request::builder().method("GET").uri(seen.line.split_once(' ').unwrap().1);
    *request.headers_mut().unwrap() = seen.headers;
    let (head, ()) = request.body(()).unwrap().into_parts();
    shown.verify(&head, b"", &Secret::from("APP-SECRET")).unwrap();
}

#[tokio::test]
async fn where_a_token_is_needed_an_app_is_told_so() {
    let fake = Fake::default();
    let client = client(&fake, KooDriveCredentials::app("the-app", "APP-SECRET", "user"));
    let error = client.send(RefreshSession::new("session")).await.unwrap_err();
    insta::assert_snapshot!(error, @"koodrive.RefreshSession: no usable credentials: the operation requires a token; it does not accept the signature of an app");
    assert!(fake.seen().is_empty());
}
