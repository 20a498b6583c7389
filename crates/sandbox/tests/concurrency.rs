//! Requests beside each other: those that are held up do not hold up others.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use common::served::{Served, list, post, response, serve};
use common::{Bench, clock};
use hwc_models::osm::{CreateCases, ListCaseOperateLogs, ShowLoginType, ShowLoginTypeResponse};
use hwc_sandbox::rusqlite::ErrorCode;
use hwc_sandbox::{Sandbox, SandboxOptions};
use hwc_transport::http::Request;
use hwc_transport::{Body, Transport};

const GATED: &str =
    "GET /v2/servicerequest/authorizations/login-type HTTP/1.1\r\nHost: localhost\r\nX-Auth-Token: t\r\n\r\n";

/// An operation that waits at a gate, while it holds the connection that writes.
struct Gate {
    entered: tokio::sync::mpsc::UnboundedReceiver<()>,
    open: mpsc::Sender<()>,
}

fn gate(sandbox: &Sandbox) -> Gate {
    let (enter, entered) = tokio::sync::mpsc::unbounded_channel();
    let (open, opened) = mpsc::channel();
    let opened = Mutex::new(opened);
    sandbox.on::<ShowLoginType>(move |_, _| {
        enter.send(()).unwrap();
        opened.lock().unwrap().recv().unwrap();
        Ok(ShowLoginTypeResponse::default())
    });
    Gate { entered, open }
}

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("concurrency-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn ticket() -> String {
    let body = r#"{"business_type_id":"Fault","simple_description":"Slow","source_id":"api"}"#;
    post(&format!("X-Auth-Token: t\r\nContent-Length: {}", body.len())) + body
}

