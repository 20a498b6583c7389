//! Workspaces of DataArts Insight: the default one, names, limits, members, and the isolation of accounts.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use std::collections::BTreeMap;

use common::Bench;
use common::insight::{INSTANCE, Member, NO_RESOURCE};
use hwc_models::insight::{
    CreateDashboard, CreateWorkspace, DeleteWorkspace, ListInstances, ListResources, ListWorkspaces, ResourceType,
    UpdateDashboard, UpdateWorkspace, Workspace,
};

const DEFAULT: &str = "workspace-default";
const NO_WORKSPACE: &str = "400 DataArtsInsight.24150005 The workspace does not exist.";

async fn create(member: &Member<'_>, name: &str) -> Workspace {
    member.send(CreateWorkspace::new(INSTANCE, name, "0")).await.workspace.unwrap()
}

async fn names(member: &Member<'_>) -> Vec<String> {
    let page = member.send(ListWorkspaces::new(INSTANCE)).await;
    assert_eq!(page.count, Some(page.page_data.len() as u64));
    page.page_data.into_iter().map(|workspace| workspace.name.unwrap()).collect()
}

#[tokio::test]
async fn a_workspace_is_created_changed_and_deleted() {
    let bench = Bench::empty();
    let admin = Member::administrator(&bench);
    let instances = admin.send(ListInstances::new()).await;
    assert_eq!(instances.page_data[0].instance_id.as_ref().unwrap().as_str(), INSTANCE);
    let created = create(&admin, "Sales").await;
    let id = created.id.clone().unwrap();
    let found = admin.send(ListWorkspaces::new(INSTANCE).name("Sal")).await.page_data.remove(0);
    assert_eq!(found, created);
    assert_eq!((found.is_default, found.owner_name.as_deref()), (Some(0), Some("sandbox")));
    bench.wait(5);
    let configs = BTreeMap::from([("works_public".to_owned(), "1".to_owned())]);
    let update = UpdateWorkspace::new(INSTANCE, id.clone(), "Sales_2").enterprise_project_id("0").description("new");
    assert_eq!(admin.send(update.configs(configs)).await.id, Some(id.clone()));
    let found = admin.send(ListWorkspaces::new(INSTANCE).name("Sales_2")).await.page_data.remove(0);
    assert_eq!(found.description.as_deref(), Some("new"));
    assert_eq!(found.configs.unwrap().as_map().unwrap()["works_public"], "1");
    assert_eq!(found.update_time.unwrap() - found.create_time.unwrap(), 5000);
    admin.send(DeleteWorkspace::new(INSTANCE, id.clone())).await;
    assert_eq!(names(&admin).await, ["default"]);
    assert_eq!(admin.refused(DeleteWorkspace::new(INSTANCE, id)).await, NO_WORKSPACE);
}

#[tokio::test]
async fn names_are_checked_and_a_refused_call_changes_nothing() {
    let bench = Bench::empty();
    let admin = Member::administrator(&bench);
    create(&admin, &"a".repeat(32)).await;
    create(&admin, "数据_1-x").await;
    let before = names(&admin).await;
    for name in ["", &"a".repeat(33), "a b", "é"] {
        let refusal = admin.refused(CreateWorkspace::new(INSTANCE, name, "0")).await;
        assert!(refusal.starts_with("400 DataArtsInsight.24150000 "), "{refusal}");
    }
    for name in ["default", "数据_1-x"] {
        let refusal = admin.refused(CreateWorkspace::new(INSTANCE, name, "0")).await;
        assert_eq!(refusal, "400 DataArtsInsight.24150001 Another workspace has this name.");
    }
    let update = UpdateWorkspace::new(INSTANCE, DEFAULT, "数据_1-x").enterprise_project_id("0");
    assert!(admin.refused(update).await.contains("24150001"));
    let other = admin.refused(CreateWorkspace::new("instance-9", "x", "0")).await;
    assert_eq!(other, "404 DataArtsInsight.24010003 The instance does not exist.");
    assert_eq!(names(&admin).await, before);
}

