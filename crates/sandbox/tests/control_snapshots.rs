//! Snapshots, resets and forks: the state afterwards is the state before, with the contents of files.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::control::Controlled;
use common::database::dump;
use common::drive::{FILE, job, run, sales, text_of};
use common::{Bench, clock};
use hwc_models::koodrive::{CreateDirectory, JobType};
use hwc_sandbox::{Fault, Sandbox, SandboxOptions};
use serde_json::{Value, json};

/// Changes tickets and files.
async fn change(bench: &Bench) {
    let space = sales(bench).await;
    bench.sandbox.engineer().reply("case-1002", "Done.").unwrap();
    bench.send(CreateDirectory::new(space.as_str(), "new")).await;
    run(bench, job(JobType::Delete, &space, &[FILE])).await;
    run(bench, job(JobType::EmptyRecycleBin, &space, &[])).await;
    bench.sandbox.inject_fault(Fault::internal());
    bench.sandbox.clock().freeze();
}

async fn restored_state_is_equal(bench: &Bench) {
    let (before, space) = (dump(bench).await, sales(bench).await);
    let snapshot = bench.sandbox.snapshot().unwrap();
    assert!(snapshot.size() > 0);
    change(bench).await;
    bench.sandbox.clear_faults();
    assert_ne!(dump(bench).await, before);
    bench.sandbox.restore(&snapshot).unwrap();
    assert_eq!(dump(bench).await, before);
    assert!(bench.sandbox.faults().is_empty() && !bench.sandbox.clock().is_frozen());
    assert_eq!(text_of(bench, &space, FILE).await, "Welcome to the sandbox.\n");
}

#[tokio::test]
async fn a_state_in_memory_is_restored() {
    restored_state_is_equal(&Bench::with_examples()).await;
}

#[tokio::test]
async fn a_served_state_is_restored() {
    let bench = Bench::with_examples();
    let before = bench.sandbox.snapshot().unwrap();
    let server = bench.sandbox.bind_loopback(0).await.unwrap();
    restored_state_is_equal(&bench).await;
    bench.sandbox.restore(&before).unwrap();
    drop(server);
}

#[tokio::test]
async fn a_state_in_a_file_is_restored() {
    let folder = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("control-snapshots");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    restored_state_is_equal(&Bench::in_file(&folder.join("state.db"))).await;
}

#[tokio::test]
async fn a_reset_writes_the_data_of_the_start() {
    let bench = Bench::with_examples();
    change(&bench).await;
    bench.sandbox.reset().unwrap();
    let options = SandboxOptions::default().clock(bench.clock.clone()).with_example_data();
    let other = Bench { sandbox: Sandbox::new(options).unwrap(), clock: bench.clock.clone() };
    assert_eq!(dump(&bench).await, dump(&other).await);
    let space = sales(&bench).await;
    assert_eq!(text_of(&bench, &space, FILE).await, "Welcome to the sandbox.\n");
}

#[tokio::test]
async fn a_strict_sandbox_keeps_its_key() {
    let bench = Bench::strict();
    bench.sandbox.reset().unwrap();
    let keys = "SELECT count(*) FROM link_keys";
    let fork = bench.sandbox.fork().unwrap();
    for sandbox in [bench.sandbox.clone(), fork] {
        let bench = Bench { sandbox, clock: bench.clock.clone() };
        let count = common::database::database(&bench, move |db| db.query_row(keys, (), |row| row.get::<_, i64>(0)));
        assert_eq!(count.await, 1);
    }
}

#[tokio::test]
async fn a_fork_is_independent() {
    let bench = Bench::with_examples();
    let space = sales(&bench).await;
    let fork = Bench { sandbox: bench.sandbox.fork().unwrap(), clock: bench.clock.clone() };
    assert_eq!(dump(&bench).await, dump(&fork).await);
    change(&bench).await;
    assert_eq!(text_of(&fork, &space, FILE).await, "Welcome to the sandbox.\n");
    drop(bench);
    assert_eq!(text_of(&fork, &space, FILE).await, "Welcome to the sandbox.\n", "it needs no files of the other");
}

#[tokio::test]
async fn snapshots_and_forks_have_names_and_ports() {
    let served = Controlled::start(SandboxOptions::default().clock(clock())).await;
    let saved = served.post("snapshots", json!({ "name": "before" })).await;
    assert_eq!((&saved["name"], &saved["created_at"]), (&json!("before"), &json!("2026-01-01T00:00:00.000Z")));
    served.post("tickets/case-1002/engineer", json!({ "action": "complete" })).await;
    served.post("clock", json!({ "frozen": true })).await;

    let fork = served.post("forks", json!({ "snapshot": "before" })).await;
    let address = fork["url"].as_str().unwrap().strip_prefix("http://").unwrap();
    let token = fork["token"].as_str().unwrap().to_owned();
    let other = Controlled { address: address.to_owned(), token, ..Controlled::demo().await };
    other.post("tickets/case-1002/engineer", json!({ "action": "suspend" })).await;
    assert_eq!(served.get("forks").await["forks"], json!([fork]));

    let restored = served.post("snapshots/before/restore", Value::Null).await;
    assert_eq!(restored["clock"]["frozen"], false);
    served.post("tickets/case-1002/engineer", json!({ "action": "suspend" })).await;
    assert_eq!(served.get("snapshots").await["snapshots"].as_array().unwrap().len(), 1);
    assert_eq!(served.control("DELETE", "snapshots/before", &Value::Null).await.json(), json!({ "removed": 1 }));
    assert_eq!(served.control("DELETE", "forks/1", &Value::Null).await.json(), json!({ "removed": 1 }));
    assert_eq!(served.get("forks").await, json!({ "forks": [] }));
}

#[test]
fn a_sandbox_without_contents_has_snapshots_too() {
    let sandbox = Sandbox::new(SandboxOptions::default().without_demo_data()).unwrap();
    let snapshot = sandbox.snapshot().unwrap();
    sandbox.restore(&snapshot).unwrap();
    sandbox.fork_from(&snapshot).unwrap();
}
