//! IAM tokens with strict authentication: their validity, lifetime and scope.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::{Bench, Reply};
use hwc_models::iam::{
    AuthMethod, DomainScope, KeystoneCreateUserTokenByPassword, KeystoneListAuthDomains, LoginDomain, LoginUser,
    PasswordAuth, PasswordIdentity, PasswordLogin, ProjectScope, TokenScope,
};
use hwc_models::insight::ListTickets;
use hwc_models::koodrive::CountUser;
use hwc_models::osm::{ListCases, ShowCaseDetail};
use hwc_sandbox::account;
use hwc_wire::Request;

fn sign_in(scope: TokenScope) -> KeystoneCreateUserTokenByPassword {
    let user = LoginUser::default()
        .domain(LoginDomain::default().name(account::DOMAIN_NAME))
        .name(account::USER_NAME)
        .password(account::PASSWORD);
    let identity = PasswordIdentity::default().methods([AuthMethod::Password]);
    let identity = identity.password(PasswordLogin::default().user(user));
    KeystoneCreateUserTokenByPassword::new(PasswordAuth::default().identity(identity).scope(scope))
}

fn project(name: &str) -> TokenScope {
    TokenScope::default().project(ProjectScope::default().name(name))
}

async fn token(bench: &Bench, scope: TokenScope) -> String {
    bench.send_with(sign_in(scope), &[]).await.token.unwrap().expose().to_owned()
}

async fn cases(bench: &Bench, headers: &[(&str, &str)]) -> Reply {
    bench.reply_to(ListCases::OPERATION, &ListCases::new(), headers).await
}

async fn tickets(bench: &Bench, headers: &[(&str, &str)]) -> Reply {
    bench.reply_to(ListTickets::OPERATION, &ListTickets::new(), headers).await
}

async fn domains(bench: &Bench, headers: &[(&str, &str)]) -> Reply {
    bench.reply_to(KeystoneListAuthDomains::OPERATION, &KeystoneListAuthDomains::new(), headers).await
}

