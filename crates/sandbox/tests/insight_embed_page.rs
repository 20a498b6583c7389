//! The page of an embedded analysis: what it shows, and the reason why it shows nothing.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::insight::Member;
use common::served::serve;
use common::{Bench, Reply};
use hwc_models::insight::{
    BatchOfflineDashboard, ColumnPermissionConfig, CreateAndUpdatePermission, CreateEmbedding, CreateTickets,
    DatasetPermission, EmbedAuth, ListTickets, PermissionType, ResourceType, RuleContent, RuleScope, RuleType,
    RuleUsers, UpdateDashboard, UpdatePermissionConfig,
};
use hwc_sandbox::SandboxOptions;

async fn ticket(member: &Member<'_>, embed: &str, uses: u32) -> String {
    let request = CreateTickets::new(embed, "viewer-1").ticket_num(uses);
    member.send(request).await.ticket.unwrap().expose().to_owned()
}

async fn embed(member: &Member<'_>, kind: ResourceType, resource: &str, id: &str) {
    let request = CreateEmbedding::new(id, kind, resource).root_resource_id(resource).id(id);
    member.send(request.auth_type(EmbedAuth::Ticket)).await;
}

async fn open(bench: &Bench, embed: &str, ticket: &str) -> Reply {
    bench.get(&format!("http://localhost/embed/{embed}?ticket={ticket}")).await
}

/// Returns the status and the reason of a page that shows nothing.
fn reason(reply: &Reply) -> (u16, String) {
    let text = reply.text();
    let (_, rest) = text.split_once("data-reason=\"").unwrap_or_else(|| panic!("no reason: {text}"));
    (reply.status.as_u16(), rest.split('"').next().unwrap().to_owned())
}

