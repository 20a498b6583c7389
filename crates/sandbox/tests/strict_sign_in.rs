//! Sign-in with strict authentication, and the data of the demo account in IAM.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::{Bench, Reply};
use hwc_models::iam::{AuthMethod, KeystoneListAuthDomains, KeystoneListProjects, KeystoneListProjectsResponse};
use hwc_sandbox::account;
use hwc_wire::Request;
use serde_json::{Value, json};

const URL: &str = "https://iam.myhuaweicloud.com/v3/auth/tokens";
const TOKEN: [(&str, &str); 1] = [("X-Auth-Token", account::AUTH_TOKEN)];

fn password(account: &str, name: &str, password: &str) -> Value {
    let user = json!({ "domain": { "name": account }, "name": name, "password": password });
    json!({ "identity": { "methods": ["password"], "password": { "user": user } } })
}

fn demo() -> Value {
    password(account::DOMAIN_NAME, account::USER_NAME, account::PASSWORD)
}

fn mfa(user: &Value, passcode: &str) -> Value {
    let mut auth = password(account::DOMAIN_NAME, account::MFA_USER_NAME, account::MFA_PASSWORD);
    auth["identity"]["methods"] = json!(["password", "totp"]);
    auth["identity"]["totp"] = json!({ "user": user });
    auth["identity"]["totp"]["user"]["passcode"] = json!(passcode);
    auth
}

async fn sign_in(bench: &Bench, auth: Value) -> Reply {
    bench.raw("POST", URL, &[], &json!({ "auth": auth }).to_string()).await
}

