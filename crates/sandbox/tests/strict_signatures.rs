//! Signatures with strict authentication: of permanent and temporary access keys, and of apps.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use std::time::{Duration, SystemTime};

use common::{Bench, START, unsent};
use hwc_models::iam::{
    AuthMethod, CreateTemporaryAccessKeyByToken, KeyAuth, KeyIdentity, KeyToken, TemporaryCredential,
};
use hwc_models::insight::ListTickets;
use hwc_models::koodrive::{AuthSession, CountUser, CreateUserGroup, GetJobList, GroupKind};
use hwc_models::osm::{CreateCases, ListCases};
use hwc_sandbox::account;
use hwc_transport::http;
use hwc_transport::sign::{AccessKeySigner, AppSigner};
use hwc_transport::{Body, clock::Clock};
use hwc_wire::{AuthScheme, Record, Request};

const MINUTE: u64 = 60;

fn demo_keys() -> AccessKeySigner {
    AccessKeySigner::new(account::ACCESS_KEY, account::SECRET_KEY).unwrap()
}

fn demo_app() -> AppSigner {
    AppSigner::new(account::APP_ID, account::APP_SECRET, account::DRIVE_USER_ID).unwrap()
}

/// Returns a request that names its account or project.
fn request<E: Request + Record>(request: &E) -> http::Request<Body> {
    let mut request = unsent(E::OPERATION, request);
    let (name, id) = match E::OPERATION.service.scheme {
        AuthScheme::IamAccount => ("x-domain-id", account::DOMAIN_ID),
        AuthScheme::IamProject => ("x-project-id", account::PROJECT_ID),
        _ => return request,
    };
    request.headers_mut().insert(name, id.parse().unwrap());
    request
}

/// Returns the response to a request signed this number of seconds after the sandbox's start.
async fn signed_at(bench: &Bench, keys: &AccessKeySigner, seconds: i64) -> String {
    let at = SystemTime::UNIX_EPOCH + Duration::from_secs(START.saturating_add_signed(seconds));
    let mut request = request(&ListCases::new());
    keys.sign(&mut request, at).unwrap();
    bench.deliver(request).await.line()
}

async fn signed(bench: &Bench, keys: &AccessKeySigner, mut request: http::Request<Body>) -> String {
    keys.sign(&mut request, bench.clock.now()).unwrap();
    bench.deliver(request).await.line()
}

async fn by_app(bench: &Bench, keys: &AppSigner, mut request: http::Request<Body>, at: SystemTime) -> String {
    keys.sign(&mut request, at).unwrap();
    bench.deliver(request).await.line()
}

#[tokio::test]
async fn what_is_signed_with_the_demo_keys_is_answered() {
    let bench = Bench::strict();
    let create = CreateCases::new("Fault", "It is broken. 坏了", "source");
    for request in [request(&ListCases::new().limit(1_u32)), request(&ListTickets::new()), request(&create)] {
        let answer = signed(&bench, &demo_keys(), request).await;
        assert!(answer.starts_with("200 "), "{answer}");
    }
}

