//! Dashboards and large screens of DataArts Insight: names, states, components and lists.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::insight::{Member, NO_RESOURCE, NOT_SHARED};
use hwc_models::insight::{
    BatchDeleteDashboard, BatchDeleteScreen, BatchOfflineDashboard, BatchOfflineScreen, BatchPublishDashboard,
    BatchPublishScreen, CreateDashboard, CreateScreen, ListResources, ListScreenNodes, PublishState, ResourceReference,
    ResourceType, ScreenNodeType, ScreenSelector, ShowResourceRelationships, ShowScreenNodeQueryData, SortDirection,
    UpdateDashboard, UpdateScreen,
};
use serde_json::{Value as Json, json};

async fn states(member: &Member<'_>, kind: ResourceType) -> Vec<(String, PublishState)> {
    let page = member.send(ListResources::new(kind)).await;
    page.page_data.into_iter().map(|found| (found.name.unwrap(), found.status.unwrap())).collect()
}

#[tokio::test]
async fn a_dashboard_goes_through_its_states() {
    let bench = Bench::empty();
    let admin = Member::administrator(&bench);
    let created = admin.send(CreateDashboard::new("Sales")).await.dashboard.unwrap();
    assert_eq!(
        (created.status, created.create_user_name.as_deref()),
        (Some(PublishState::Unpublished), Some("sandbox"))
    );
    let id = created.id.unwrap();
    let refusal = admin.refused(BatchOfflineDashboard::new([id.clone()])).await;
    assert_eq!(refusal, "400 APIGW.0201 dashboard-1001 is not published");
    let state = async || states(&admin, ResourceType::Dashboard).await.remove(0).1;
    for _ in 0..2 {
        admin.send(BatchPublishDashboard::new([id.clone()])).await;
        assert_eq!(state().await, PublishState::Published);
        let refusal = admin.refused(BatchPublishDashboard::new([id.clone()])).await;
        assert_eq!(refusal, "400 APIGW.0201 dashboard-1001 is published already");
        admin.send(BatchOfflineDashboard::new([id.clone()])).await;
        assert_eq!(state().await, PublishState::Offline);
    }
    bench.wait(1);
    let renamed = admin.send(UpdateDashboard::new(id.clone(), "Revenue")).await.dashboard.unwrap();
    assert_eq!((renamed.status, renamed.name.as_deref()), (Some(PublishState::Offline), Some("Revenue")));
    assert_eq!(states(&admin, ResourceType::Dashboard).await, [("Revenue".to_owned(), PublishState::Offline)]);
    admin.send(BatchDeleteDashboard::new([id.clone()])).await;
    assert_eq!(states(&admin, ResourceType::Dashboard).await, []);
    assert_eq!(admin.refused(BatchDeleteDashboard::new([id])).await, NO_RESOURCE);
}

#[tokio::test]
async fn a_batch_is_done_as_a_whole_or_not_at_all() {
    let bench = Bench::empty();
    let admin = Member::administrator(&bench);
    let mut ids = Vec::new();
    for name in ["a", "b"] {
        ids.push(admin.send(CreateScreen::new(name)).await.screen.unwrap().id.unwrap());
    }
    let before = states(&admin, ResourceType::Screen).await;
    let unknown = ids.iter().cloned().chain(["screen-9".into()]);
    assert_eq!(admin.refused(BatchPublishScreen::new(unknown.clone())).await, NO_RESOURCE);
    assert_eq!(admin.refused(BatchDeleteScreen::new(unknown)).await, NO_RESOURCE);
    let many = admin.refused(BatchOfflineScreen::new(vec!["screen-9"; 1001])).await;
    assert_eq!(many, "400 APIGW.0201 ids has 1001 elements, at most 1000");
    let none = admin.refused(BatchDeleteScreen::new(Vec::<String>::new())).await;
    assert!(none.starts_with("400 APIGW.0201 ids "), "{none}");
    assert_eq!(states(&admin, ResourceType::Screen).await, before);
    admin.send(BatchPublishScreen::new(ids.clone())).await;
    admin.send(BatchOfflineScreen::new(ids.clone())).await;
    admin.send(BatchDeleteScreen::new(ids)).await;
    assert_eq!(states(&admin, ResourceType::Screen).await, []);
}

