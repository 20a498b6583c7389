//! The state of the KooDrive subscription: a frozen service refuses its calls and keeps its data.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::drive::{FILE, sales};
use common::team::Team;
use common::uploads::state as state_of;
use common::users::{ADA, LIN};
use common::{Bench, implemented_of};
use hwc_models::koodrive::{
    AuthSession, CreateJob, CreateSession, CreateShare, GetFile, GetJobDetail, GetService, JobType,
    ListShareFilesPublic, Logout, ServiceState, ShareScope,
};
use hwc_models::osm::ListCases;
use hwc_sandbox::account::DRIVE_LIN_CODE;
use hwc_sandbox::example_input;
use hwc_wire::{parse_error_body, set_fields_from_json};

const FROZEN: &str = "400 13000412 Space is not active: the service is frozen.";

/// The operations that a frozen service allows: `GetService`, and those of signing in and out.
const ALLOWED: [&str; 2] = ["Sessions", "Accounts and passwords"];

async fn state(bench: &Bench) -> ServiceState {
    LIN.send(bench, GetService::new()).await.data.unwrap().status.unwrap()
}

#[tokio::test]
async fn a_frozen_service_allows_signing_in_and_nothing_else() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    assert_eq!(state(&bench).await, ServiceState::Normal);
    bench.sandbox.set_koodrive_state(ServiceState::Frozen).unwrap();
    assert_eq!(state(&bench).await, ServiceState::Frozen);
    let session = bench.send_with(CreateSession::new(DRIVE_LIN_CODE), &[]).await.data.unwrap();
    assert!(session.access_token.is_some());
    LIN.send(&bench, AuthSession::new()).await;
    LIN.send(&bench, Logout::new()).await;
    assert_eq!(ADA.refused(&bench, GetFile::new(FILE, space.as_str())).await, FROZEN);
    assert_eq!(bench.refused(ListShareFilesPublic::new("1537770199275722241")).await, FROZEN);
    bench.send(ListCases::new()).await;
    bench.sandbox.set_koodrive_state(ServiceState::Normal).unwrap();
    ADA.send(&bench, GetFile::new(FILE, space.as_str())).await;
}

#[tokio::test]
async fn a_refused_call_changes_nothing() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    bench.sandbox.set_koodrive_state(ServiceState::Frozen).unwrap();
    let before = state_of(&bench).await;
    let share = CreateShare::new(ShareScope::AnyoneWithLink, space.as_str(), [FILE]).valid_days(1_u32);
    assert_eq!(ADA.refused(&bench, share).await, FROZEN);
    let job: CreateJob = common::drive::job(JobType::Package, &space, &[FILE]);
    assert_eq!(ADA.refused(&bench, job).await, FROZEN);
    assert_eq!(state_of(&bench).await, before);
}

#[tokio::test]
async fn every_operation_is_refused() {
    let bench = Bench::demo();
    bench.sandbox.set_koodrive_state(ServiceState::Frozen).unwrap();
    let mut open = Vec::new();
    for entry in implemented_of("koodrive") {
        let operation = entry.operation;
        if operation.name == "GetService" || ALLOWED.contains(&operation.group) {
            continue;
        }
        let mut request = (entry.request)();
        set_fields_from_json(&mut *request, &example_input(operation).unwrap().fields).unwrap();
        let reply = bench.reply(operation, &*request).await;
        let error = parse_error_body(&operation.service.envelope, &reply.body);
        if error.is_none_or(|error| error.code != "13000412") {
            open.push(format!("{}: {}", operation.name, reply.line()));
        }
    }
    assert!(open.is_empty(), "{}", open.join("\n"));
}

#[tokio::test]
async fn work_that_was_started_before_goes_on() {
    let team = Team::new().await;
    let job = common::drive::job(JobType::Package, &team.space, &[team.folder.as_str()]);
    let id = LIN.send(&team.bench, job).await.data.unwrap();
    team.bench.sandbox.set_koodrive_state(ServiceState::Frozen).unwrap();
    team.bench.wait(3);
    team.bench.sandbox.set_koodrive_state(ServiceState::Normal).unwrap();
    let detail = LIN.send(&team.bench, GetJobDetail::new(id)).await.data.unwrap();
    assert!(detail.job_info.unwrap().download_url.is_some());
}
