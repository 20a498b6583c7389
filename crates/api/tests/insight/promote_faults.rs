//! Promotion under faults at every step: nothing half-done is reported as done.

use std::time::Duration;

use hwc_api::http::Response;
use hwc_api::insight::{
    ExportResourcePackage, ImportResourcePackage, ListCubeAndCatalogList, ListDataConnection, ListResources,
    ShowImportResourceTaskDetail, ShowResourceRelationships,
};
use hwc_api::insight_workflows::{PromoteOutcome, ResourceChange};
use hwc_api::transport::HttpRequest;
use hwc_api::{Body, Error, ErrorKind, Operation, Request, TaskResult, Transport};
use hwc_sandbox::Sandbox;
use serde_json::json;

use crate::common::{Stage, client};
use crate::promote::{changes, live_dashboards, sales};

/// The failure of a step.
#[derive(Clone, Copy)]
enum Failure {
    /// A 500 in place of the response. The sandbox does not see the request.
    Refused,
    /// The sandbox performs the request, but its response is lost.
    Lost,
}

/// Fails the call number `nth` of an operation, counted from 0.
fn failing(sandbox: &Sandbox, operation: &'static Operation, nth: usize, failure: Failure) -> impl Transport + 'static {
    let (sandbox, seen) = (sandbox.clone(), std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0)));
    move |request: HttpRequest| {
        let (sandbox, seen) = (sandbox.clone(), std::sync::Arc::clone(&seen));
        async move {
            let own = *request.extensions().get::<&'static Operation>().unwrap();
            let fails = std::ptr::eq(own, operation) && seen.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == nth;
            if fails && matches!(failure, Failure::Refused) {
                let body = json!({ "error_code": "DataArtsInsight.1", "error_msg": "no" }).to_string();
                return Ok(Response::builder().status(500).body(Body::from(body)).unwrap());
            }
            let response = sandbox.send(request).await;
            if fails {
                Err(hwc_api::TransportError::response_interrupted(hwc_api::transport::BodyError::interrupted("lost")))
            } else {
                response
            }
        }
    }
}

/// Promotes the dashboard into the second workspace, with a failure.
async fn promote(
    stage: &Stage,
    operation: &'static Operation,
    nth: usize,
    failure: Failure,
) -> Result<PromoteOutcome, Error> {
    let client = client(&stage.clock, failing(&stage.sandbox, operation, nth, failure));
    let target = client.insight().workspace_id(&stage.live);
    stage.clock.run_to_completion(client.insight().promote(sales(), &target)).await
}

#[tokio::test]
async fn a_failure_before_the_import_changes_nothing() {
    let steps = [
        ShowResourceRelationships::OPERATION,
        ListDataConnection::OPERATION,
        ListCubeAndCatalogList::OPERATION,
        ListResources::OPERATION,
        ExportResourcePackage::OPERATION,
        ImportResourcePackage::OPERATION,
    ];
    for step in steps {
        let stage = Stage::new().await;
        let error = promote(&stage, step, 0, Failure::Refused).await.unwrap_err();
        assert_eq!(error.operation().map(|operation| operation.name), Some(step.name));
        assert_eq!(live_dashboards(&stage).await, [""; 0], "{}", step.name);
    }
}

#[tokio::test]
async fn an_import_whose_response_is_lost_is_not_repeated() {
    let stage = Stage::new().await;
    let error = promote(&stage, ImportResourcePackage::OPERATION, 0, Failure::Lost).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::MaybeSent, false));
    assert_eq!(live_dashboards(&stage).await, ["Sales"], "imported once");
}

#[tokio::test]
async fn a_task_whose_end_is_unknown_is_named() {
    let stage = Stage::new().await;
    let target = stage.client.insight().workspace_id(&stage.live);
    let call = stage.client.insight().promote(sales(), &target).task_timeout(Duration::from_millis(500));
    let error = stage.clock.run_to_completion(call).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let text = error.to_string();
    assert!(text.starts_with("insight.promote: ") && text.contains("import task `import-1` was started"), "{text}");
    let known = stage.client.wait_for::<ImportResourcePackage>(ShowImportResourceTaskDetail::new("import-1"));
    assert!(stage.clock.run_to_completion(known).await.unwrap().is_success());
}

