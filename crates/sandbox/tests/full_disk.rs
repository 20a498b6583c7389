//! A full disk: reads work, with the changes by the clock, and writes are rejected.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use std::sync::{Arc, Mutex};

use common::database::database;
use common::{Bench, clock, credentials};
use hwc_models::iam::KeystoneListAuthDomains;
use hwc_models::koodrive::{CountUser, CreateSession};
use hwc_models::osm::{
    AuthorizationStatus, ConfirmAuthorizations, CreateCases, ListAuthorizations, ListCaseCounts, ListCases,
    ShowCaseDetail, ShowCaseStatus, ShowLoginType, ShowLoginTypeResponse,
};
use hwc_sandbox::rusqlite::{Error, ErrorCode};
use hwc_sandbox::{Sandbox, SandboxOptions};
use hwc_wire::Request;

/// Executes a statement as a call of its own. A failure rolls the call back.
async fn execute(bench: &Bench, statement: String) -> Result<(), Option<ErrorCode>> {
    let outcome = Arc::new(Mutex::new(Ok(())));
    let into = outcome.clone();
    bench.sandbox.on::<ShowLoginType>(move |cx, _| {
        let done = cx.db.execute_batch(&statement);
        // After a full disk, the sandbox tries once more without writing. The first failure is the relevant one.
        let first = into.lock().unwrap().is_ok();
        if first {
            *into.lock().unwrap() = done.as_ref().copied().map_err(Error::sqlite_error_code);
        }
        Ok(done.map(|()| ShowLoginTypeResponse::default())?)
    });
    bench.reply_of(ShowLoginType::new()).await;
    *outcome.lock().unwrap()
}

/// Limits the size of the database and fills its pages. From now on, each change by the clock needs space.
async fn fill_up(bench: &Bench) {
    for (table, column) in [("cases", "status"), ("authorizations", "status"), ("sessions", "expires_at")] {
        let grows = "INSERT INTO objects (name, content) VALUES ('x', zeroblob(10000))";
        let trigger = format!("CREATE TRIGGER {table}_grow AFTER UPDATE OF {column} ON {table} BEGIN {grows}; END");
        execute(bench, trigger).await.unwrap();
    }
    database(bench, |db| {
        let pages: i64 = db.pragma_query_value(None, "page_count", |row| row.get(0))?;
        db.query_row(&format!("PRAGMA max_page_count = {pages}"), (), |_| Ok(()))
    })
    .await;
    for size in [100_000, 2000, 100, 1] {
        let insert = format!("INSERT INTO objects (name, content) VALUES ('x', zeroblob({size}))");
        while execute(bench, insert.clone()).await.is_ok() {}
    }
}

/// Returns a sandbox in memory, and one in a file, which has connections that only read.
fn kinds(name: &str) -> [Bench; 2] {
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("full-disk-{name}.db"));
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", file.display()));
    }
    let clock = clock();
    let options = SandboxOptions::default().clock(clock.clone()).without_demo_data().database(file);
    [Bench::empty(), Bench { sandbox: Sandbox::new(options).unwrap(), clock }]
}

async fn open_tickets(bench: &Bench) {
    for number in 0..20 {
        bench.send(CreateCases::new("Fault", format!("ticket {number}"), "api")).await;
    }
}

#[tokio::test]
async fn reads_show_what_time_has_changed() {
    for bench in kinds("reads") {
        check_reads(bench).await;
    }
}

async fn check_reads(bench: Bench) {
    open_tickets(&bench).await;
    fill_up(&bench).await;
    bench.wait(61);
    let change = "UPDATE cases SET status = 1 WHERE status = 0".to_owned();
    assert_eq!(execute(&bench, change).await, Err(Some(ErrorCode::DiskFull)), "the change cannot be written");

    let page = bench.send(ListCases::new().status(1).limit(5_u32)).await;
    assert_eq!((page.total_count, page.incident_info_list.len()), (Some(20), 5));
    assert_eq!(bench.send(ListCases::new().status(0)).await.total_count, Some(0));
    assert_eq!(bench.send(ListCases::new().search_key(["ticket", "17"])).await.total_count, Some(1));
    let counts = bench.send(ListCaseCounts::new()).await.incident_status_counts;
    assert_eq!(
        counts.iter().map(|count| (count.status.unwrap().code(), count.count)).collect::<Vec<_>>(),
        [(1, Some(20))]
    );
    assert_eq!(bench.send(ShowCaseStatus::new("case-1001")).await.status.unwrap().code(), 1);
    let shown = bench.send(ShowCaseDetail::new("case-1001")).await.incident_detail_info.unwrap();
    assert_eq!((shown.status.unwrap().code(), shown.message_list.len()), (1, 2), "the engineer has said hello");

    let reply = bench.reply_of(CreateCases::new("Fault", "x".repeat(1000), "api")).await;
    assert_eq!((reply.status.as_u16(), &reply.json()["error_code"]), (500, &"OSM.0004".into()), "{}", reply.line());
    database(&bench, |db| db.query_row("PRAGMA max_page_count = 1000000", (), |_| Ok(()))).await;
    bench.send(CreateCases::new("Fault", "there is room again", "api")).await;
    assert_eq!(bench.send(ListCases::new()).await.total_count, Some(21));
}

#[tokio::test]
async fn grants_expire_and_sessions_hold() {
    for bench in kinds("grants") {
        check_grants(bench).await;
    }
}

async fn check_grants(bench: Bench) {
    open_tickets(&bench).await;
    let session = bench.send_with(CreateSession::new("code"), &[]).await.data.unwrap();
    let token = session.access_token.unwrap().expose().to_owned();
    bench.wait(61);
    let asked = bench.send(ListAuthorizations::new().status(0).limit(1_u32)).await.incident_auth_list.remove(0);
    bench.send(ConfirmAuthorizations::new(asked.id.unwrap())).await;
    fill_up(&bench).await;
    bench.wait(600);
    let headers = [("Authorization", token.as_str())];
    assert_eq!(bench.reply_to(CountUser::OPERATION, &CountUser::new(), &headers).await.status, 200);
    bench.wait(2 * 86_400);
    let expired = bench.send(ListAuthorizations::new().status(AuthorizationStatus::Expired.code())).await;
    assert_eq!((expired.count, expired.incident_auth_list.len()), (Some(1), 1));
    let domains = KeystoneListAuthDomains::OPERATION;
    assert_eq!(bench.reply_to(domains, &KeystoneListAuthDomains::new(), &[credentials(domains)]).await.status, 200);
}