#[tokio::test]
async fn names_are_unique_and_have_at_most_32_characters() {
    let bench = Bench::empty();
    let admin = Member::administrator(&bench);
    let screen = admin.send(CreateScreen::new("数".repeat(32))).await.screen.unwrap();
    assert_eq!(screen.pages[0].name.as_deref(), Some("Page 1"));
    admin.send(CreateScreen::new("other")).await;
    admin.send(CreateDashboard::new("other")).await;
    let id = screen.id.unwrap();
    let refusal = "400 APIGW.0201 name must have 1 to 32 characters";
    assert_eq!(admin.refused(CreateScreen::new("数".repeat(33))).await, refusal);
    assert_eq!(admin.refused(UpdateScreen::new(id.clone(), "数".repeat(33))).await, refusal);
    assert_eq!(admin.refused(CreateScreen::new("")).await, "400 APIGW.0201 name is empty");
    let taken = "400 APIGW.0201 the name other is in use";
    assert_eq!(admin.refused(CreateScreen::new("other")).await, taken);
    assert_eq!(admin.refused(UpdateScreen::new(id.clone(), "other")).await, taken);
    let found = admin.send(ListScreenNodes::new(id.clone())).await.screen.unwrap();
    assert_eq!(found.name, Some("数".repeat(32)));
    admin.send(UpdateScreen::new(id.clone(), "third")).await;
    assert_eq!(admin.send(ListScreenNodes::new(id)).await.screen.unwrap().name.as_deref(), Some("third"));
    let mut names = Vec::new();
    for direction in [SortDirection::Ascending, SortDirection::Descending] {
        let list = ListResources::new(ResourceType::Screen).sort_key("name").sort_dir(direction).limit(1_u32);
        let page = admin.send(list).await;
        names.push((page.count, page.page_data[0].name.clone().unwrap()));
    }
    assert_eq!(names, [(Some(2), "other".to_owned()), (Some(2), "third".to_owned())]);
    let refusal = admin.refused(ListResources::new(ResourceType::Dataset)).await;
    assert_eq!(refusal, "400 APIGW.0201 resource_type must be dashboard or screen");
}

#[tokio::test]
async fn components_are_filtered_and_show_their_data() {
    let bench = Bench::demo();
    let admin = Member::administrator(&bench);
    let nodes = async |list: ListScreenNodes| {
        let screen = admin.send(list).await.screen.unwrap();
        screen.pages[0].nodes.iter().map(|node| node.id.as_ref().unwrap().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(nodes(ListScreenNodes::new("screen-1")).await, ["node-1", "node-2", "node-3"]);
    assert_eq!(nodes(ListScreenNodes::new("screen-1").name("egion")).await, ["node-1", "node-2"]);
    assert_eq!(nodes(ListScreenNodes::new("screen-1").kind(ScreenNodeType::Title)).await, ["node-3"]);
    assert_eq!(nodes(ListScreenNodes::new("screen-1").has_data(true)).await, ["node-1", "node-2"]);
    let selector = ScreenSelector::default().selector_node_id("node-2").field_id("region").values([json!("region 2")]);
    let data = admin.send(ShowScreenNodeQueryData::new("screen-1", "node-1").selectors([selector])).await;
    let rows: Vec<Vec<Json>> =
        data.rows.iter().map(|row| row.cells.iter().map(|cell| cell.raw_value.clone().unwrap()).collect()).collect();
    assert_eq!(json!(rows), json!([["region", "month", "amount"], ["region 2", "month 2", 20]]));
    assert_eq!(data.record_count, Some(1));
    let refusal = admin.refused(ShowScreenNodeQueryData::new("screen-1", "node-3")).await;
    assert_eq!(refusal, "404 DataArtsInsight.24010003 The component does not exist.");
}

#[tokio::test]
async fn the_data_of_a_screen_needs_the_dataset_too() {
    let bench = Bench::demo();
    let (admin, analyst) = (Member::administrator(&bench), Member::analyst(&bench).await);
    let query = || ShowScreenNodeQueryData::new("screen-1", "node-1");
    assert_eq!(analyst.refused(query()).await, NOT_SHARED);
    admin.share(ResourceType::Screen, "screen-1", "read").await;
    assert_eq!(analyst.refused(query()).await, NOT_SHARED);
    admin.share(ResourceType::Dataset, "dataset-1", "use").await;
    assert_eq!(analyst.send(query()).await.record_count, Some(3));
}

#[tokio::test]
async fn dependencies_are_shown_down_to_the_data_source() {
    let bench = Bench::demo();
    let admin = Member::administrator(&bench);
    let wanted = ResourceReference::default().kind(ResourceType::Dashboard).id("dashboard-1");
    let shown = admin.send(ShowResourceRelationships::new([wanted])).await;
    let mut names = Vec::new();
    let mut at = &shown.resources[0];
    loop {
        names.push(at.name.clone().unwrap());
        let Some(below) = at.dependencies.first() else { break };
        at = below;
    }
    assert_eq!(names, ["Sales", "orders", "shop"]);
    let unknown = ResourceReference::default().kind(ResourceType::Screen).id("dashboard-1");
    assert_eq!(admin.refused(ShowResourceRelationships::new([unknown])).await, NO_RESOURCE);
}