#[tokio::test]
async fn a_poll_that_fails_for_good_ends_the_wait() {
    let stage = Stage::new().await;
    let refused = |request: HttpRequest, sandbox: Sandbox| async move {
        let own = *request.extensions().get::<&'static Operation>().unwrap();
        if std::ptr::eq(own, ShowImportResourceTaskDetail::OPERATION) {
            let body = json!({ "error_code": "DataArtsInsight.24010003", "error_msg": "no" }).to_string();
            return Ok(Response::builder().status(404).body(Body::from(body)).unwrap());
        }
        sandbox.send(request).await
    };
    let sandbox = stage.sandbox.clone();
    let client = client(&stage.clock, move |request: HttpRequest| refused(request, sandbox.clone()));
    let target = client.insight().workspace_id(&stage.live);
    let error = stage.clock.run_to_completion(client.insight().promote(sales(), &target)).await.unwrap_err();
    assert!(error.to_string().contains("import task `import-1` was started"), "{error}");
}

#[tokio::test]
async fn a_target_that_cannot_be_compared_is_not_complete() {
    for operation in [ListDataConnection::OPERATION, ListResources::OPERATION] {
        let stage = Stage::new().await;
        let outcome = promote(&stage, operation, 1, Failure::Refused).await.unwrap();
        assert_eq!((outcome.result, outcome.is_complete()), (TaskResult::Succeeded, false));
        assert!(changes(&outcome).iter().all(|(.., change)| *change == ResourceChange::Unknown));
        assert!(outcome.comparison_error.is_some());
        let error = outcome.into_result().unwrap_err().to_string();
        assert!(error.contains("succeeded, but the target could not be compared"), "{error}");
    }
}

/// Replaces the state of the task, and the lists of the target after the import if `hides` says so.
async fn with_state(state: i32, hides: bool) -> PromoteOutcome {
    let stage = Stage::new().await;
    let (sandbox, lists) = (stage.sandbox.clone(), std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0)));
    let transport = move |request: HttpRequest| {
        let (sandbox, lists) = (sandbox.clone(), std::sync::Arc::clone(&lists));
        async move {
            let own = *request.extensions().get::<&'static Operation>().unwrap();
            let is_list = std::ptr::eq(own, ListResources::OPERATION);
            let is_second = is_list && lists.fetch_add(1, std::sync::atomic::Ordering::SeqCst) > 0;
            let response = sandbox.send(request).await?;
            let (head, body) = response.into_parts();
            let body = body.collect(usize::MAX).await.unwrap();
            let body = match serde_json::from_slice::<serde_json::Value>(&body) {
                Ok(mut json) if std::ptr::eq(own, ShowImportResourceTaskDetail::OPERATION) => {
                    json["status"] = state.into();
                    Body::from(json.to_string())
                }
                Ok(_) if hides && is_second => Body::from(json!({ "count": 0, "page_data": [] }).to_string()),
                _ => Body::from(body),
            };
            Ok(Response::from_parts(head, body))
        }
    };
    let client = client(&stage.clock, transport);
    let target = client.insight().workspace_id(&stage.live);
    stage.clock.run_to_completion(client.insight().promote(sales(), &target)).await.unwrap()
}

#[tokio::test]
async fn a_task_that_failed_is_not_complete() {
    for (state, result, text) in [(2, TaskResult::Failed, "failed"), (3, TaskResult::Partial, "failed in part")] {
        let outcome = with_state(state, true).await;
        assert_eq!(outcome.result, result);
        assert_eq!(changes(&outcome)[2], ("dashboard", "Sales", ResourceChange::Failed));
        let error = outcome.into_result().unwrap_err().to_string();
        assert!(error.contains(&format!("import task `import-1` {text}")), "{error}");
    }
}

#[tokio::test]
async fn a_task_that_claims_success_without_effect_is_not_complete() {
    let outcome = with_state(1, true).await;
    let error = outcome.into_result().unwrap_err().to_string();
    assert!(error.contains("the target lacks dashboard `Sales`"), "{error}");
    assert!(with_state(1, false).await.is_complete());
}