#[tokio::test]
async fn an_instance_has_twenty_workspaces() {
    let bench = Bench::empty();
    let admin = Member::administrator(&bench);
    for number in 2..=20 {
        create(&admin, &format!("w{number}")).await;
    }
    let refusal = admin.refused(CreateWorkspace::new(INSTANCE, "w21", "0")).await;
    assert!(refusal.starts_with("400 DataArtsInsight.24150003 "), "{refusal}");
    let page = admin.send(ListWorkspaces::new(INSTANCE).offset(18_u32).limit(10_u32)).await;
    assert_eq!((page.count, page.page_data.len()), (Some(20), 2));
    assert_eq!(admin.send(ListWorkspaces::new(INSTANCE).limit(0_u32)).await.page_data, []);
}

#[tokio::test]
async fn the_default_workspace_can_be_changed_but_not_deleted() {
    let bench = Bench::empty();
    let admin = Member::administrator(&bench);
    let update = UpdateWorkspace::new(INSTANCE, DEFAULT, "Main").enterprise_project_id("0");
    admin.send(update).await;
    assert_eq!(names(&admin).await, ["Main"]);
    let refusal = admin.refused(DeleteWorkspace::new(INSTANCE, DEFAULT)).await;
    assert_eq!(refusal, "400 DataArtsInsight.24150002 The default workspace cannot be deleted.");
    let analyst = Member::analyst(&bench).await;
    let update = UpdateWorkspace::new(INSTANCE, DEFAULT, "Mine").enterprise_project_id("0");
    let refusal = analyst.refused(update).await;
    assert_eq!(refusal, "403 DataArtsInsight.20010003 Only the owner of the workspace may do this.");
    assert_eq!(names(&analyst).await, ["Main"]);
}

#[tokio::test]
async fn a_member_sees_a_workspace_after_something_in_it_was_shared() {
    let bench = Bench::empty();
    let (mut admin, mut analyst) = (Member::administrator(&bench), Member::analyst(&bench).await);
    let workspace = create(&admin, "Sales").await.id.unwrap().to_string();
    admin.enter(&workspace);
    let dashboard = admin.send(CreateDashboard::new("Orders")).await.dashboard.unwrap().id.unwrap();
    assert_eq!(names(&analyst).await, ["default"]);
    analyst.enter(&workspace);
    assert_eq!(analyst.refused(ListResources::new(ResourceType::Dashboard)).await, NO_WORKSPACE);
    admin.share(ResourceType::Dashboard, dashboard.as_str(), "read").await;
    assert_eq!(names(&analyst).await, ["default", "Sales"]);
    assert_eq!(analyst.send(ListResources::new(ResourceType::Dashboard)).await.count, Some(1));
}

#[tokio::test]
async fn what_is_in_a_workspace_goes_with_it() {
    let bench = Bench::empty();
    let mut admin = Member::administrator(&bench);
    let workspace = create(&admin, "Sales").await.id.unwrap().to_string();
    admin.enter(&workspace);
    let dashboard = admin.send(CreateDashboard::new("Orders")).await.dashboard.unwrap().id.unwrap();
    admin.enter(DEFAULT);
    let rename = UpdateDashboard::new(dashboard, "Other");
    assert_eq!(admin.refused(rename).await, NO_RESOURCE, "it is in the other workspace");
    admin.send(DeleteWorkspace::new(INSTANCE, workspace)).await;
    assert_eq!(bench.sql("SELECT count(*) FROM records WHERE kind = 'insight.resource'").await, ["0"]);
}

#[tokio::test]
async fn the_other_account_sees_nothing_of_a_project() {
    let bench = Bench::demo();
    let stranger = Member::stranger(&bench);
    let refusal = "403 DataArtsInsight.20010003 The project belongs to another account.";
    assert_eq!(stranger.refused(ListWorkspaces::new(INSTANCE)).await, refusal);
    assert_eq!(stranger.refused(ListResources::new(ResourceType::Dashboard)).await, refusal);
    assert_eq!(stranger.refused(CreateDashboard::new("x")).await, refusal);
    let token = [("X-Auth-Token", hwc_sandbox::account::OTHER_AUTH_TOKEN)];
    let url = "http://localhost/v1/other-project-1/resources/dashboard";
    let own = bench.raw("GET", url, &token, "").await;
    assert_eq!(own.status, 200, "{}", own.line());
    assert_eq!(own.json()["count"], 0, "{}", own.line());
}