async fn assert_reads_pass(served: &Served) {
    // Changes by the clock are written before a read. Those of the demo data are due.
    assert!(served.exchange(list()).await.starts_with("HTTP/1.1 200 OK\r\n"));
    let mut gate = gate(&served.bench.sandbox);
    let mut held = served.open(GATED).await;
    gate.entered.recv().await.unwrap();
    let mut waiting = served.open(ticket()).await;
    for _ in 0..10 {
        let page = served.exchange(list()).await;
        assert!(page.starts_with("HTTP/1.1 200 OK\r\n"), "{page}");
    }
    let unknown = served.exchange("GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
    assert!(unknown.starts_with("HTTP/1.1 404 Not Found\r\n"), "{unknown}");
    gate.open.send(()).unwrap();
    assert!(response(&mut held).await.starts_with("HTTP/1.1 200 OK\r\n"));
    assert!(response(&mut waiting).await.contains("incident_id"), "writes follow each other");
}

#[tokio::test]
async fn reads_do_not_wait_for_a_write() {
    assert_reads_pass(&serve(SandboxOptions::default()).await).await;
    let file = folder("file").join("state.db");
    assert_reads_pass(&serve(SandboxOptions::default().database(file)).await).await;
}

#[tokio::test]
async fn writes_that_wait_for_each_other_share_a_transaction() {
    let served = serve(SandboxOptions::default().without_demo_data()).await;
    let mut gate = gate(&served.bench.sandbox);
    let mut held = served.open(GATED).await;
    gate.entered.recv().await.unwrap();
    let wrong = r#"{"business_type_id":"nothing","simple_description":"Slow","source_id":"api"}"#;
    let wrong = post(&format!("X-Auth-Token: t\r\nContent-Length: {}", wrong.len())) + wrong;
    let mut waiting = Vec::new();
    for request in [ticket(), wrong, ticket()] {
        waiting.push(served.open(request).await);
    }
    gate.open.send(()).unwrap();
    response(&mut held).await;
    let mut codes = Vec::new();
    for stream in &mut waiting {
        let (_, body) = response(stream).await.split_once("\r\n\r\n").map(|(_, body)| ((), body.to_owned())).unwrap();
        codes.push(body);
    }
    assert!(codes[1].contains("OSM.01010026"), "{codes:?}");
    let mut opened = [codes[0].as_str(), codes[2].as_str()];
    opened.sort_unstable();
    assert_eq!(
        opened,
        [r#"{"incident_id":"case-1001"}"#, r#"{"incident_id":"case-1002"}"#],
        "an error undoes itself alone"
    );
    assert!(served.exchange(list()).await.contains("\"total_count\":2"));
}

#[tokio::test]
async fn a_read_sees_the_last_write() {
    let served = serve(SandboxOptions::default().without_demo_data()).await;
    for count in 1..20 {
        let created = served.exchange(ticket()).await;
        assert!(created.contains("incident_id"), "{created}");
        let page = served.exchange(list()).await;
        assert!(page.contains(&format!("\"total_count\":{count}")), "{page}");
    }
    served.bench.wait(61);
    let page = served.exchange(list()).await;
    assert_eq!(page.matches("\"status\":1").count(), 10, "the changes by the clock are due: {page}");
}

#[tokio::test]
async fn a_served_sandbox_keeps_what_it_had_in_memory() {
    let bench = Bench::empty();
    bench.send(CreateCases::new("Fault", "before", "api")).await;
    let server = bench.sandbox.bind_loopback(0).await.unwrap();
    let address = server.address();
    let running = tokio::spawn(server.run());
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    tokio::io::AsyncWriteExt::write_all(&mut stream, list().as_bytes()).await.unwrap();
    assert!(response(&mut stream).await.contains("\"simple_description\":\"before\""));
    bench.send(CreateCases::new("Fault", "after", "api")).await;
    tokio::io::AsyncWriteExt::write_all(&mut stream, list().as_bytes()).await.unwrap();
    assert!(response(&mut stream).await.contains("\"total_count\":2"));
    running.abort();
}

#[tokio::test]
async fn an_export_is_logged_after_it_was_read() {
    let file = folder("export").join("state.db");
    let clock = clock();
    let options = SandboxOptions::default().clock(clock.clone()).without_demo_data().database(file);
    let bench = Bench { sandbox: Sandbox::new(options).unwrap(), clock };
    for number in 0..1203 {
        bench.send(CreateCases::new("Billing", format!("ticket {number}"), "api")).await;
        bench.wait(if number % 2 == 0 { 86_400 } else { 0 });
    }
    let request = Request::get("http://localhost/v2/servicerequest/cases/export").header("X-Auth-Token", "t");
    let (head, body) = bench.sandbox.send(request.body(Body::empty()).unwrap()).await.unwrap().into_parts();
    assert_eq!(head.status, 200);
    let file = body.collect(10 << 20).await.unwrap();
    assert_eq!(file.iter().filter(|byte| **byte == b'\n').count(), 1204);
    for case in ["case-1001", "case-1700", "case-2203"] {
        let log = bench.send(ListCaseOperateLogs::new(case)).await.incident_operate_log_list;
        assert_eq!(log.iter().filter(|entry| entry.operate_type.unwrap().code() == 84).count(), 1, "{case}");
    }
}

/// Counts forever, unless it is interrupted.
const ENDLESS: &str = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n";

#[tokio::test]
async fn a_request_has_a_time_limit() {
    let clock = clock();
    let options = SandboxOptions::default().clock(clock.clone()).request_timeout(Duration::from_secs(5));
    let bench = Bench { sandbox: Sandbox::new(options).unwrap(), clock: clock.clone() };
    bench.sandbox.on::<ShowLoginType>(move |cx, _| {
        cx.db.execute("DELETE FROM cases WHERE id = 'case-no-logs'", ())?;
        cx.db.execute("UPDATE counters SET value = 12345678", ())?;
        // The time passes while the statement runs.
        clock.advance(Duration::from_secs(5));
        cx.db.query_row(ENDLESS, (), |_| Ok(()))?;
        Ok(ShowLoginTypeResponse::default())
    });
    let reply = bench.reply_of(ShowLoginType::new()).await;
    assert_eq!(
        reply.line(),
        r#"503 {"error_code":"OSM.0004","error_msg":"the request exceeded its time limit of 5s"}"#
    );
    let id = bench.send(CreateCases::new("Fault", "next", "api")).await.incident_id.unwrap();
    assert!(!id.as_str().contains("12345678"), "rolled back: {id}");
}

#[tokio::test]
async fn a_request_ends_when_its_client_disconnects() {
    let served = serve(SandboxOptions::default()).await;
    let (enter, mut entered) = tokio::sync::mpsc::unbounded_channel();
    served.bench.sandbox.on::<ShowLoginType>(move |cx, _| {
        enter.send(None).unwrap();
        let outcome = cx.db.query_row(ENDLESS, (), |_| Ok(()));
        enter.send(outcome.unwrap_err().sqlite_error_code()).unwrap();
        Ok(ShowLoginTypeResponse::default())
    });
    let stream = served.open(GATED).await;
    assert_eq!(entered.recv().await, Some(None));
    drop(stream);
    // A client that has only closed its sending side has a second.
    served.sleeping(1).await;
    served.bench.clock.advance(Duration::from_secs(1));
    assert_eq!(entered.recv().await, Some(Some(ErrorCode::OperationInterrupted)));
    assert!(served.exchange(list()).await.starts_with("HTTP/1.1 200 OK\r\n"));
}

#[tokio::test]
async fn a_handler_that_panics_fails_alone() {
    let served = serve(SandboxOptions::default()).await;
    served.bench.sandbox.on::<ShowLoginType>(|_, _| panic!("on purpose"));
    for _ in 0..3 {
        let failed = served.exchange(GATED).await;
        assert!(failed.starts_with("HTTP/1.1 500 Internal Server Error\r\n"), "{failed}");
    }
    assert!(served.exchange(ticket()).await.contains("incident_id"));
}

#[tokio::test]
async fn operations_that_replaced_one_may_write_where_it_only_read() {
    let served = serve(SandboxOptions::default()).await;
    let runs = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&runs);
    served.bench.sandbox.on::<ShowLoginType>(move |cx, _| {
        *counted.lock().unwrap() += 1;
        cx.db.execute("DELETE FROM counters WHERE name = 'nothing'", ())?;
        Ok(ShowLoginTypeResponse::default())
    });
    assert!(served.exchange(GATED).await.starts_with("HTTP/1.1 200 OK\r\n"));
    assert_eq!(*runs.lock().unwrap(), 1);
}
