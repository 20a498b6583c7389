//! The order of the steps of a call, and the request that is sent: line, headers, body, token.

use std::collections::BTreeMap;

use hwc_api::{DecodeMode, Deviation};

use crate::common::{
    AUTH_TOKEN, CreateCase, Fake, KOODRIVE_TOKEN, ListCases, ListFiles, ShowDashboard, SignIn, client,
};

#[tokio::test]
async fn a_call_sends_what_the_request_says_and_gives_the_answer() {
    let fake = Fake::answering([r#"{"count": "2", "cases": [{"id": "a"}, {"id": "b", "status": 3}]}"#]);
    let page = client(&fake).send(ListCases::new().limit(2_u32).word("a/ü")).await.unwrap();
    assert_eq!(page.count, Some(2));
    assert_eq!((page.cases[1].id.as_str(), page.cases[1].status), ("b", Some(3)));

    let seen = fake.only();
    assert_eq!(seen.line, "GET https://osm.cn-south-1.example/v2/cases?limit=2&word=a%2F%C3%BC");
    assert_eq!(seen.operation, Some("ListCases"));
    assert_eq!(seen.body, "");
    let compressed = if cfg!(feature = "gzip") { "gzip" } else { "identity" };
    let headers: BTreeMap<&str, String> =
        seen.headers.iter().map(|(name, value)| (name.as_str(), format!("{value:?}"))).collect();
    let expected = [
        ("accept", r#""application/json""#.to_owned()),
        ("accept-encoding", format!("{compressed:?}")),
        ("user-agent", r#""hwc/0.1.0""#.to_owned()),
        ("x-auth-token", "Sensitive".to_owned()),
    ];
    assert_eq!(headers, BTreeMap::from(expected));
    assert_eq!(seen.header("x-auth-token"), Some(AUTH_TOKEN));
}

#[tokio::test]
async fn a_body_is_sent_as_json() {
    let fake = Fake::default().then(201, r#"{"id": "new"}"#);
    let case = client(&fake).send(CreateCase::new("broken")).await.unwrap();
    assert_eq!(case.id, "new");
    let seen = fake.only();
    assert_eq!(
        (seen.line.as_str(), seen.body.as_str()),
        ("POST https://osm.cn-south-1.example/v2/cases", r#"{"title":"broken"}"#)
    );
    assert_eq!(seen.header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn each_service_gets_its_own_token() {
    let fake = Fake::answering([r#"{"code": "0", "msg": "", "data": {"files": []}}"#]);
    client(&fake).send(ListFiles::new("my space")).await.unwrap();
    let seen = fake.only();
    assert_eq!(seen.line, "GET https://cn.drive.example/drive/my%20space/files");
    assert_eq!(seen.header("authorization").unwrap(), format!("Bearer {KOODRIVE_TOKEN}"));
    assert_eq!(seen.header("x-auth-token"), None);
}

#[tokio::test]
async fn a_call_without_auth_sends_no_token_and_reads_one_from_a_header() {
    let fake = Fake::default().then_with(201, &[("x-subject-token", "fresh")], "");
    let session = client(&fake).send(SignIn::new("me", "secret")).await.unwrap();
    assert_eq!(session.token.unwrap().expose(), "fresh");
    let seen = fake.only();
    assert_eq!((seen.header("x-auth-token"), seen.header("authorization")), (None, None));
    assert_eq!(seen.body, r#"{"user":"me","password":"secret"}"#);
}

#[tokio::test]
async fn a_detailed_call_tells_all_that_came_along() {
    let fake = Fake::default().then_with(202, &[("x-request-id", "req-1")], r#"{"name": 7, "added": 1}"#);
    let reply = client(&fake).send(ShowDashboard::new("d")).project_id("p").response().await.unwrap();
    assert_eq!(reply.body.name.as_deref(), Some("7"));
    assert_eq!((reply.status.as_u16(), reply.attempts, reply.request_id.as_deref()), (202, 1, Some("req-1")));
    assert_eq!(reply.headers["x-request-id"], "req-1");
    let deviations: Vec<String> = reply.deviations.as_slice().iter().map(Deviation::to_string).collect();
    assert_eq!(deviations, ["name: expected text, found a whole number", "added: is not in the description; ignored"]);
}

#[tokio::test]
async fn strictness_is_of_the_client_or_of_one_call() {
    let odd = r#"{"name": 7}"#;
    let fake = Fake::answering([odd, odd, odd]);
    let tolerant = client(&fake);
    let call = || tolerant.send(ShowDashboard::new("d")).project_id("p");
    assert!(call().await.is_ok());
    assert_eq!(call().strict().await.unwrap_err().decode_path(), Some("name"));
    let strict = crate::common::builder().decode_mode(DecodeMode::Strict).transport(fake.transport()).build().unwrap();
    let error = strict.send(ShowDashboard::new("d")).project_id("p").await.unwrap_err();
    assert_eq!(error.decode_path(), Some("name"));
}

#[tokio::test]
async fn the_request_id_comes_under_one_of_two_names_and_may_be_absent() {
    let fake = Fake::default().then_with(200, &[("x-request-id", ""), ("x-traceid", "t-1")], "").then(200, "");
    let call = || client(&fake).send(ListCases::new()).response();
    assert_eq!(call().await.unwrap().request_id.as_deref(), Some("t-1"));
    assert_eq!(call().await.unwrap().request_id, None);
}

#[tokio::test]
async fn an_encoding_that_names_no_compression_is_a_deviation() {
    for (encoding, deviations) in [("UTF-8", 1), ("", 1), ("none", 1), ("gzip", 1), ("identity", 0)] {
        let headers = [("content-encoding", encoding)];
        let body = r#"{"count": 1}"#;
        let fake = Fake::default().then_with(200, &headers, body).then_with(200, &headers, body);
        let reply = client(&fake).send(ListCases::new()).response().await.unwrap();
        assert_eq!((reply.body.count, reply.deviations.count()), (Some(1), deviations), "{encoding:?}");
        let strict = client(&fake).send(ListCases::new()).strict().await;
        assert_eq!(strict.is_err(), deviations == 1, "{encoding:?}");
        if let Err(error) = strict {
            assert_eq!(error.decode_path(), Some("content-encoding"));
        }
    }
    // An empty body is not decompressed.
    let fake = Fake::default().then_with(204, &[("content-encoding", "gzip")], "");
    let reply = client(&fake).send(ListCases::new()).response().await.unwrap();
    assert!(reply.deviations.as_slice().iter().all(|deviation| deviation.path != "content-encoding"));
}
