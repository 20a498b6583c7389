//! Embedded analyses and tickets of DataArts Insight: published resources, uses, expiry, and who may create them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::insight::{Member, NO_RESOURCE, NOT_SHARED};
use hwc_models::insight::{
    BatchOfflineDashboard, BatchPublishDashboard, CreateEmbedding, CreateTickets, EmbedAuth, ListTickets, ResourceType,
    ShowSharedEmbedAttributes,
};
use hwc_sandbox::account::PROJECT_ID;

fn embedding(resource: &str) -> CreateEmbedding {
    let request = CreateEmbedding::new("Sales", ResourceType::Dashboard, resource).root_resource_id(resource);
    request.auth_type(EmbedAuth::Ticket)
}

async fn ticket(member: &Member<'_>, request: CreateTickets) -> String {
    member.send(request).await.ticket.unwrap().expose().to_owned()
}

async fn uses_left(member: &Member<'_>, embed: &str) -> Vec<Option<u64>> {
    let page = member.send(ListTickets::new().embed_id(embed)).await;
    page.page_data.into_iter().map(|ticket| ticket.left_num).collect()
}

#[tokio::test]
async fn an_embedding_shows_a_published_resource() {
    let bench = Bench::demo();
    let admin = Member::administrator(&bench);
    let id = admin.send(embedding("dashboard-1")).await.id.unwrap();
    let shown = admin.send(ShowSharedEmbedAttributes::new(id)).await;
    assert_eq!(
        (shown.resource_id.as_deref(), shown.resource_type),
        (Some("dashboard-1"), Some(ResourceType::Dashboard))
    );
    assert_eq!(shown.workspace_id.unwrap().as_str(), "workspace-default");
    let refusal = "400 APIGW.0201 only a published resource can be embedded";
    assert_eq!(admin.refused(embedding("dashboard-2")).await, refusal);
    assert_eq!(admin.refused(embedding("dashboard-9")).await, NO_RESOURCE);
    admin.send(BatchPublishDashboard::new(["dashboard-2"])).await;
    let chosen = embedding("dashboard-2").id("mine");
    assert_eq!(admin.send(chosen.clone()).await.id.unwrap().as_str(), "mine");
    assert_eq!(admin.refused(chosen).await, "400 APIGW.0201 id is in use");
    let long = admin.refused(embedding("dashboard-2").id("x".repeat(101))).await;
    assert_eq!(long, "400 APIGW.0201 id must have 1 to 100 characters");
    let root = admin.refused(embedding("dashboard-2").root_resource_id("dashboard-1")).await;
    assert_eq!(root, "400 APIGW.0201 root_resource_id of a dashboard or a large screen is its own ID");
    let unknown = admin.refused(ShowSharedEmbedAttributes::new("embed-9")).await;
    assert_eq!(unknown, "404 DataArtsInsight.24010003 The embedded analysis does not exist.");
}

#[tokio::test]
async fn each_use_of_a_ticket_is_counted() {
    let bench = Bench::demo();
    let admin = Member::administrator(&bench);
    admin.send(embedding("dashboard-1").id("two")).await;
    let text = ticket(&admin, CreateTickets::new("two", "viewer").ticket_num(2_u32)).await;
    let open = |embed: &str| bench.sandbox.open_embedding(PROJECT_ID, embed, Some(&text));
    assert_eq!(open("two").unwrap(), "dashboard-1");
    assert_eq!(uses_left(&admin, "two").await, [Some(1)]);
    assert_eq!(open("embed-1").unwrap_err().message, "The ticket does not exist.", "it is for another analysis");
    assert_eq!(uses_left(&admin, "two").await, [Some(1)]);
    open("two").unwrap();
    assert_eq!(open("two").unwrap_err().message, "the ticket is used up");
    assert_eq!(uses_left(&admin, "two").await, []);
}

#[tokio::test]
async fn a_ticket_expires_by_the_clock() {
    let bench = Bench::demo();
    let admin = Member::administrator(&bench);
    let text = ticket(&admin, CreateTickets::new("embed-1", "viewer")).await;
    let open = || bench.sandbox.open_embedding(PROJECT_ID, "embed-1", Some(&text));
    for _ in 0..3 {
        open().unwrap();
    }
    bench.wait(86_399);
    open().unwrap();
    bench.wait(1);
    assert_eq!(open().unwrap_err().code, "DataArtsInsight.24010003");
    assert_eq!(uses_left(&admin, "embed-1").await, []);
}

#[tokio::test]
async fn what_is_offline_cannot_be_opened() {
    let bench = Bench::demo();
    let admin = Member::administrator(&bench);
    let request = embedding("dashboard-1").id("free").auth_type(EmbedAuth::SignIn);
    admin.send(request).await;
    let open = || bench.sandbox.open_embedding(PROJECT_ID, "free", None);
    assert_eq!(open().unwrap(), "dashboard-1", "viewers sign in, so it needs no ticket");
    assert!(bench.sandbox.open_embedding(PROJECT_ID, "embed-1", None).is_err());
    assert!(bench.sandbox.open_embedding("project-2", "free", None).is_err());
    admin.send(BatchOfflineDashboard::new(["dashboard-1"])).await;
    assert_eq!(open().unwrap_err().message, "the resource is not published");
}

#[tokio::test]
async fn a_member_creates_and_sees_own_tickets_only() {
    let bench = Bench::demo();
    let (admin, analyst) = (Member::administrator(&bench), Member::analyst(&bench).await);
    let create = || CreateTickets::new("embed-1", "viewer").ticket_num(7_u32);
    assert_eq!(analyst.refused(create()).await, NOT_SHARED);
    assert_eq!(analyst.refused(embedding("dashboard-1")).await, NOT_SHARED);
    admin.share(ResourceType::Dashboard, "dashboard-1", "edit").await;
    ticket(&analyst, create()).await;
    assert_eq!(uses_left(&analyst, "embed-1").await, [Some(7)]);
    assert_eq!(uses_left(&admin, "embed-1").await, [Some(1000), Some(7)]);
    let unknown = admin.refused(CreateTickets::new("embed-9", "viewer")).await;
    assert_eq!(unknown, "404 DataArtsInsight.24010003 The embedded analysis does not exist.");
    let stranger = Member::stranger(&bench);
    assert!(stranger.refused(ListTickets::new()).await.starts_with("403 DataArtsInsight.20010003 "));
    assert!(stranger.refused(create()).await.starts_with("403 DataArtsInsight.20010003 "));
}
