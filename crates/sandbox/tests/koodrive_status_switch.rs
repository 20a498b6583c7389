//! The status of business errors of KooDrive: 400, or 200 with `koodrive_errors_with_status_200`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::users::{LIN, NO_RIGHT, NOOR};
use common::{Bench, clock};
use hwc_models::koodrive::{CreateSession, CreateSpace, GetSpace, GetSpaceV2, GetTeamSpaceList, SpaceType};
use hwc_models::osm::ShowCaseStatus;
use hwc_sandbox::{Fault, Sandbox, SandboxOptions};
use hwc_wire::{Request, error_in_success_body, parse_error_body};

/// Creates a sandbox with demo data whose business errors of KooDrive have status 200.
fn bench() -> Bench {
    let clock = clock();
    let options = SandboxOptions::default().clock(clock.clone()).koodrive_errors_with_status_200(true);
    Bench { sandbox: Sandbox::new(options).unwrap(), clock }
}

#[tokio::test]
async fn both_statuses_have_the_same_body() {
    let request = || GetSpace::new(NOOR.id, SpaceType::Personal);
    let (usual, switched) = (LIN.reply(&Bench::demo(), request()).await, LIN.reply(&bench(), request()).await);
    assert_eq!((usual.status.as_u16(), switched.status.as_u16()), (400, 200));
    assert_eq!(usual.body, switched.body);
    let envelope = &GetSpace::OPERATION.service.envelope;
    assert_eq!(error_in_success_body(envelope, &switched.body), parse_error_body(envelope, &usual.body));
    assert_eq!(LIN.refused(&bench(), request()).await, NO_RIGHT.replace("400", "200"));
}

#[tokio::test]
async fn invalid_requests_have_the_status_too() {
    let refused = LIN.refused(&bench(), GetTeamSpaceList::new(0_u32, 101_u32)).await;
    assert!(refused.starts_with("200 13000102 "), "{refused}");
}

#[tokio::test]
async fn a_refused_call_with_status_200_changes_nothing() {
    let bench = bench();
    LIN.refused(&bench, CreateSpace::new(NOOR.id, 1_u64, SpaceType::Personal)).await;
    assert_eq!(NOOR.send(&bench, GetSpaceV2::new(NOOR.id)).await.data.len(), 1);
}

#[tokio::test]
async fn other_errors_keep_their_status() {
    let bench = bench();
    let unknown = bench.raw("GET", "http://localhost/koodrive/ose/v1/none/none/none", &[], "").await;
    assert_eq!(unknown.status, 404);
    let code = bench.reply_to(CreateSession::OPERATION, &CreateSession::new("wrong"), &[]).await;
    assert_eq!(code.status, 400);
    let without_token = bench.reply_to(GetSpaceV2::OPERATION, &GetSpaceV2::new(LIN.id), &[]).await;
    assert_eq!(without_token.status, 401);
    bench.sandbox.inject_fault(Fault::unavailable());
    assert_eq!(LIN.reply(&bench, GetSpaceV2::new(LIN.id)).await.status, 503);
    let other_service =
        bench.raw("GET", "http://localhost/v2/servicerequest/cases?limit=x", &[("X-Auth-Token", "any")], "");
    assert_eq!(other_service.await.status, 400, "{}", ShowCaseStatus::OPERATION.name);
}