#[tokio::test]
async fn unknown_tokens_are_refused_as_each_service_does() {
    let bench = Bench::strict();
    let unknown = [("X-Auth-Token", "any"), ("Authorization", "Bearer any")];
    let iam = &unknown[..1];
    insta::assert_snapshot!(cases(&bench, iam).await.line(), @r#"401 {"error_code":"OSM.0002","error_msg":"The caller is not signed in."}"#);
    insta::assert_snapshot!(tickets(&bench, iam).await.line(), @r#"401 {"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information.","request_id":"00000000000000000000000000000002"}"#);
    insta::assert_snapshot!(domains(&bench, iam).await.line(), @r#"401 {"error":{"code":401,"message":"The caller is not signed in.","title":"Unauthorized"}}"#);
    let drive = bench.reply_to(CountUser::OPERATION, &CountUser::new(), &unknown).await;
    insta::assert_snapshot!(drive.line(), @r#"401 {"code":401,"msg":"The caller is not signed in."}"#);
    assert_eq!(cases(&bench, &[]).await.status, 401, "none at all");
}

#[tokio::test]
async fn the_demo_token_does_not_end_and_is_good_for_everything() {
    let bench = Bench::strict();
    bench.wait(10 * 86_400);
    bench.sandbox.expire_tokens().unwrap();
    let token = [("X-Auth-Token", account::AUTH_TOKEN)];
    let shown = bench.send_with(ShowCaseDetail::new("case-1001"), &token).await;
    assert_eq!(shown.incident_detail_info.unwrap().xcustomer_id.unwrap().as_str(), account::USER_ID);
    assert_eq!(tickets(&bench, &token).await.status, 200);
    assert_eq!(domains(&bench, &token).await.status, 200);
}

#[tokio::test]
async fn a_token_ends_after_a_day_and_says_so() {
    let bench = Bench::strict();
    let token = token(&bench, project(account::PROJECT_NAME)).await;
    let header = [("X-Auth-Token", token.as_str())];
    bench.wait(86_399);
    for reply in [cases(&bench, &header).await, tickets(&bench, &header).await, domains(&bench, &header).await] {
        assert_eq!(reply.status, 200, "{}", reply.line());
    }
    bench.wait(1);
    insta::assert_snapshot!(cases(&bench, &header).await.line(), @r#"401 {"error_code":"OSM.0002","error_msg":"The token must be updated."}"#);
    insta::assert_snapshot!(tickets(&bench, &header).await.line(), @r#"401 {"error_code":"APIGW.0307","error_msg":"The token must be updated.","request_id":"00000000000000000000000000000006"}"#);
    insta::assert_snapshot!(domains(&bench, &header).await.line(), @r#"401 {"error":{"code":401,"message":"The token must be updated.","title":"Unauthorized"}}"#);
}

#[tokio::test]
async fn tokens_can_be_ended_on_demand() {
    let bench = Bench::strict();
    let old = token(&bench, project(account::PROJECT_NAME)).await;
    assert_eq!(cases(&bench, &[("X-Auth-Token", &old)]).await.status, 200);
    bench.sandbox.expire_tokens().unwrap();
    assert_eq!(cases(&bench, &[("X-Auth-Token", &old)]).await.status, 401);
    let new = token(&bench, project(account::PROJECT_NAME)).await;
    assert_eq!(cases(&bench, &[("X-Auth-Token", &new)]).await.status, 200);
}

#[tokio::test]
async fn a_token_is_good_for_the_project_that_it_was_made_for() {
    let bench = Bench::strict();
    let here = token(&bench, project(account::PROJECT_NAME)).await;
    assert_eq!(tickets(&bench, &[("X-Auth-Token", &here)]).await.status, 200);
    let elsewhere = token(&bench, project("cn-south-1")).await;
    insta::assert_snapshot!(tickets(&bench, &[("X-Auth-Token", &elsewhere)]).await.line(), @r#"403 {"error_code":"APIGW.0302","error_msg":"The IAM user is not authorized to access the API. The token is for another project.","request_id":"00000000000000000000000000000004"}"#);
    let everywhere = token(&bench, TokenScope::default().domain(DomainScope::default().id(account::DOMAIN_ID))).await;
    insta::assert_snapshot!(tickets(&bench, &[("X-Auth-Token", &everywhere)]).await.line(), @r#"403 {"error_code":"APIGW.0302","error_msg":"The IAM user is not authorized to access the API. The token is for the account and not for a project.","request_id":"00000000000000000000000000000006"}"#);
    assert_eq!(cases(&bench, &[("X-Auth-Token", &everywhere)]).await.status, 200);
    let url = "http://localhost/v1/project-9/tickets";
    let foreign = bench.raw("GET", url, &[("X-Auth-Token", account::AUTH_TOKEN)], "").await;
    insta::assert_snapshot!(foreign.line(), @r#"403 {"error_code":"APIGW.0302","error_msg":"The IAM user is not authorized to access the API. The path names no project of the account.","request_id":"00000000000000000000000000000008"}"#);
}

#[tokio::test]
async fn other_accounts_and_projects_are_refused() {
    let bench = Bench::strict();
    let with = async |name, value| cases(&bench, &[("X-Auth-Token", account::AUTH_TOKEN), (name, value)]).await;
    assert_eq!(with("X-Domain-Id", account::DOMAIN_ID).await.status, 200);
    assert_eq!(with("X-Project-Id", account::PROJECT_ID).await.status, 200);
    insta::assert_snapshot!(with("X-Domain-Id", "another").await.line(), @r#"403 {"error_code":"APIGW.0302","error_msg":"The IAM user is not authorized to access the API. X-Domain-Id names another account.","request_id":"00000000000000000000000000000003"}"#);
    insta::assert_snapshot!(with("X-Project-Id", "project-3").await.line(), @r#"403 {"error_code":"APIGW.0302","error_msg":"The IAM user is not authorized to access the API. X-Project-Id names no project of the account.","request_id":"00000000000000000000000000000004"}"#);
}

#[tokio::test]
async fn what_needs_no_credentials_is_answered_without() {
    let bench = Bench::strict();
    let public = "http://localhost/koodrive/ose/v1/share/public/taskDetail?shareId=share-1&taskId=x";
    assert_eq!(bench.raw("GET", public, &[], "").await.status, 400, "no such task, but no question who asks");
}
