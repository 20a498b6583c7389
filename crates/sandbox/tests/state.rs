//! Persistence: state in a file, the demo data, and equal responses in each run.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use std::path::PathBuf;

use common::{Bench, clock};
use hwc_models::insight::ListTickets;
use hwc_models::osm::{CreateCases, ListAuthorizations, ListCases};
use hwc_sandbox::{Sandbox, SandboxOptions};

/// Returns an empty folder of the test.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("sandbox-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn open(file: &PathBuf) -> Bench {
    let clock = clock();
    let options = SandboxOptions::default().clock(clock.clone()).database(file).without_demo_data();
    Bench { sandbox: Sandbox::new(options).unwrap(), clock }
}

#[tokio::test]
async fn a_sandbox_goes_on_where_the_last_one_stopped() {
    let file = folder("goes-on").join("state.db");
    let create = || CreateCases::new("Fault", "x", "source");
    let first = open(&file);
    assert_eq!(first.send(create()).await.incident_id.unwrap().as_str(), "case-1001");
    drop(first);
    let second = open(&file);
    assert_eq!(second.send(ListCases::new()).await.total_count, Some(1));
    assert_eq!(second.send(create()).await.incident_id.unwrap().as_str(), "case-1002");
    let reply = second.raw("GET", "http://localhost/", &[], "").await;
    assert_eq!(reply.header("X-Request-Id"), Some("00000000000000000000000000000004"));
}

#[tokio::test]
async fn demo_data_has_something_of_everything() {
    let bench = Bench::demo();
    let cases = bench.send(ListCases::new()).await;
    let status: Vec<i64> = cases.incident_info_list.iter().map(|info| info.status.unwrap().code()).collect();
    assert_eq!(status, [0, 1, 3, 2, 4, 5, 12, 17, 1, 1]);
    let pending = bench.send(ListAuthorizations::new().status(0)).await;
    assert_eq!(
        (pending.count, pending.incident_auth_list[0].incident_id.as_ref().unwrap().as_str()),
        (Some(3), "case-1002")
    );
    assert_eq!(bench.send(ListTickets::new()).await.count, Some(1));
}

#[tokio::test]
async fn the_same_calls_get_the_same_answers() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let bench = Bench::demo();
        let header = [("X-Auth-Token", "token")];
        let mut lines = Vec::new();
        for path in ["/v2/servicerequest/cases", "/v2/servicerequest/authorizations", "/v1/project-1/tickets", "/x"] {
            let reply = bench.raw("GET", &format!("http://localhost{path}"), &header, "").await;
            lines.push(format!("{} {:?}", reply.line(), reply.header("X-Request-Id")));
        }
        runs.push(lines);
    }
    assert_eq!(runs[0], runs[1]);
}
