//! Promotion between workspaces of the sandbox: what is added, replaced and refused.

use std::time::Duration;

use hwc_api::insight::{ExportResource, ListResources, ReplaceRule, ResourceType, UpdateDashboard};
use hwc_api::insight_workflows::{PromoteOutcome, ResourceChange};
use hwc_api::{ErrorKind, TaskResult};

use crate::common::Stage;

/// The dashboard of the demo data.
pub(crate) fn sales() -> [ExportResource; 1] {
    [ExportResource::default().kind(ResourceType::Dashboard).id("dashboard-1")]
}

pub(crate) fn changes(outcome: &PromoteOutcome) -> Vec<(&str, &str, ResourceChange)> {
    outcome.resources.iter().map(|one| (one.kind.code(), one.name.as_str(), one.change)).collect()
}

/// Returns the names of the dashboards of the second workspace.
pub(crate) async fn live_dashboards(stage: &Stage) -> Vec<String> {
    let call = stage.client.send(ListResources::new(ResourceType::Dashboard)).workspace_id(stage.live.to_string());
    call.await.unwrap().page_data.into_iter().map(|found| found.name.unwrap()).collect()
}

#[tokio::test]
async fn a_dashboard_is_promoted_with_everything_below() {
    let stage = Stage::new().await;
    let (source, target) = (stage.client.insight(), stage.client.insight().workspace_id(&stage.live));
    let outcome = stage.clock.run_to_completion(source.promote(sales(), &target)).await.unwrap();
    assert_eq!(outcome.result, TaskResult::Succeeded);
    assert_eq!(outcome.report.as_deref(), Some("3 of 3"));
    let added = ResourceChange::Added;
    assert_eq!(
        changes(&outcome),
        [("datasource", "shop", added), ("dataset", "orders", added), ("dashboard", "Sales", added)]
    );
    assert_eq!(live_dashboards(&stage).await, ["Sales"]);
    let ids: Vec<_> = outcome.resources.iter().map(|one| one.target_id.clone().unwrap()).collect();
    assert!(ids.iter().zip(&outcome.resources).all(|(id, one)| *id != one.source_id));
    assert!(outcome.into_result().is_ok());
}

#[tokio::test]
async fn resources_with_the_same_name_are_replaced() {
    let stage = Stage::new().await;
    let (source, target) = (stage.client.insight(), stage.client.insight().workspace_id(&stage.live));
    stage.clock.run_to_completion(source.promote(sales(), &target)).await.unwrap();
    stage.clock.advance(Duration::from_secs(60));
    let again = source.promote(sales(), &target).replace(ReplaceRule::ByName);
    let outcome = stage.clock.run_to_completion(again).await.unwrap();
    let replaced = ResourceChange::Replaced;
    let expected =
        [("datasource", "shop", replaced), ("dataset", "orders", replaced), ("dashboard", "Sales", replaced)];
    assert_eq!(changes(&outcome), expected);
    stage.client.send(UpdateDashboard::new("dashboard-1", "Revenue")).await.unwrap();
    let renamed = source.promote(sales(), &target).replace(ReplaceRule::ByName);
    let outcome = stage.clock.run_to_completion(renamed).await.unwrap();
    assert_eq!(outcome.resources[2].change, ResourceChange::Added, "no dashboard had the new name");
    assert_eq!(live_dashboards(&stage).await, ["Sales", "Revenue"]);
}

#[tokio::test]
async fn a_dashboard_is_promoted_into_another_project() {
    let stage = Stage::new().await;
    let (source, target) = (stage.client.insight(), stage.client.insight().project_id("project-2"));
    let outcome = stage.clock.run_to_completion(source.promote(sales(), &target)).await.unwrap();
    assert!(outcome.is_complete(), "{outcome:?}");
    let call = stage.client.send(ListResources::new(ResourceType::Dashboard)).project_id("project-2");
    let names: Vec<_> = call.await.unwrap().page_data.into_iter().map(|found| found.name.unwrap()).collect();
    assert_eq!(names, ["Sales"]);
}

#[tokio::test]
async fn copies_beside_each_other_are_told_apart() {
    let stage = Stage::new().await;
    let insight = stage.client.insight();
    let outcome = stage.clock.run_to_completion(insight.promote(sales(), &insight)).await.unwrap();
    assert!(outcome.is_complete());
    let ids: Vec<_> = outcome.resources.iter().map(|one| one.target_id.clone().unwrap()).collect();
    assert!(!ids.contains(&"dashboard-1".to_owned()), "the copy has another ID: {ids:?}");
}

#[tokio::test]
async fn what_is_incomplete_is_refused_before_anything_is_sent() {
    let stage = Stage::new().await;
    let insight = stage.client.insight();
    for resources in [vec![], vec![ExportResource::default().id("dashboard-1")]] {
        let error = insight.promote(resources, &insight).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    }
    let unknown = [ExportResource::default().kind(ResourceType::Dashboard).id("dashboard-9")];
    let error = insight.promote(unknown, &insight).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Service);
}
