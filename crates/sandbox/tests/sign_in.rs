//! The handlers of IAM and DataArts Insight, in process, with a manual clock.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::{Bench, credentials};
use hwc_models::iam::{
    AuthMethod, KeystoneCreateUserTokenByPassword, LoginDomain, LoginUser, PasswordAuth, PasswordIdentity,
    PasswordLogin, ProjectScope, TokenScope,
};
use hwc_models::insight::{
    BatchPublishDashboard, CreateDashboard, CreateEmbedding, CreateTickets, EmbedAuth, ListTickets, ResourceType,
    SortDirection,
};
use hwc_models::osm::ListCases;
use hwc_sandbox::account;
use hwc_wire::Request;

fn sign_in(name: &str, password: &str) -> PasswordAuth {
    let user = LoginUser::default().domain(LoginDomain::default().name("account")).name(name).password(password);
    let identity = PasswordIdentity::default().methods([AuthMethod::Password]);
    PasswordAuth::default().identity(identity.password(PasswordLogin::default().user(user)))
}

#[tokio::test]
async fn a_token_lasts_for_a_day() {
    let bench = Bench::empty();
    let auth =
        sign_in("ada", "secret").scope(TokenScope::default().project(ProjectScope::default().name("cn-north-4")));
    let reply = bench
        .reply(KeystoneCreateUserTokenByPassword::OPERATION, &KeystoneCreateUserTokenByPassword::new(auth.clone()))
        .await;
    assert_eq!(reply.status, 201);
    let answer = bench.send(KeystoneCreateUserTokenByPassword::new(auth)).await;
    assert_ne!(answer.token.unwrap().expose(), reply.header("X-Subject-Token").unwrap(), "each token is new");
    let info = answer.info.unwrap();
    assert_eq!(info.issued_at.unwrap().as_str(), "2026-01-01T00:00:00.000000Z");
    assert_eq!(info.expires_at.unwrap().as_str(), "2026-01-02T00:00:00.000000Z");
    let project = info.project.unwrap();
    assert_eq!(project.name.as_deref(), Some("cn-north-4"));
    assert_eq!(project.id.unwrap().as_str(), account::PROJECT_ID);
    assert_eq!(info.user.unwrap().name.as_deref(), Some("ada"));
}

#[tokio::test]
async fn whoever_signed_in_is_known_by_the_token() {
    let bench = Bench::empty();
    let token = bench.send(KeystoneCreateUserTokenByPassword::new(sign_in("ada", "secret"))).await.token.unwrap();
    let body = r#"{"business_type_id":"Fault","simple_description":"x","source_id":"s"}"#;
    let url = "http://localhost/v2/servicerequest/cases";
    assert_eq!(bench.raw("POST", url, &[("X-Auth-Token", token.expose())], body).await.status, 200);
    bench.raw("POST", url, &[credentials(ListCases::OPERATION)], body).await;
    assert_eq!(bench.send(ListCases::new().x_customer_name("ada")).await.total_count, Some(1));
    assert_eq!(bench.send(ListCases::new().x_customer_name("sandbox")).await.total_count, Some(1));
}

#[tokio::test]
async fn a_wrong_password_is_refused_in_the_nested_form() {
    let bench = Bench::empty();
    let request = KeystoneCreateUserTokenByPassword::new(sign_in("ada", "wrong"));
    let reply = bench.reply(KeystoneCreateUserTokenByPassword::OPERATION, &request).await;
    insta::assert_snapshot!(reply.line(), @r#"401 {"error":{"code":401,"message":"The username or password is wrong.","title":"Unauthorized"}}"#);
    for (name, password) in [("ada", ""), ("", "secret")] {
        let request = KeystoneCreateUserTokenByPassword::new(sign_in(name, password));
        let reply = bench.reply(KeystoneCreateUserTokenByPassword::OPERATION, &request).await;
        assert_eq!(reply.status, 400, "{}", reply.line());
    }
}

/// Creates embedded analyses of one dashboard.
async fn embed(bench: &Bench, ids: &[&str]) {
    let dashboard = bench.send(CreateDashboard::new("Sales")).await.dashboard.unwrap().id.unwrap();
    bench.send(BatchPublishDashboard::new([dashboard.clone()])).await;
    for id in ids {
        let request = CreateEmbedding::new("Sales", ResourceType::Dashboard, dashboard.as_str());
        bench.send(request.id(*id).root_resource_id(dashboard.as_str()).auth_type(EmbedAuth::Ticket)).await;
    }
}

#[tokio::test]
async fn tickets_are_listed_until_their_day_is_over() {
    let bench = Bench::empty();
    embed(&bench, &["embed-1", "embed-2"]).await;
    let request = CreateTickets::new("embed-1", "user-1").ticket_num(5_u32).group_ids(["group-1", "group-2"]);
    let ticket = bench.send(request).await.ticket.unwrap();
    assert_eq!(ticket.expose().len(), 40);
    bench.wait(60);
    bench.send(CreateTickets::new("embed-2", "user-2")).await;
    let page = bench.send(ListTickets::new()).await;
    assert_eq!(page.count, Some(2));
    let first = &page.page_data[0];
    assert_eq!(first.ticket.as_ref(), Some(&ticket));
    assert_eq!(first.expire_time.as_ref().unwrap().as_str(), "2026-01-02 08:00:00 (GMT+08:00)");
    assert_eq!((first.left_num, first.group_ids.len()), (Some(5), 2));
    bench.wait(86_400 - 60);
    assert_eq!(bench.send(ListTickets::new()).await.count, Some(1), "the first is over");
}

#[tokio::test]
async fn lists_of_tickets_are_filtered_sorted_and_come_in_pages() {
    let bench = Bench::empty();
    embed(&bench, &["embed-1", "embed-2", "embed-3", "embed-4"]).await;
    for number in 1..=3_u32 {
        bench.send(CreateTickets::new(format!("embed-{number}"), "user-1").ticket_num(number)).await;
        bench.wait(1);
    }
    bench.send(CreateTickets::new("embed-4", "user-2").ticket_num(0_u32)).await;
    let page = bench.send(ListTickets::new().offset(1_u32).limit(1_u32)).await;
    assert_eq!((page.count, page.page_data[0].left_num), (Some(3), Some(2)), "used up tickets are not valid");
    let last = bench.send(ListTickets::new().sort_dir(SortDirection::Descending)).await;
    assert_eq!(last.page_data[0].left_num, Some(3));
    assert_eq!(bench.send(ListTickets::new().embed_id("embed-2")).await.count, Some(1));
    assert_eq!(bench.send(ListTickets::new().user_id("user-2")).await.count, Some(0));
    assert_eq!(bench.send(ListTickets::new().user_name("user-1")).await.count, Some(3));
}

#[tokio::test]
async fn tickets_belong_to_a_project() {
    let bench = Bench::empty();
    embed(&bench, &["embed-1"]).await;
    bench.send(CreateTickets::new("embed-1", "user-1")).await;
    let header = credentials(ListTickets::OPERATION);
    let other = bench.raw("GET", "http://localhost/v1/project-2/tickets", &[header], "").await;
    assert_eq!(other.line(), r#"200 {"count":0,"page_data":[]}"#);
}
