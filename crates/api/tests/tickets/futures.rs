//! Workflows as futures and streams that own what they need, and their options.

use std::time::Duration;

use futures_util::TryStreamExt;
use futures_util::future::join_all;
use hwc_api::tickets::NewTicket;
use hwc_api::{Clock, ErrorKind};
use serde_json::json;

use crate::common::{patiently, time};
use crate::desk::{Desk, refusal};

fn desk() -> Desk {
    Desk::new()
        .on("ListCaseLabels", json!({ "case_label_list": [{ "label_id": 1, "name": "urgent" }] }))
        .on("ListLabels", json!({ "total_count": 1, "label_list": [{ "label_id": 1, "name": "urgent" }] }))
        .on("ListRelation", json!({ "case_relation_list": [] }))
        .on("CreateRelations", json!({}))
        .on("UpdateCases", json!({}))
        .on("CreateScores", json!({}))
        .on("UpdateAuthorizations", json!({}))
        .on(
            "ListProblemTypes",
            json!({ "incident_business_type_list": [{ "business_type_id": "1", "business_type_name": "Question" }] }),
        )
        .on("CreateCases", json!({ "incident_id": "case-1" }))
}

#[tokio::test]
async fn workflows_can_be_spawned() {
    let desk = desk();
    // The handle is dropped before the workflows run.
    let opened = tokio::spawn(desk.tickets().open(NewTicket::new("text").problem("question")));
    let label = tokio::spawn(desk.tickets().label("case-1", ["urgent"]));
    let link = tokio::spawn(desk.tickets().link("case-1", ["case-2"]));
    let close = tokio::spawn(desk.tickets().close("case-1").reason("done"));
    assert_eq!(opened.await.unwrap().unwrap().case_id.as_str(), "case-1");
    assert_eq!(label.await.unwrap().unwrap().already.len(), 1);
    assert_eq!(link.await.unwrap().unwrap().added.len(), 1);
    close.await.unwrap().unwrap();
    let revokes = ["a", "b"].map(|id| desk.tickets().authorizations().revoke(id));
    assert!(join_all(revokes).await.iter().all(Result::is_ok));
}

#[tokio::test]
async fn options_apply_to_each_call_of_a_workflow() {
    let desk = desk();
    desk.tickets().header("x-all", "1").label("case-1", ["urgent"]).header("x-batch", "2").await.unwrap();
    assert_eq!(desk.asked().len(), 2);
    assert!(desk.asked().iter().all(|asked| asked.headers["x-all"] == "1" && asked.headers["x-batch"] == "2"));
    let desk = desk.once("ListRelation", 503, json!({})).once("ListRelation", 503, json!({}));
    let error = patiently(&desk.clock, desk.tickets().links("case-1").max_attempts(2)).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Service, 2));
    desk.tickets().links("case-1").await.unwrap();
}

#[tokio::test]
async fn a_workflow_has_a_timeout_and_so_has_each_of_its_calls() {
    let desk = desk().slow("ListCaseLabels", Duration::from_secs(8)).slow("ListLabels", Duration::from_secs(8));
    let start = desk.clock.monotonic();
    let label = desk.tickets().label("case-1", ["urgent"]).timeout(Duration::from_secs(12));
    let error = patiently(&desk.clock, label).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Timeout, false));
    assert_eq!(error.to_string(), "tickets.label: timed out: no response within 12s; the request may have been sent");
    assert_eq!(desk.clock.monotonic() - start, Duration::from_secs(12));
    let label = desk.tickets().call_timeout(Duration::from_secs(7)).label("case-1", ["urgent"]);
    let error = patiently(&desk.clock, label).await.unwrap_err();
    assert_eq!(error.operation().unwrap().name, "ListCaseLabels");
    patiently(&desk.clock, desk.tickets().label("case-1", ["urgent"])).await.unwrap();
}

#[tokio::test]
async fn exports_and_followers_are_streams() {
    let case = json!({ "incident_id": "case-1", "create_time": "2023-11-01 00:00:00" });
    let detail = json!({ "incident_detail_info": { "status": 3, "message_list": [{ "message_id": "1" }] } });
    let list = json!({ "total_count": 1, "incident_info_list": [case] });
    let desk = Desk::new().on("ListCases", list).on("ShowCaseDetail", detail);
    let export = desk.tickets().export().since(time(1_698_700_000)).max_attempts(1);
    let records: Vec<_> = export.try_collect().await.unwrap();
    assert_eq!(records[0].messages().len(), 1);
    let messages: Vec<_> = desk.tickets().follow("case-1").from_start().try_collect().await.unwrap();
    assert_eq!(messages.len(), 1);
}

/// Returns a desk with two tickets. The second one has a message more after ten seconds.
fn two_tickets() -> Desk {
    let desk = Desk::new();
    let clock = desk.clock.clone();
    desk.does("ShowCaseDetail", move |asked| {
        let seconds = clock.monotonic().as_secs();
        let is_second = asked.target.contains("case-2");
        let count = if is_second && seconds >= 10 { 2 } else { 1 };
        let messages: Vec<_> = (0..count)
            .map(|number| json!({ "message_id": number.to_string(), "create_time": format!("2025-01-01 10:00:0{number}") }))
            .collect();
        let status = if is_second && seconds < 10 { 1 } else { 3 };
        (200, json!({ "incident_detail_info": { "status": status, "message_list": messages } }))
    })
}

#[tokio::test]
async fn several_tickets_are_followed_in_one_stream() {
    let desk = two_tickets();
    let follow = desk.tickets().follow_all(["case-1", "case-2", "case-1"]).from_start();
    assert_eq!(follow.case_ids().count(), 2, "each ticket once");
    let collected: Vec<_> = patiently(&desk.clock, follow.try_collect()).await.unwrap();
    let lines: Vec<String> = collected
        .iter()
        .map(|followed| format!("{} {}", followed.case_id, followed.message.message_id.as_ref().unwrap()))
        .collect();
    assert_eq!(lines, ["case-1 0", "case-2 0", "case-2 1"]);
    assert_eq!(desk.clock.monotonic(), Duration::from_secs(15), "the first one is done and not polled again");
    let after = desk.tickets().follow_all(["case-1"]).after("case-2", "0");
    let collected: Vec<_> = patiently(&desk.clock, after.try_collect()).await.unwrap();
    assert_eq!(collected.len(), 1);
    assert_eq!(collected[0].case_id.as_str(), "case-2");
}

#[tokio::test]
async fn a_ticket_that_fails_does_not_stop_the_others() {
    let gone = |asked: &crate::desk::Asked| match asked.target.contains("gone") {
        true => (404, refusal("SVCSTG.404")),
        false => (200, json!({ "incident_detail_info": { "status": 3, "message_list": [{ "message_id": "1" }] } })),
    };
    let desk = Desk::new().does("ShowCaseDetail", gone);
    let mut follow = desk.tickets().follow_all(["gone", "case-1"]).from_start();
    let error = patiently(&desk.clock, follow.try_next()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Service);
    let failed = follow.failed().unwrap().clone();
    assert_eq!(failed.as_str(), "gone");
    follow.remove(&failed);
    assert_eq!(patiently(&desk.clock, follow.try_next()).await.unwrap().unwrap().case_id.as_str(), "case-1");
    assert_eq!(patiently(&desk.clock, follow.try_next()).await.unwrap(), None);
    assert_eq!(follow.status(&"case-1".into()), Some(hwc_api::osm::CaseStatus::Completed));
    follow.add("case-3");
    assert!(patiently(&desk.clock, follow.try_next()).await.unwrap().is_some());
}
