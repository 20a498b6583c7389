//! The examples, over real HTTP on loopback: client, reqwest, server, sandbox.

#![cfg(feature = "network")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    dead_code,
    unreachable_pub,
    reason = "examples print, tests may panic"
)]

#[path = "../examples/auto_reply.rs"]
mod auto_reply;
#[path = "../examples/credentials.rs"]
mod credentials;
#[path = "../examples/drive_job.rs"]
mod drive_job;
#[path = "../examples/embed_ticket.rs"]
mod embed_ticket;
#[path = "../examples/follow_ticket.rs"]
mod follow_ticket;
#[path = "../examples/grant_access.rs"]
mod grant_access;
#[path = "../examples/handle_errors.rs"]
mod handle_errors;
#[path = "../examples/list_tickets.rs"]
mod list_tickets;
#[path = "../examples/nightly_export.rs"]
mod nightly_export;
#[path = "../examples/open_ticket.rs"]
mod open_ticket;
#[path = "../examples/sign_in.rs"]
mod sign_in;

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use hwc_api::koodrive::JobStatus;
use hwc_api::transport::ReqwestTransport;
use hwc_api::transport::clock::ManualClock;
use hwc_api::{Client, DecodeMode, ErrorKind, KooDriveCredentials, koodrive, osm};
use hwc_sandbox::{Sandbox, SandboxOptions};

/// A sandbox behind a real server, with a real transport and a manual clock.
struct Stage {
    client: Client,
    clock: ManualClock,
}

fn on_stage<F: Future<Output = ()>>(play: impl FnOnce(Stage) -> F) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
        let sandbox = Sandbox::new(SandboxOptions::default().clock(Arc::new(clock.clone()))).unwrap();
        let server = sandbox.bind_loopback(0).await.unwrap();
        let url = format!("http://{}", server.address());
        let client = Client::builder()
            .transport(ReqwestTransport::builder().no_proxy().build().unwrap())
            .endpoint("osm", &url)
            .endpoint("koodrive", &url)
            .endpoint("insight", &url)
            .endpoint("iam", &url)
            .auth_token("any")
            .koodrive_token("any")
            .project_id("project-1")
            .decode_mode(DecodeMode::Strict)
            .build()
            .unwrap();
        tokio::select! {
            () = play(Stage { client, clock }) => {}
            _ = server.run() => panic!("the server ended"),
        }
    });
}

/// Returns a client of an in-process sandbox, and their shared clock.
fn in_process() -> (Client, ManualClock) {
    let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    let sandbox = Sandbox::new(SandboxOptions::default().clock(Arc::new(clock.clone()))).unwrap();
    let client = Client::builder().transport(sandbox).clock(Arc::new(clock.clone()));
    let client = client.auth_token("any").koodrive_token("any");
    (client.decode_mode(DecodeMode::Strict).build().unwrap(), clock)
}

#[tokio::test]
async fn a_ticket_is_followed() {
    let (client, clock) = in_process();
    let texts = clock.run_to_completion(follow_ticket::run(&client)).await.unwrap();
    assert_eq!(
        texts,
        ["I have taken up your ticket and am looking into it.", "Thank you for your message. I am looking into it."]
    );
}

#[tokio::test]
async fn an_export_goes_on_where_it_has_stopped() {
    let (client, clock) = in_process();
    // A ticket opened at this very moment belongs to the next export.
    clock.advance(Duration::from_secs(1));
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("nightly_export");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    assert_eq!(nightly_export::run(&client, &folder, 5).await.unwrap(), 5);
    assert_eq!(nightly_export::run(&client, &folder, usize::MAX).await.unwrap(), 10);
    assert_eq!(nightly_export::run(&client, &folder, usize::MAX).await.unwrap(), 0);
    let opened = open_ticket::run(&client).await.unwrap();
    clock.advance(Duration::from_secs(1));
    assert_eq!(nightly_export::run(&client, &folder, usize::MAX).await.unwrap(), 1, "the next export has it");
    assert_eq!(nightly_export::run(&client, &folder, usize::MAX).await.unwrap(), 0);
    let lines = std::fs::read_to_string(folder.join("tickets.jsonl")).unwrap();
    let id = |line: &str| {
        let record: hwc_api::serde_json::Value = hwc_api::serde_json::from_str(line).unwrap();
        record["case"]["incident_id"].as_str().unwrap().to_owned()
    };
    let ids: std::collections::BTreeSet<String> = lines.lines().map(id).collect();
    assert_eq!((lines.lines().count(), ids.len()), (16, 16), "each once");
    assert!(ids.contains(opened.as_str()));
}

#[tokio::test]
async fn engineers_are_answered_once() {
    let (client, _) = in_process();
    assert_eq!(auto_reply::run(&client).await.unwrap(), ["case-1002"]);
    assert_eq!(auto_reply::run(&client).await.unwrap(), [""; 0]);
    let shown = client.send(osm::ShowCaseDetail::new("case-1002")).await.unwrap().incident_detail_info.unwrap();
    let last = shown.message_list.last().unwrap().content.as_deref().unwrap();
    assert!(last.starts_with("Nobody is here"), "{last}");
}