#[tokio::test]
async fn the_page_shows_the_rows_of_the_datasets() {
    let bench = Bench::demo();
    let admin = Member::administrator(&bench);
    let page = open(&bench, "embed-1", &ticket(&admin, "embed-1", 1).await).await;
    assert_eq!((page.status.as_u16(), page.header("Content-Type")), (200, Some("text/html; charset=utf-8")));
    insta::assert_snapshot!(page.text().replace("><", ">\n<"));
    let policy = page.header("Content-Security-Policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
    assert_eq!((page.header("Cache-Control"), page.header("Referrer-Policy")), (Some("no-store"), Some("no-referrer")));
}

#[tokio::test]
async fn screens_and_assistants_have_pages_too() {
    let bench = Bench::demo();
    let admin = Member::administrator(&bench);
    for (kind, resource, title) in [
        (ResourceType::Screen, "screen-1", "<h2>Amount by region</h2>"),
        (ResourceType::Subject, "subject-1", "<h2>orders</h2>"),
    ] {
        embed(&admin, kind, resource, resource).await;
        let page = open(&bench, resource, &ticket(&admin, resource, 1).await).await;
        assert!(page.status.is_success() && page.text().contains(title), "{}", page.line());
    }
}

#[tokio::test]
async fn a_page_that_is_not_shown_tells_why() {
    let bench = Bench::demo();
    let admin = Member::administrator(&bench);
    let once = ticket(&admin, "embed-1", 1).await;
    assert_eq!(reason(&open(&bench, "sales-dashboard", &once).await), (403, "ticket-of-other-analysis".to_owned()));
    assert!(open(&bench, "embed-1", &once).await.status.is_success(), "the attempt did not count");
    assert_eq!(reason(&open(&bench, "embed-1", &once).await), (410, "ticket-used-up".to_owned()));
    assert_eq!(reason(&open(&bench, "embed-1", "none").await), (401, "ticket-unknown".to_owned()));
    assert_eq!(reason(&open(&bench, "embed-1", "").await), (401, "ticket-missing".to_owned()));
    assert_eq!(reason(&open(&bench, "embed-9", &once).await), (404, "unknown-analysis".to_owned()));
    let many = ticket(&admin, "embed-1", 9).await;
    admin.send(BatchOfflineDashboard::new(["dashboard-1"])).await;
    assert_eq!(reason(&open(&bench, "embed-1", &many).await), (404, "not-published".to_owned()));
    let bench = Bench::demo();
    let admin = Member::administrator(&bench);
    let late = ticket(&admin, "embed-1", 9).await;
    bench.wait(24 * 60 * 60);
    assert_eq!(reason(&open(&bench, "embed-1", &late).await), (410, "ticket-expired".to_owned()));
}

#[tokio::test]
async fn only_get_opens_a_page_and_counts() {
    let bench = Bench::demo();
    let admin = Member::administrator(&bench);
    let ticket = ticket(&admin, "embed-1", 2).await;
    let url = format!("http://localhost/embed/embed-1?ticket={ticket}");
    for method in ["HEAD", "POST", "OPTIONS"] {
        let reply = bench.raw(method, &url, &[], "").await;
        assert_eq!((reply.status.as_u16(), reply.header("Allow")), (405, Some("GET")));
    }
    bench.get(&url).await;
    let left = admin.send(ListTickets::new().embed_id("embed-1").user_id("viewer-1")).await.page_data;
    assert_eq!(left[0].left_num, Some(1));
    assert_eq!(bench.get("http://localhost/embed/").await.status.as_u16(), 404);
    assert_eq!(bench.get("http://localhost/embed/a/b").await.status.as_u16(), 404);
}

#[tokio::test]
async fn texts_are_escaped() {
    let bench = Bench::demo();
    let admin = Member::administrator(&bench);
    admin.send(UpdateDashboard::new("dashboard-1", "<b onload=\"x\">'&")).await;
    let page = open(&bench, "embed-1", &ticket(&admin, "embed-1", 1).await).await.text();
    assert!(page.contains("<h1>&lt;b onload=&quot;x&quot;&gt;&#39;&amp;</h1>") && !page.contains("<b "), "{page}");
    let reply = open(&bench, "%3Cscript%3E", "%3Cscript%3E").await;
    assert!(!reply.text().contains("<script"), "{}", reply.text());
}

#[tokio::test]
async fn viewers_who_sign_in_are_refused_if_credentials_are_verified() {
    for (bench, expected) in [(Bench::demo(), 200), (Bench::strict(), 401)] {
        let admin = Member::administrator(&bench);
        let request =
            CreateEmbedding::new("free", ResourceType::Dashboard, "dashboard-1").root_resource_id("dashboard-1");
        admin.send(request.id("free")).await;
        let page = bench.get("http://localhost/embed/free").await;
        assert_eq!(page.status.as_u16(), expected);
        let page = open(&bench, "embed-1", &ticket(&admin, "embed-1", 1).await).await;
        assert_eq!(page.status.as_u16(), 200, "a ticket needs no other credentials");
    }
}

#[tokio::test]
async fn concurrent_viewers_never_use_a_ticket_too_often() {
    let served = serve(SandboxOptions::default()).await;
    let admin = Member::administrator(&served.bench);
    let ticket = ticket(&admin, "embed-1", 7).await;
    let request =
        format!("GET /embed/embed-1?ticket={ticket} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    let pages = futures_util::future::join_all((0..20).map(|_| served.exchange(&request))).await;
    let count = |status: &str| pages.iter().filter(|page| page.starts_with(&format!("HTTP/1.1 {status} "))).count();
    assert_eq!((count("200"), count("410")), (7, 13));
}

#[tokio::test]
async fn rules_apply_to_the_viewer_and_the_groups_of_the_ticket() {
    let bench = Bench::demo();
    let admin = Member::administrator(&bench);
    let column = ColumnPermissionConfig::default().is_open(true);
    admin.send(UpdatePermissionConfig::new("dataset-1").col_permission_config(column)).await;
    let hidden = RuleContent::default().column_ids(["dataset-1-table-1.amount"]);
    let rule = DatasetPermission::default().name("hide").dataset_id("dataset-1").is_open(true).rule_content(hidden);
    let rule = rule.rule_type(RuleType::Forbid).permission_type(PermissionType::Column);
    let users = RuleUsers::default().user_groups(["group-1"]);
    let rule = rule.rule_scope(RuleScope::Specified).rule_user(users);
    admin.send(CreateAndUpdatePermission::new("dataset-1", rule)).await;
    let request = || CreateTickets::new("embed-1", "viewer-1").ticket_num(1_u32);
    for (request, shows_amount) in [(request(), true), (request().group_ids(["group-1"]), false)] {
        let ticket = admin.send(request).await.ticket.unwrap();
        let page = open(&bench, "embed-1", ticket.expose()).await.text();
        assert_eq!(page.contains("amount"), shows_amount, "{page}");
        assert!(page.contains("region 1"), "{page}");
    }
}