#[tokio::test]
async fn the_demo_user_signs_in_and_nobody_else() {
    let bench = Bench::strict();
    let reply = sign_in(&bench, demo()).await;
    assert_eq!(reply.status, 201);
    assert!(reply.header("X-Subject-Token").unwrap().starts_with("MII"));
    insta::assert_snapshot!(reply.text(), @r#"{"token":{"catalog":[],"domain":{"id":"5a4db0c5a4db0c5a4db0c5a4db0c5a4d","name":"sandbox-account"},"expires_at":"2026-01-02T00:00:00.000000Z","issued_at":"2026-01-01T00:00:00.000000Z","methods":["password"],"roles":[{"id":"0","name":"sandbox"}],"user":{"domain":{"id":"5a4db0c5a4db0c5a4db0c5a4db0c5a4d","name":"sandbox-account"},"id":"sandbox-user","name":"sandbox"}}}"#);
    let (domain, user, secret) = (account::DOMAIN_NAME, account::USER_NAME, account::PASSWORD);
    for (domain, user, secret) in [(domain, user, "wrong"), (domain, "ada", secret), ("another", user, secret)] {
        let reply = sign_in(&bench, password(domain, user, secret)).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(reply.line(), @r#"401 {"error":{"code":401,"message":"The username or password is wrong.","title":"Unauthorized"}}"#);
        }
    }
}

#[tokio::test]
async fn a_user_with_a_device_needs_its_code() {
    let bench = Bench::strict();
    for user in [json!({ "id": account::MFA_USER_ID }), json!({ "name": account::MFA_USER_NAME })] {
        let reply = sign_in(&bench, mfa(&user, account::MFA_PASSCODE)).await;
        assert_eq!(reply.status, 201, "{}", reply.line());
        assert_eq!(reply.json()["token"]["methods"], json!(["password", "totp"]));
        assert_eq!(reply.json()["token"]["mfa_authn_at"], "2026-01-01T00:00:00.000000Z");
    }
    let alone = password(account::DOMAIN_NAME, account::MFA_USER_NAME, account::MFA_PASSWORD);
    let mut without_device = demo();
    without_device["identity"]["methods"] = json!(["password", "totp"]);
    without_device["identity"]["totp"] = json!({ "user": { "id": account::USER_ID, "passcode": "123456" } });
    let other = json!({ "id": account::USER_ID });
    let same = json!({ "id": account::MFA_USER_ID });
    for auth in
        [alone, without_device, mfa(&other, account::MFA_PASSCODE), mfa(&same, "654321"), mfa(&json!({}), "123456")]
    {
        let reply = sign_in(&bench, auth).await;
        assert_eq!(reply.status, 401, "{}", reply.line());
    }
}

#[tokio::test]
async fn the_steps_that_are_named_are_those_that_are_there() {
    for bench in [Bench::strict(), Bench::demo()] {
        let mut named = demo();
        named["identity"]["methods"] = json!(["password", "totp"]);
        let mut unnamed = mfa(&json!({ "id": account::MFA_USER_ID }), account::MFA_PASSCODE);
        unnamed["identity"]["methods"] = json!(["password"]);
        for auth in [named, unnamed] {
            let reply = sign_in(&bench, auth).await;
            insta::allow_duplicates! {
                insta::assert_snapshot!(reply.line(), @r#"400 {"error_code":"IAM.0011","error_msg":"auth.identity.methods must match the given steps"}"#);
            }
        }
    }
}

#[tokio::test]
async fn anybody_signs_in_with_a_code_where_nothing_is_checked() {
    let bench = Bench::empty();
    let mut auth = password("account", "ada", "secret");
    auth["identity"]["methods"] = json!([AuthMethod::Password.code(), AuthMethod::Totp.code()]);
    auth["identity"]["totp"] = json!({ "user": { "name": "ada", "passcode": "1" } });
    assert_eq!(sign_in(&bench, auth.clone()).await.status, 201);
    auth["identity"]["totp"]["user"]["passcode"] = json!("");
    assert_eq!(sign_in(&bench, auth).await.status, 400);
}

#[tokio::test]
async fn a_token_is_for_a_project_or_for_the_account() {
    let bench = Bench::strict();
    let scoped = async |scope: Value| {
        let mut auth = demo();
        auth["scope"] = scope;
        sign_in(&bench, auth).await
    };
    for scope in [json!({ "id": account::PROJECT_ID }), json!({ "name": account::PROJECT_NAME })] {
        let token = scoped(json!({ "project": scope })).await.json()["token"].clone();
        let domain = json!({ "id": account::DOMAIN_ID, "name": account::DOMAIN_NAME });
        let project = json!({ "domain": domain, "id": account::PROJECT_ID, "name": account::PROJECT_NAME });
        assert_eq!((&token["project"], &token["domain"]), (&project, &Value::Null));
    }
    for scope in [json!({ "id": account::DOMAIN_ID }), json!({ "name": account::DOMAIN_NAME })] {
        let token = scoped(json!({ "domain": scope })).await.json()["token"].clone();
        assert_eq!((&token["domain"]["id"], &token["project"]), (&json!(account::DOMAIN_ID), &Value::Null));
    }
    insta::assert_snapshot!(scoped(json!({ "project": { "name": "mars-1" } })).await.line(), @r#"404 {"error":{"code":404,"message":"The scope names no project that the user can use.","title":"Not Found"}}"#);
    assert_eq!(scoped(json!({ "project": { "id": "project-3" } })).await.status, 404, "it is disabled");
    insta::assert_snapshot!(scoped(json!({ "domain": { "id": "another" } })).await.line(), @r#"404 {"error":{"code":404,"message":"The scope names no account that the user can use.","title":"Not Found"}}"#);
}

fn names(page: &KeystoneListProjectsResponse) -> Vec<&str> {
    page.projects.iter().map(|project| project.name.as_deref().unwrap()).collect()
}

#[tokio::test]
async fn projects_are_found_by_what_is_known_of_them() {
    let bench = Bench::strict();
    let list = async |request: KeystoneListProjects| bench.send_with(request, &TOKEN).await;
    let new = KeystoneListProjects::new;
    assert_eq!(names(&list(new()).await), ["cn-north-4", "cn-south-1", "cn-north-4_old"]);
    let found = list(new().name(account::PROJECT_NAME)).await;
    assert_eq!(found.projects[0].id.as_ref().unwrap().as_str(), account::PROJECT_ID);
    assert_eq!(found.projects.len(), 1);
    assert_eq!(names(&list(new().enabled(false)).await), ["cn-north-4_old"]);
    assert_eq!(names(&list(new().parent_id(account::PROJECT_ID)).await), ["cn-north-4_old"]);
    assert_eq!(list(new().domain_id(account::DOMAIN_ID)).await.projects.len(), 3);
    assert_eq!(list(new().domain_id("another")).await.projects.len(), 0);
    assert_eq!(list(new().is_domain(true)).await.projects.len(), 0);
}

#[tokio::test]
async fn projects_come_in_pages() {
    let bench = Bench::strict();
    let page = KeystoneListProjects::new().page(2_u32).per_page(1_u32);
    let page = bench.send_with(page, &TOKEN).await;
    assert_eq!(names(&page), ["cn-south-1"]);
    let links = page.links.unwrap();
    let at = |page: u32| Some(format!("https://iam.myhuaweicloud.com/v3/projects?page={page}&per_page=1"));
    assert_eq!((links.previous, links.this, links.next), (at(1), at(2), at(3)));
    let last = bench.send_with(KeystoneListProjects::new().page(2_u32).per_page(2_u32), &TOKEN).await;
    assert_eq!(names(&last), ["cn-north-4_old"]);
    assert_eq!(last.links.unwrap().next, None);
    let lonely = KeystoneListProjects::new().page(1_u32);
    let lonely = bench.reply_to(KeystoneListProjects::OPERATION, &lonely, &TOKEN).await;
    insta::assert_snapshot!(lonely.line(), @r#"400 {"error_code":"IAM.0007","error_msg":"Request parameter page is invalid."}"#);
}

#[tokio::test]
async fn the_account_tells_its_id() {
    let bench = Bench::strict();
    let answer = bench.send_with(KeystoneListAuthDomains::new(), &TOKEN).await;
    let own = &answer.domains[0];
    assert_eq!(
        (own.id.as_ref().unwrap().as_str(), own.name.as_deref().unwrap()),
        (account::DOMAIN_ID, account::DOMAIN_NAME)
    );
    assert_eq!(answer.domains.len(), 1);
}