#[test]
fn errors_are_told_apart() {
    on_stage(|Stage { client, .. }| async move {
        assert_eq!(
            handle_errors::run(&client).await,
            ["offset is 70000, not 0 to 65535", "limit is 101, not 0 to 100", "OSM.01010015: there is no such ticket"]
        );
    });
}

#[tokio::test]
async fn files_are_listed_and_searched_over_all_pages() {
    let (client, _) = in_process();
    let team = "1243693141656107521";
    let spaces = client.send(koodrive::GetSpaceV2::new(team)).await.unwrap();
    let space = spaces.data[0].container_id.clone().unwrap();
    for name in ["March", "April", "May"] {
        client.send(koodrive::CreateDirectory::new(space.clone(), name)).await.unwrap();
    }
    let mut page = koodrive::CursorPage::default();
    page.page_size = Some(1);
    page.page_cursor = Some(String::new());
    let list = koodrive::GetDepartmentFiles::new(team, koodrive::FileListScope::Space, space).parent_file_id("root");
    let files = client.items(list.page_info(page.clone())).try_collect().await.unwrap();
    let names: Vec<_> = files.iter().map(|file| file.file_name.as_deref().unwrap()).collect();
    assert_eq!(names, ["April", "March", "May", "welcome.txt"]);
    let search = koodrive::Search::new(koodrive::SearchType::Team, page);
    let found =
        client.items(search.filter(koodrive::SearchFilter::default().key_word("ma"))).try_collect().await.unwrap();
    let names: Vec<_> = found.iter().map(|file| file.file_name.as_deref().unwrap()).collect();
    assert_eq!(names, ["March", "May"]);
}

#[test]
fn a_drive_job_runs_through_its_states() {
    on_stage(|Stage { client, clock }| async move {
        let spaces = client.send(koodrive::GetSpaceV2::new("1243693141656107521")).await.unwrap();
        let space = spaces.data[0].container_id.clone().unwrap();
        let states = drive_job::run(&client, space.as_str(), drive_job::FILE, || clock.advance(Duration::from_secs(1)))
            .await
            .unwrap();
        assert_eq!(states.first(), Some(&JobStatus::Waiting));
        assert!(states.contains(&JobStatus::Running));
        assert_eq!(states.last(), Some(&JobStatus::Finished));
        let content = drive_job::fetch(&client, space.as_str(), drive_job::FILE).await.unwrap();
        assert_eq!(String::from_utf8(content).unwrap(), "Welcome to the sandbox.\n");
    });
}

#[test]
fn an_embed_ticket_is_valid_until_it_expires() {
    on_stage(|Stage { client, clock }| async move {
        assert_eq!(embed_ticket::run(&client).await.unwrap(), 2, "one of the demo data and the new one");
        clock.advance(Duration::from_secs(25 * 3600));
        let valid = client.send(hwc_api::insight::ListTickets::new()).await.unwrap();
        assert_eq!(valid.page_data, []);
    });
}

#[test]
fn a_token_is_got_by_password() {
    on_stage(|Stage { client, .. }| async move {
        let token = sign_in::run(&client, "account", "user", "right").await.unwrap();
        assert!(!token.expose().is_empty());
        let error = sign_in::run(&client, "account", "user", "wrong").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Service);
        assert_eq!(error.service().unwrap().status, 401);
    });
}

#[tokio::test]
async fn credentials_of_all_kinds_are_accepted() {
    let sandbox = Sandbox::new(SandboxOptions::default().verify_credentials(true)).unwrap();
    assert_eq!(credentials::tickets(sandbox.clone()).await.unwrap(), [15, 15, 15]);
    assert_eq!(credentials::users(sandbox).await.unwrap(), 4);
}

#[tokio::test]
async fn a_session_that_has_lapsed_goes_on() {
    let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    let sandbox =
        Sandbox::new(SandboxOptions::default().verify_credentials(true).clock(Arc::new(clock.clone()))).unwrap();
    let builder = || Client::builder().transport(sandbox.clone()).clock(Arc::new(clock.clone()));
    let nobody = builder().build().unwrap();
    let made = nobody.send(koodrive::CreateSession::new(hwc_sandbox::account::DRIVE_CODE)).await.unwrap();
    let made = made.data.unwrap();
    let session = KooDriveCredentials::session(made.access_token.unwrap(), made.session_id.unwrap());
    let client = builder().koodrive_credentials(session).build().unwrap();
    assert_eq!(client.send(koodrive::CountUser::new()).response().await.unwrap().attempts, 1);
    clock.advance(Duration::from_secs(21 * 60));
    assert_eq!(
        client.send(koodrive::CountUser::new()).response().await.unwrap().attempts,
        2,
        "refused, refreshed, sent"
    );
    assert_eq!(client.send(koodrive::CountUser::new()).response().await.unwrap().attempts, 1);
}