#[tokio::test]
async fn signatures_that_do_not_hold_are_refused_by_the_gateway() {
    let bench = Bench::strict();
    let wrong = AccessKeySigner::new(account::ACCESS_KEY, "another secret").unwrap();
    insta::assert_snapshot!(signed(&bench, &wrong, request(&ListCases::new())).await, @r#"401 {"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information: the signature does not match: the secret is wrong, or the request was modified.","request_id":"00000000000000000000000000000001"}"#);
    let unknown = AccessKeySigner::new("NOBODY", account::SECRET_KEY).unwrap();
    insta::assert_snapshot!(signed(&bench, &unknown, request(&ListCases::new())).await, @r#"401 {"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information: the access key is unknown.","request_id":"00000000000000000000000000000002"}"#);
    let mut changed = request(&CreateCases::new("Fault", "small", "source"));
    demo_keys().sign(&mut changed, bench.clock.now()).unwrap();
    let changed = changed.map(|_| Body::from("{}"));
    insta::assert_snapshot!(bench.deliver(changed).await.line(), @r#"401 {"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information: the signature does not match: the secret is wrong, or the request was modified.","request_id":"00000000000000000000000000000003"}"#);
    let mut garbled = request(&ListCases::new());
    garbled.headers_mut().insert("authorization", "SDK-HMAC-SHA256 Access=a".parse().unwrap());
    insta::assert_snapshot!(bench.deliver(garbled).await.line(), @r#"401 {"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information: malformed signature in the Authorization header: expected `SDK-HMAC-SHA256 Access=.., SignedHeaders=.., Signature=..`.","request_id":"00000000000000000000000000000004"}"#);
    let mut foreign = request(&ListCases::new());
    demo_app().sign(&mut foreign, bench.clock.now()).unwrap();
    insta::assert_snapshot!(bench.deliver(foreign).await.line(), @r#"401 {"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information: the service knows another algorithm.","request_id":"00000000000000000000000000000005"}"#);
}

#[tokio::test]
async fn a_clock_may_be_a_quarter_of_an_hour_off() {
    let bench = Bench::strict();
    let quarter = 15 * 60;
    for seconds in [-quarter, 0, quarter] {
        assert!(signed_at(&bench, &demo_keys(), seconds).await.starts_with("200 "), "{seconds}");
    }
    for seconds in [-quarter - 1, quarter + 1] {
        let refused = signed_at(&bench, &demo_keys(), seconds).await;
        assert!(refused.starts_with("401 "), "{refused}");
        assert!(refused.contains("the date of the signature is more than 15 minutes off"), "{refused}");
    }
}

#[tokio::test]
async fn signed_requests_are_held_to_the_account_too() {
    let bench = Bench::strict();
    for (id, status) in [(account::DOMAIN_ID, "200 "), ("another", "403 ")] {
        let mut request = request(&ListCases::new());
        request.headers_mut().insert("x-domain-id", id.parse().unwrap());
        let answer = signed(&bench, &demo_keys(), request).await;
        assert!(answer.starts_with(status), "{answer}");
    }
    let silent = signed(&bench, &demo_keys(), unsent(ListCases::OPERATION, &ListCases::new())).await;
    assert!(silent.starts_with("200 "), "the official SDKs do not always name the account: {silent}");
    let silent = signed(&bench, &demo_keys(), unsent(ListTickets::OPERATION, &ListTickets::new())).await;
    assert!(silent.starts_with("403 ") && silent.contains("X-Project-Id is missing"), "{silent}");
    let mut other = request(&ListTickets::new());
    other.headers_mut().insert("x-project-id", "project-2".parse().unwrap());
    let other = signed(&bench, &demo_keys(), other).await;
    assert!(other.starts_with("403 ") && other.contains("is not the project of the path"), "{other}");
}

async fn temporary(bench: &Bench, seconds: Option<u32>) -> TemporaryCredential {
    let mut identity = KeyIdentity::default().methods([AuthMethod::Token]);
    if let Some(seconds) = seconds {
        identity = identity.token(KeyToken::default().duration_seconds(seconds));
    }
    let request = CreateTemporaryAccessKeyByToken::new(KeyAuth::default().identity(identity));
    bench.send_with(request, &[("X-Auth-Token", account::AUTH_TOKEN)]).await.credential.unwrap()
}

fn keys_of(credential: &TemporaryCredential) -> AccessKeySigner {
    let secret = credential.secret.as_ref().unwrap().expose();
    AccessKeySigner::new(credential.access.as_deref().unwrap(), secret).unwrap()
}

fn with_token(credential: &TemporaryCredential) -> AccessKeySigner {
    keys_of(credential).with_security_token(credential.securitytoken.as_ref().unwrap().expose()).unwrap()
}

#[tokio::test]
async fn a_temporary_key_works_with_its_token_until_it_ends() {
    let bench = Bench::strict();
    let credential = temporary(&bench, None).await;
    assert_eq!(credential.expires_at.as_ref().unwrap().as_str(), "2026-01-01T00:15:00.000000Z");
    let longer = temporary(&bench, Some(86_400)).await;
    assert_eq!(longer.expires_at.as_ref().unwrap().as_str(), "2026-01-02T00:00:00.000000Z");
    assert_ne!(credential.access, longer.access);
    let list = || request(&ListCases::new());
    bench.wait(15 * MINUTE - 1);
    assert!(signed(&bench, &with_token(&credential), list()).await.starts_with("200 "));
    bench.wait(1);
    insta::assert_snapshot!(signed(&bench, &with_token(&credential), list()).await, @r#"401 {"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information: the temporary access key has expired.","request_id":"00000000000000000000000000000004"}"#);
    assert!(signed(&bench, &with_token(&longer), list()).await.starts_with("200 "));
    bench.sandbox.expire_tokens().unwrap();
    assert!(signed(&bench, &with_token(&longer), list()).await.starts_with("401 "));
}

#[tokio::test]
async fn a_security_token_belongs_to_its_key_and_is_signed() {
    let bench = Bench::strict();
    let (one, other) = (temporary(&bench, None).await, temporary(&bench, None).await);
    let list = || request(&ListCases::new());
    insta::assert_snapshot!(signed(&bench, &keys_of(&one), list()).await, @r#"401 {"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information: X-Security-Token does not fit the access key.","request_id":"00000000000000000000000000000003"}"#);
    let swapped = keys_of(&one).with_security_token(other.securitytoken.unwrap()).unwrap();
    assert!(signed(&bench, &swapped, list()).await.contains("X-Security-Token does not fit the access key"));
    let mut unsigned = list();
    keys_of(&one).sign(&mut unsigned, bench.clock.now()).unwrap();
    unsigned.headers_mut().insert("x-security-token", one.securitytoken.unwrap().expose().parse().unwrap());
    insta::assert_snapshot!(bench.deliver(unsigned).await.line(), @r#"401 {"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information: X-Security-Token must be signed.","request_id":"00000000000000000000000000000005"}"#);
    let for_good = demo_keys().with_security_token("x").unwrap();
    insta::assert_snapshot!(signed(&bench, &for_good, list()).await, @r#"401 {"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information: the access key is not temporary and has no security token.","request_id":"00000000000000000000000000000006"}"#);
}

#[tokio::test]
async fn a_temporary_key_is_asked_for_in_the_right_way() {
    let bench = Bench::strict();
    let ask = async |body: &str| {
        let url = "http://localhost/v3.0/OS-CREDENTIAL/securitytokens";
        bench.raw("POST", url, &[("X-Auth-Token", account::AUTH_TOKEN)], body).await.line()
    };
    let lasting = |seconds: &str| {
        format!(r#"{{"auth":{{"identity":{{"methods":["token"],"token":{{"duration_seconds":{seconds}}}}}}}}}"#)
    };
    for seconds in ["900", "86400", "\"900\""] {
        assert!(ask(&lasting(seconds)).await.starts_with("201 "), "{seconds}");
    }
    insta::assert_snapshot!(ask(&lasting("899")).await, @r#"400 {"error_code":"IAM.0011","error_msg":"auth.identity.token.duration_seconds is 899, not 900 to 86400"}"#);
    insta::assert_snapshot!(ask(&lasting("86401")).await, @r#"400 {"error_code":"IAM.0011","error_msg":"auth.identity.token.duration_seconds is 86401, not 900 to 86400"}"#);
    insta::assert_snapshot!(ask(r#"{"auth":{"identity":{"methods":["password"]}}}"#).await, @r#"400 {"error_code":"IAM.0011","error_msg":"auth.identity.methods must be the token alone"}"#);
}

#[tokio::test]
async fn an_app_calls_in_the_name_of_a_user() {
    let bench = Bench::strict();
    let now = bench.clock.now();
    let group = CreateUserGroup::new("Friends", GroupKind::UserGroup);
    for request in [request(&CountUser::new()), request(&GetJobList::new().offset(0).limit(10)), request(&group)] {
        let answer = by_app(&bench, &demo_app(), request, now).await;
        assert!(answer.starts_with("200 "), "{answer}");
    }
}

#[tokio::test]
async fn signatures_of_apps_that_do_not_hold_are_refused() {
    let bench = Bench::strict();
    let now = bench.clock.now();
    let count = || request(&CountUser::new());
    let wrong = AppSigner::new(account::APP_ID, "another secret", "user").unwrap();
    insta::assert_snapshot!(by_app(&bench, &wrong, count(), now).await, @r#"401 {"error_code":"APIGW.0303","error_msg":"Incorrect app authentication information: the signature does not match: the secret is wrong, or the request was modified.","request_id":"00000000000000000000000000000001"}"#);
    let unknown = AppSigner::new("nobody", account::APP_SECRET, "user").unwrap();
    insta::assert_snapshot!(by_app(&bench, &unknown, count(), now).await, @r#"401 {"error_code":"APIGW.0303","error_msg":"Incorrect app authentication information: the app is unknown.","request_id":"00000000000000000000000000000002"}"#);
    let (second, quarter) = (Duration::from_secs(1), Duration::from_secs(15 * MINUTE));
    assert!(by_app(&bench, &demo_app(), count(), now - quarter).await.starts_with("200 "));
    insta::assert_snapshot!(by_app(&bench, &demo_app(), count(), now - quarter - second).await, @r#"401 {"error_code":"APIGW.0303","error_msg":"Incorrect app authentication information: X-Date is not within the last 15 minutes.","request_id":"00000000000000000000000000000004"}"#);
    assert!(by_app(&bench, &demo_app(), count(), now + second).await.contains("X-Date is not within"));
    insta::assert_snapshot!(by_app(&bench, &demo_app(), request(&AuthSession::new()), now).await, @r#"401 {"code":401,"msg":"This operation requires a token; the signature of an app is not accepted."}"#);
}
