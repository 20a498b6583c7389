//! Injected faults.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use std::time::Duration;

use common::{Bench, Reply};
use hwc_models::iam::KeystoneListAuthDomains;
use hwc_models::insight::ListTickets;
use hwc_models::koodrive::CountUser;
use hwc_models::osm::{CreateCases, ListCases};
use hwc_sandbox::Fault;
use hwc_wire::Request;

async fn ask<E: Request>(bench: &Bench, request: E) -> Reply {
    bench.reply(E::OPERATION, &request).await
}

/// Returns the response of each service.
async fn said(bench: &Bench, fault: Fault) -> String {
    bench.sandbox.inject_fault(fault.times(4));
    let lines = [
        ask(bench, ListCases::new()).await.line(),
        ask(bench, CountUser::new()).await.line(),
        ask(bench, ListTickets::new()).await.line(),
        ask(bench, KeystoneListAuthDomains::new()).await.line(),
    ];
    lines.join("\n")
}

#[tokio::test]
async fn each_service_fails_in_its_own_form() {
    let bench = Bench::empty();
    insta::assert_snapshot!(said(&bench, Fault::unauthorized()).await, @r#"
    401 {"error_code":"OSM.0002","error_msg":"The token must be updated."}
    401 {"code":401,"msg":"The session has ended."}
    401 {"error_code":"APIGW.0307","error_msg":"The token must be updated.","request_id":"00000000000000000000000000000003"}
    401 {"error":{"code":401,"message":"The token must be updated.","title":"Unauthorized"}}
    "#);
    insta::assert_snapshot!(said(&bench, Fault::internal()).await, @r#"
    500 {"error_code":"OSM.0004","error_msg":"Something failed inside the service."}
    500 {"code":13000201,"msg":"Something failed inside the service."}
    500 {"error_code":"APIGW.0601","error_msg":"Something failed inside the service.","request_id":"00000000000000000000000000000007"}
    500 {"error_code":"IAM.0006","error_msg":"Something failed inside the service."}
    "#);
    insta::assert_snapshot!(said(&bench, Fault::unavailable()).await, @r#"
    503 {"error_code":"OSM.0004","error_msg":"The service is unavailable."}
    503 {"code":13000201,"msg":"The service is unavailable."}
    503 {"error_code":"APIGW.0601","error_msg":"The service is unavailable.","request_id":"0000000000000000000000000000000b"}
    503 {"error_code":"IAM.0006","error_msg":"The service is unavailable."}
    "#);
    insta::assert_snapshot!(said(&bench, Fault::too_many_requests(7)).await, @r#"
    429 {"error_code":"APIGW.0308","error_msg":"The throttling threshold has been reached.","request_id":"0000000000000000000000000000000d"}
    429 {"error_code":"APIGW.0308","error_msg":"The throttling threshold has been reached.","request_id":"0000000000000000000000000000000e"}
    429 {"error_code":"APIGW.0308","error_msg":"The throttling threshold has been reached.","request_id":"0000000000000000000000000000000f"}
    429 {"error_code":"APIGW.0308","error_msg":"The throttling threshold has been reached.","request_id":"00000000000000000000000000000010"}
    "#);
    insta::assert_snapshot!(said(&bench, Fault::bad_gateway()).await, @r#"
    502 <html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>
    502 <html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>
    502 <html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>
    502 <html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>
    "#);
}

#[tokio::test]
async fn what_failed_on_demand_says_so_and_when_to_come_back() {
    let bench = Bench::empty();
    bench.sandbox.inject_fault(Fault::too_many_requests(7)).inject_fault(Fault::bad_gateway());
    let throttled = ask(&bench, ListCases::new()).await;
    assert_eq!((throttled.status.as_u16(), throttled.header("Retry-After")), (429, Some("7")));
    assert_eq!(throttled.header("X-Hwc-Sandbox"), Some("fault"));
    assert_eq!(throttled.header("Date"), Some("Thu, 01 Jan 2026 00:00:00 GMT"));
    let page = ask(&bench, ListCases::new()).await;
    assert_eq!((page.status.as_u16(), page.header("Content-Type")), (502, Some("text/html")));
    assert_eq!(page.header("X-Request-Id"), Some("00000000000000000000000000000002"));
    assert_eq!(ask(&bench, ListCases::new()).await.status, 200, "that was all");
}

#[tokio::test]
async fn a_fault_waits_for_the_operation_that_it_is_meant_for() {
    let bench = Bench::empty();
    bench
        .sandbox
        .inject_fault(Fault::unavailable().for_operation::<CreateCases>().times(2))
        .inject_fault(Fault::internal());
    bench.sandbox.inject_fault(Fault::internal().for_operation::<CreateCases>().times(0));
    let create = || CreateCases::new("Fault", "x", "source");
    assert_eq!(ask(&bench, ListCases::new()).await.status, 500);
    assert_eq!(ask(&bench, create()).await.status, 503);
    assert_eq!(ask(&bench, ListCases::new()).await.status, 200);
    assert_eq!(ask(&bench, create()).await.status, 503);
    assert_eq!(bench.send(create()).await.incident_id.unwrap().as_str(), "case-1001", "the others made none");
}

#[tokio::test]
async fn unknown_paths_do_not_use_faults_up() {
    let bench = Bench::empty();
    bench.sandbox.inject_fault(Fault::internal());
    assert_eq!(bench.raw("GET", "http://localhost/nothing", &[], "").await.status, 404);
    assert_eq!(ask(&bench, ListCases::new()).await.status, 500);
}

#[tokio::test]
async fn an_answer_can_be_late_by_the_clock() {
    let bench = Bench::empty();
    bench.sandbox.inject_fault(Fault::delay(Duration::from_secs(30)));
    let moved = async {
        assert_eq!(ask(&bench, ListCases::new()).await.status, 200, "others do not wait");
        bench.clock.advance_to_next()
    };
    let (late, moved) = tokio::join!(ask(&bench, ListCases::new()), moved);
    assert_eq!(moved, Some(Duration::from_secs(30)));
    assert_eq!(late.header("Date"), Some("Thu, 01 Jan 2026 00:00:30 GMT"));
    assert_eq!(late.header("X-Hwc-Sandbox"), None);
}
