//! Password credentials: a token is requested once, cached, renewed before it expires, and renewed once more if a service
//! rejects it.

use std::sync::Arc;
use std::time::Duration;

use hwc_api::transport::clock::ManualClock;
use hwc_api::{Client, Credentials, Error, ErrorKind, Response};

use crate::common::{CasePage, CreateCase, Fake, ListCases, ShowDashboard, clock, everything, patiently};

const PASSWORD: &str = "PASSWORD-1234";

fn client(fake: &Fake, clock: &ManualClock) -> Client {
    let credentials = Credentials::password("the-account", "the-user", PASSWORD);
    let builder = Client::builder().credentials(credentials).clock(Arc::new(clock.clone()));
    builder.transport(fake.transport()).build().unwrap()
}

trait SignsIn {
    /// Adds a response to a sign-in request, with a token that is valid until `ends`.
    fn then_token(self, token: &str, ends: &str) -> Self;
}

impl SignsIn for Fake {
    fn then_token(self, token: &str, ends: &str) -> Self {
        let body =
            format!(r#"{{"token": {{"expires_at": "{ends}", "project": {{"id": "p7", "name": "cn-north-4"}}}}}}"#);
        self.then_with(201, &[("x-subject-token", token)], &body)
    }
}

const DAY: &str = "1970-01-02T00:00:00.000000Z";

fn lines(fake: &Fake) -> Vec<String> {
    let short = |line: String| line.replace("https://iam.myhuaweicloud.com", "IAM").replace(".example", "");
    fake.seen().into_iter().map(|seen| short(seen.line)).collect()
}

async fn list(client: &Client, clock: &ManualClock) -> Result<Response<CasePage>, Error> {
    patiently(clock, client.send(ListCases::new()).response()).await
}

const SIGN_IN: &str = "POST IAM/v3/auth/tokens?nocatalog=true";
const LIST: &str = "GET https://osm.cn-south-1/v2/cases";

#[tokio::test]
async fn a_token_of_the_account_is_asked_for_once() {
    let (fake, clock) = (Fake::default().then_token("T1", DAY).then(200, "{}").then(200, "{}"), clock());
    let client = client(&fake, &clock);
    list(&client, &clock).await.unwrap();
    list(&client, &clock).await.unwrap();
    assert_eq!(lines(&fake), [SIGN_IN, LIST, LIST]);
    assert_eq!(fake.seen()[2].header("x-auth-token"), Some("T1"));
    insta::assert_snapshot!(fake.seen()[0].body, @r#"{"auth":{"identity":{"methods":["password"],"password":{"user":{"domain":{"name":"the-account"},"name":"the-user","password":"PASSWORD-1234"}}},"scope":{"domain":{"name":"the-account"}}}}"#);
    assert_eq!(fake.seen()[0].header("x-auth-token"), None);
}

#[tokio::test]
async fn a_token_of_the_project_tells_the_project() {
    let (fake, clock) = (Fake::default().then_token("T1", DAY).then(200, "{}"), clock());
    patiently(&clock, client(&fake, &clock).send(ShowDashboard::new("d"))).await.unwrap();
    assert_eq!(lines(&fake), [SIGN_IN, "GET https://insight/v1/p7/boards/d"]);
    assert!(fake.seen()[0].body.contains(r#""scope":{"project":{"name":"cn-north-4"}}"#));
    let fake = Fake::default().then_token("T1", DAY).then(200, "{}");
    patiently(&clock, client(&fake, &clock).send(ShowDashboard::new("d")).project_id("mine")).await.unwrap();
    assert_eq!(lines(&fake)[1], "GET https://insight/v1/mine/boards/d");
    assert!(fake.seen()[0].body.contains(r#""scope":{"project":{"id":"mine"}}"#), "{}", fake.seen()[0].body);
}

#[tokio::test]
async fn it_is_renewed_a_little_before_it_ends() {
    for ends in [DAY, "1970-01-02T08:00:00.000000+0800", "1970-01-01T20:30:00.000000-0330"] {
        let fake = Fake::default().then_token("T1", ends).then(200, "{}").then(200, "{}").then_token("T2", ends);
        let (fake, clock) = (fake.then(200, "{}"), clock());
        let client = client(&fake, &clock);
        list(&client, &clock).await.unwrap();
        clock.advance(Duration::from_secs(24 * 3600 - 301));
        list(&client, &clock).await.unwrap();
        clock.advance(Duration::from_secs(2));
        list(&client, &clock).await.unwrap();
        assert_eq!(lines(&fake), [SIGN_IN, LIST, LIST, SIGN_IN, LIST], "{ends}");
        assert_eq!(fake.seen()[4].header("x-auth-token"), Some("T2"));
    }
}

#[tokio::test]
async fn one_sign_in_serves_all_that_wait_for_it() {
    let fake = Fake::default().then_token("T1", DAY);
    let (fake, clock) = ((0..50).fold(fake, |fake, _| fake.then(200, "{}")), clock());
    let client = client(&fake, &clock);
    let calls: Vec<_> = (0..50).map(|_| tokio::spawn(client.send(ListCases::new()))).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(lines(&fake).iter().filter(|line| *line == SIGN_IN).count(), 1);
}

/// Returns a service that rejects sign-in requests after a moment.
fn locked() -> (impl hwc_api::Transport, Arc<std::sync::atomic::AtomicU32>) {
    let asked = Arc::new(std::sync::atomic::AtomicU32::new(0));
    let counter = Arc::clone(&asked);
    let transport = move |_| {
        counter.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        async {
            tokio::task::yield_now().await;
            let body = r#"{"error": {"code": 401, "message": "wrong: PASSWORD-1234", "title": "Unauthorized"}}"#;
            Ok(hwc_api::http::Response::builder().status(401).body(hwc_api::Body::from(body)).unwrap())
        }
    };
    (transport, asked)
}

#[tokio::test]
async fn all_that_wait_for_a_failing_sign_in_fail_with_it() {
    let (transport, asked) = locked();
    let credentials = Credentials::password("the-account", "the-user", PASSWORD);
    let client = Client::builder().credentials(credentials).clock(Arc::new(clock())).transport(transport);
    let client = client.build().unwrap();
    let calls: Vec<_> = (0..50).map(|_| tokio::spawn(client.send(ListCases::new()))).collect();
    for call in calls {
        let error = call.await.unwrap().unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Credentials, false));
        assert!(!everything(&error).contains(PASSWORD));
    }
    assert_eq!(asked.load(std::sync::atomic::Ordering::Relaxed), 1, "or the account gets locked");
    let error = client.send(ListCases::new()).await.unwrap_err();
    insta::assert_snapshot!(error, @"osm.ListCases: no usable credentials: sign-in or ID lookup failed");
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.downcast_ref::<Error>().unwrap().service().unwrap().status, 401, "a program can tell why");
    insta::assert_snapshot!(source, @"iam.KeystoneCreateUserTokenByPassword: error response: status 401, code 401: wrong: [redacted]");
}

#[tokio::test]
async fn a_token_that_cannot_be_renewed_yet_is_used_while_it_holds() {
    let fake = Fake::default().then_token("T1", DAY).then(200, "{}").then(401, "{}").then(200, "{}").then(200, "{}");
    let fake = fake.then_token("T2", "1970-01-03T00:00:00Z").then(200, "{}");
    let clock = clock();
    let client = client(&fake, &clock);
    list(&client, &clock).await.unwrap();
    clock.advance(Duration::from_secs(24 * 3600 - 200));
    list(&client, &clock).await.unwrap();
    list(&client, &clock).await.unwrap();
    clock.advance(Duration::from_secs(31));
    list(&client, &clock).await.unwrap();
    assert_eq!(lines(&fake), [SIGN_IN, LIST, SIGN_IN, LIST, LIST, SIGN_IN, LIST]);
}

#[tokio::test]
async fn a_token_that_seems_to_be_over_when_it_comes_is_believed_for_a_while() {
    let fake = Fake::default().then_token("T1", "1969-01-01T00:00:00Z").then(200, "{}").then(200, "{}");
    let clock = clock();
    clock.advance(Duration::from_secs(3 * 24 * 3600));
    let client = client(&fake, &clock);
    list(&client, &clock).await.unwrap();
    list(&client, &clock).await.unwrap();
    assert_eq!(lines(&fake), [SIGN_IN, LIST, LIST]);
}

#[tokio::test]
async fn a_sign_in_that_outlives_the_call_that_began_it_is_gone_on_with() {
    let told = Arc::new(std::sync::atomic::AtomicU32::new(0));
    let counter = Arc::clone(&told);
    let clock = clock();
    let slow = clock.clone();
    let transport = move |request: hwc_api::transport::HttpRequest| {
        let signs_in = request.uri().path().ends_with("/tokens");
        counter.fetch_add(u32::from(signs_in), std::sync::atomic::Ordering::Relaxed);
        let slow = slow.clone();
        async move {
            if signs_in {
                hwc_api::Clock::sleep(&slow, Duration::from_secs(5)).await;
            }
            let answer = hwc_api::http::Response::builder().status(201).header("x-subject-token", "T");
            Ok(answer.body(hwc_api::Body::from("{}")).unwrap())
        }
    };
    let credentials = Credentials::password("the-account", "the-user", PASSWORD);
    let client = Client::builder().credentials(credentials).clock(Arc::new(clock.clone())).transport(transport);
    let client = client.build().unwrap();
    let short = || client.send(ListCases::new()).timeout(Duration::from_secs(2));
    for _ in 0..2 {
        patiently(&clock, short()).await.unwrap_err();
    }
    patiently(&clock, short()).await.unwrap();
    assert_eq!(told.load(std::sync::atomic::Ordering::Relaxed), 1, "one password, one sign-in");
}

const EXPIRED: &str = r#"{"error_code": "APIGW.0301", "error_msg": "token T1 expired"}"#;

#[tokio::test]
async fn a_token_that_is_refused_is_renewed_once() {
    let fake =
        Fake::default().then_token("T1", DAY).then(401, EXPIRED).then_token("T2", DAY).then(201, r#"{"id": "c"}"#);
    let clock = clock();
    let client = client(&fake, &clock);
    let reply = patiently(&clock, client.send(CreateCase::new("t")).response()).await.unwrap();
    assert_eq!(reply.attempts, 2, "a refused ticket was not opened");
    let create = "POST https://osm.cn-south-1/v2/cases";
    assert_eq!(lines(&fake), [SIGN_IN, create, SIGN_IN, create]);
    assert_eq!(fake.seen()[3].header("x-auth-token"), Some("T2"));
}

#[tokio::test]
async fn and_not_twice() {
    let fake = Fake::default().then_token("T1", DAY).then(401, EXPIRED).then_token("T2", DAY).then(401, EXPIRED);
    let clock = clock();
    let error = list(&client(&fake, &clock), &clock).await.unwrap_err();
    assert_eq!((error.kind(), error.service().unwrap().status), (ErrorKind::Service, 401));
    assert_eq!(lines(&fake), [SIGN_IN, LIST, SIGN_IN, LIST]);
}

#[tokio::test]
async fn many_refused_calls_share_one_renewal() {
    let told = Arc::new(std::sync::Mutex::new((0_u32, 0_u32)));
    let counter = Arc::clone(&told);
    let transport = move |request: hwc_api::transport::HttpRequest| {
        let mut told = counter.lock().unwrap();
        let signs_in = request.uri().path().ends_with("/tokens");
        told.0 += u32::from(signs_in);
        let stale = request.headers().get("x-auth-token").is_some_and(|token| token == "T1");
        told.1 += u32::from(stale);
        let answer = hwc_api::http::Response::builder();
        let answer = match (signs_in, stale) {
            (true, _) => answer.status(201).header("x-subject-token", format!("T{}", told.0)),
            (_, stale) => answer.status(if stale { 401 } else { 200 }),
        };
        async move {
            tokio::task::yield_now().await;
            Ok(answer.body(hwc_api::Body::from("{}")).unwrap())
        }
    };
    let credentials = Credentials::password("the-account", "the-user", PASSWORD);
    let client = Client::builder().credentials(credentials).clock(Arc::new(clock())).transport(transport);
    let client = client.build().unwrap();
    let calls: Vec<_> = (0..20).map(|_| tokio::spawn(client.send(ListCases::new()))).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let (sign_ins, stale) = *told.lock().unwrap();
    assert_eq!(sign_ins, 2);
    assert!((1..=20).contains(&stale));
}

#[tokio::test]
async fn a_token_that_was_given_is_not_renewed() {
    let fake = Fake::default().then(401, EXPIRED);
    let error = crate::common::client(&fake).send(ListCases::new()).await.unwrap_err();
    assert_eq!((error.kind(), fake.seen().len()), (ErrorKind::Service, 1));
}
