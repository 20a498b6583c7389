//! Helpers of tests of tickets: opening one, and reading all data that a failed call could have changed.
#![allow(clippy::unwrap_used, reason = "what fails here is a failed test")]
#![allow(dead_code, reason = "each test file uses some of it")]

use hwc_models::osm::{
    CaseDetail, CreateCases, ListCaseCcEmails, ListCaseCounts, ListCaseOperateLogs, ListCases, ListRelation,
    ShowCaseDetail, ShowCaseExtendsParam, ShowCaseStatus,
};
use hwc_wire::Request;

use crate::common::Bench;

pub(crate) const SOURCE: &str = "83aeb0f2834c4df49826c781d32a963e";

/// The states, each with a ticket of the demo data.
pub(crate) const IN_STATE: [(i64, &str); 9] = [
    (0, "case-1003"),
    (1, "case-1002"),
    (2, "case-to-confirm"),
    (3, "case-1001"),
    (4, "case-cancelled"),
    (5, "case-suspended"),
    (12, "case-invalid"),
    (13, "case-deleted"),
    (17, "case-feedback"),
];

pub(crate) fn ticket(description: &str) -> CreateCases {
    CreateCases::new("Fault", description, SOURCE).region_id("cn-south-1")
}

pub(crate) async fn open(bench: &Bench, description: &str) -> String {
    bench.send(ticket(description)).await.incident_id.unwrap().to_string()
}

pub(crate) async fn detail(bench: &Bench, id: &str) -> CaseDetail {
    bench.send(ShowCaseDetail::new(id)).await.incident_detail_info.unwrap()
}

pub(crate) async fn status(bench: &Bench, id: &str) -> i64 {
    bench.send(ShowCaseStatus::new(id)).await.status.unwrap().code()
}

/// Returns the operations in the log of a ticket, by number.
pub(crate) async fn log(bench: &Bench, id: &str) -> Vec<i64> {
    let log = bench.send(ListCaseOperateLogs::new(id).limit(100_u32)).await;
    log.incident_operate_log_list.iter().map(|entry| entry.operate_type.unwrap().code()).collect()
}

pub(crate) async fn ids(bench: &Bench, request: ListCases) -> Vec<String> {
    let page = bench.send(request).await;
    page.incident_info_list.iter().map(|info| info.incident_id.as_ref().unwrap().to_string()).collect()
}

/// Returns the body of a response.
pub(crate) async fn text<E: Request>(bench: &Bench, request: E) -> String {
    bench.reply(E::OPERATION, &request).await.line()
}

/// Returns all data of a ticket, and a summary of all tickets.
pub(crate) async fn everything(bench: &Bench, id: &str) -> String {
    [
        text(bench, ShowCaseDetail::new(id)).await,
        text(bench, ShowCaseStatus::new(id)).await,
        text(bench, ListCaseOperateLogs::new(id).limit(100_u32)).await,
        text(bench, ShowCaseExtendsParam::new(id)).await,
        text(bench, ListRelation::new(id)).await,
        text(bench, ListCases::new().limit(100_u32)).await,
        text(bench, ListCaseCounts::new()).await,
        text(bench, ListCaseCcEmails::new()).await,
    ]
    .join("\n")
}

/// Returns the error response to a request, which must not change anything.
pub(crate) async fn refused<E: Request>(bench: &Bench, id: &str, request: E) -> String {
    let before = everything(bench, id).await;
    let refusal = bench.refused(request).await;
    assert_eq!(everything(bench, id).await, before, "changed by what was refused: {refusal}");
    refusal
}
