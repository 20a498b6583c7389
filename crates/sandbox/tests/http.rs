//! The sandbox as a server, tested with raw HTTP.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use hwc_sandbox::account;
use hwc_transport::Body;
use hwc_transport::clock::Clock;
use hwc_transport::http::Request;
use hwc_transport::sign::AccessKeySigner;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

async fn exchange(address: std::net::SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn a_served_sandbox_answers_and_its_links_lead_back_to_it() {
    let bench = Bench::demo();
    let server = bench.sandbox.bind_loopback(0).await.unwrap();
    let (address, url) = (server.address(), server.url());
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(server.run_until(async { stopped.await.unwrap_or_default() }));

    let body = r#"{"shareId":"share-1","fileId":"F00000000000000000000000000000001"}"#;
    let post = format!(
        "POST /koodrive/ose/v1/share/download HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer token\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    let answer = exchange(address, &post).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("x-request-id: 00000000000000000000000000000001\r\n"), "{answer}");
    let (_, json) = answer.split_once("\r\n\r\n").unwrap();
    let json: serde_json::Value = serde_json::from_str(json).unwrap();
    let link = json["downloadUrl"].as_str().unwrap();
    let target = link.strip_prefix(&url).unwrap();
    let get = format!("GET {target} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    assert!(exchange(address, &get).await.ends_with("\r\n\r\nWelcome to the sandbox.\n"));

    stop.send(()).unwrap();
    running.await.unwrap().unwrap();
    assert!(TcpStream::connect(address).await.is_err(), "it has stopped");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let bench = Bench::demo();
    let server = bench.sandbox.bind_loopback(0).await.unwrap();
    let address = server.address();
    let running = tokio::spawn(server.run());
    let head = format!(
        "POST /v2/servicerequest/cases HTTP/1.1\r\nHost: {address}\r\nContent-Length: 99999999\r\nConnection: close\r\n\r\n"
    );
    // The connection is closed if the body stalls.
    let answer = bench.clock.run_to_completion(exchange(address, &head)).await;
    assert!(answer.starts_with("HTTP/1.1 413 Payload Too Large\r\n"), "{answer}");
    let in_process = bench.raw("POST", "http://localhost/v2/servicerequest/cases", &[], &"x".repeat(12 << 20)).await;
    assert_eq!(in_process.status, 401, "12 MB are taken");
    let in_process =
        bench.raw("POST", "http://localhost/v2/servicerequest/cases", &[], &"x".repeat((12 << 20) + 1)).await;
    assert_eq!(in_process.status, 413);
    assert_eq!(in_process.header("X-Request-Id"), Some("00000000000000000000000000000003"));
    running.abort();
}

#[tokio::test]
async fn a_served_sandbox_checks_credentials_and_tells_its_own_time() {
    let bench = Bench::strict();
    let server = bench.sandbox.bind_loopback(0).await.unwrap();
    let (address, url) = (server.address(), server.url());
    let running = tokio::spawn(server.run());
    let get = |header: &str| {
        format!("GET /v2/servicerequest/cases HTTP/1.1\r\nHost: {address}\r\n{header}\r\nConnection: close\r\n\r\n")
    };
    let refused = exchange(address, &get("X-Auth-Token: any")).await;
    assert!(refused.starts_with("HTTP/1.1 401 Unauthorized\r\n"), "{refused}");
    assert!(refused.contains("date: Thu, 01 Jan 2026 00:00:00 GMT\r\n"), "{refused}");
    let keys = AccessKeySigner::new(account::ACCESS_KEY, account::SECRET_KEY).unwrap();
    let signed = Request::get(format!("{url}/v2/servicerequest/cases")).header("X-Domain-Id", account::DOMAIN_ID);
    let mut signed = signed.body(Body::empty()).unwrap();
    keys.sign(&mut signed, bench.clock.now()).unwrap();
    let header = |name: &str| signed.headers()[name].to_str().unwrap();
    let headers = ["x-domain-id", "x-sdk-date", "authorization"].map(|name| format!("{name}: {}", header(name)));
    let answered = exchange(address, &get(&headers.join("\r\n"))).await;
    assert!(answered.starts_with("HTTP/1.1 200 OK\r\n"), "{answered}");
    running.abort();
}
