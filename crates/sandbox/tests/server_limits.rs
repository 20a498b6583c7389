//! The limits of a server: slow and numerous clients neither stop it nor use up its memory.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use std::time::Duration;

use common::served::{Served, list, post, response, rest, serve, serve_with};
use hwc_sandbox::{SandboxOptions, ServerOptions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const TOKEN: &str = "X-Auth-Token: t\r\n";

async fn limited(limits: ServerOptions) -> Served {
    serve_with(SandboxOptions::default(), limits).await
}

/// Asserts that a response has this status and is an error of the gateway.
fn assert_refused(response: &str, status: &str, message: &str) {
    assert!(response.starts_with(&format!("HTTP/1.1 {status}\r\n")), "{response}");
    assert!(response.contains(&format!("\"error_msg\":\"{message}\",\"request_id\":\"")), "{response}");
    assert!(response.contains("\r\ncontent-type: application/json\r\n"), "{response}");
}

#[tokio::test]
async fn headers_have_to_arrive_in_time() {
    let served = serve(SandboxOptions::default()).await;
    let mut idle = served.open("").await;
    let mut halves = Vec::new();
    for _ in 0..20 {
        halves.push(served.open("GET /v2/serv").await);
    }
    served.sleeping(20).await;
    served.bench.clock.advance(Duration::from_millis(9_999));
    assert!(served.exchange(list()).await.starts_with("HTTP/1.1 200 OK\r\n"));
    served.bench.clock.advance(Duration::from_millis(1));
    for mut half in halves {
        let refused = rest(&mut half).await;
        assert_refused(&refused, "408 Request Timeout", "The headers of the request did not arrive in time.");
    }
    served.bench.clock.advance(Duration::from_secs(3600));
    idle.write_all(list().as_bytes()).await.unwrap();
    assert!(response(&mut idle).await.starts_with("HTTP/1.1 200 OK\r\n"), "a connection may be idle");
}

#[tokio::test]
async fn a_second_request_on_a_connection_has_its_own_time() {
    let served = serve(SandboxOptions::default()).await;
    let mut stream = served.open(list()).await;
    assert!(response(&mut stream).await.starts_with("HTTP/1.1 200 OK\r\n"));
    served.bench.clock.advance(Duration::from_secs(60));
    stream.write_all(b"GET /v2").await.unwrap();
    served.sleeping(1).await;
    served.bench.clock.advance(Duration::from_secs(9));
    stream.write_all(&list().as_bytes()[7..]).await.unwrap();
    assert!(response(&mut stream).await.starts_with("HTTP/1.1 200 OK\r\n"));
}

#[tokio::test]
async fn headers_have_a_maximum_size() {
    let served = limited(ServerOptions::default().max_header_bytes(10_000)).await;
    for size in [9_000, 10_000, 15_000, 30_000, 200_000] {
        let head = format!(
            "GET /v2/servicerequest/cases HTTP/1.1\r\nHost: localhost\r\n{TOKEN}X-A: {}\r\n\r\n",
            "a".repeat(size)
        );
        let response = served.exchange(head).await;
        if size == 9_000 {
            assert!(response.starts_with("HTTP/1.1 200 OK\r\n"), "{response}");
        } else {
            assert_refused(
                &response,
                "431 Request Header Fields Too Large",
                "The headers of the request are too large.",
            );
        }
    }
    let many = "a: b\r\n".repeat(300);
    let response = served.exchange(format!("GET / HTTP/1.1\r\nHost: localhost\r\n{many}\r\n")).await;
    assert_refused(&response, "431 Request Header Fields Too Large", "The headers of the request are too large.");
    let response = served.exchange("nonsense\r\n\r\n").await;
    assert_refused(&response, "400 Bad Request", "The request is malformed.");
}

#[tokio::test]
async fn a_body_has_to_arrive_in_time() {
    let stalls = ServerOptions::default();
    let takes_long = ServerOptions::default().body_timeout(Duration::from_secs(5));
    for (limits, seconds) in [(stalls, 10), (takes_long, 5)] {
        let served = limited(limits).await;
        let mut stream = served.open(post(&format!("{TOKEN}Content-Length: 100")) + "{").await;
        served.sleeping(1).await;
        served.bench.clock.advance(Duration::from_millis(seconds * 1000 - 1));
        assert!(served.exchange(list()).await.starts_with("HTTP/1.1 200 OK\r\n"));
        assert_eq!(served.bench.clock.sleepers(), 1, "it still waits");
        served.bench.clock.advance(Duration::from_millis(1));
        let refused = rest(&mut stream).await;
        assert_refused(&refused, "408 Request Timeout", "The body of the request did not arrive in time.");
    }
}

#[tokio::test]
async fn credentials_come_before_the_body() {
    for strict in [false, true] {
        let served = serve(SandboxOptions::default().verify_credentials(strict)).await;
        let mut cases = vec!["X-Other: t\r\n"];
        if strict {
            cases.extend([TOKEN, "Authorization: SDK-HMAC-SHA256 Access=nobody, SignedHeaders=host, Signature=00\r\n"]);
        }
        for credentials in cases {
            for rest in
                ["Content-Length: 5000000", "Transfer-Encoding: chunked", "Content-Length: 9\r\nExpect: 100-continue"]
            {
                let mut stream = served.open(post(&format!("{credentials}{rest}"))).await;
                let refused = response(&mut stream).await;
                assert!(refused.starts_with("HTTP/1.1 401 Unauthorized\r\n"), "{credentials} {rest}: {refused}");
            }
        }
        let mut stream = served.open("POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n").await;
        assert!(response(&mut stream).await.starts_with("HTTP/1.1 404 Not Found\r\n"));
    }
}

#[tokio::test]
async fn the_right_credentials_let_a_body_follow() {
    let served = serve(SandboxOptions::default().verify_credentials(true)).await;
    let body = r#"{"business_type_id":"Fault","simple_description":"Slow","source_id":"api"}"#;
    let token = format!("X-Auth-Token: {}\r\n", hwc_sandbox::account::AUTH_TOKEN);
    let head = post(&format!("{token}Expect: 100-continue\r\nContent-Length: {}", body.len()));
    let mut stream = served.open(head).await;
    let mut proceed = [0; 25];
    stream.read_exact(&mut proceed).await.unwrap();
    assert_eq!(&proceed, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(body.as_bytes()).await.unwrap();
    assert!(response(&mut stream).await.contains(r#"{"incident_id":"#));
}

#[tokio::test]
async fn connections_have_a_maximum_number() {
    let served = limited(ServerOptions::default().max_connections(2)).await;
    let mut first = served.open("GET /v2/serv").await;
    let second = served.open("GET /v2/serv").await;
    served.sleeping(2).await;
    let refused = served.exchange(list()).await;
    assert_refused(&refused, "503 Service Unavailable", "The sandbox has reached a limit of its server.");
    assert!(refused.contains("\r\nretry-after: 1\r\n"), "{refused}");
    drop(second);
    while !served.exchange(list()).await.starts_with("HTTP/1.1 200 OK\r\n") {}
    first.write_all(&list().as_bytes()[12..]).await.unwrap();
    assert!(response(&mut first).await.starts_with("HTTP/1.1 200 OK\r\n"));
    let mut idle = first;
    let busy = served.open("GET /v2/serv").await;
    served.sleeping(1).await;
    assert!(served.exchange(list()).await.starts_with("HTTP/1.1 200 OK\r\n"), "in place of the idle one");
    assert_eq!(rest(&mut idle).await, "");
    drop(busy);
}

#[tokio::test]
async fn held_bodies_have_a_maximum_size_together() {
    let served = limited(ServerOptions::default().max_memory(1 << 20)).await;
    let part = vec![b' '; 300_000];
    let head = post(&format!("{TOKEN}Content-Length: 5000000"));
    let mut held = Vec::new();
    for _ in 0..2 {
        held.push(served.open([head.as_bytes(), &part].concat()).await);
    }
    served.sleeping(2).await;
    let refused = served.exchange([head.as_bytes(), &part.repeat(4)].concat()).await;
    assert_refused(&refused, "503 Service Unavailable", "The sandbox has reached a limit of its server.");
    drop(held);
    let body = format!(
        r#"{{"business_type_id":"Fault","simple_description":"Slow","source_id":"api"}}{}"#,
        " ".repeat(400_000)
    );
    let request = format!("{}{body}", post(&format!("{TOKEN}Content-Length: {}", body.len())));
    while !served.exchange(&request).await.starts_with("HTTP/1.1 200 OK\r\n") {}
}

#[tokio::test]
async fn unread_responses_count_and_their_clients_are_disconnected() {
    let served = limited(ServerOptions::default().max_memory(24 << 20)).await;
    let body = "x".repeat(20 << 20);
    let export = "GET /v2/servicerequest/cases/export HTTP/1.1\r\nHost: localhost\r\nX-Auth-Token: t\r\n\r\n";
    served.bench.sandbox.on::<hwc_models::osm::DownloadCases>(move |_, _| {
        let mut response = hwc_models::osm::DownloadCasesResponse::default();
        response.content = body.clone().into_bytes().into();
        Ok(response)
    });
    let mut unread = served.open(export).await;
    served.sleeping(1).await;
    let refused = served.exchange(export).await;
    assert_refused(&refused, "503 Service Unavailable", "The sandbox has reached a limit of its server.");
    assert!(served.exchange(list()).await.starts_with("HTTP/1.1 200 OK\r\n"), "small responses are sent");
    served.bench.clock.advance(Duration::from_secs(10));
    while !served.exchange(export).await.starts_with("HTTP/1.1 200 OK\r\n") {}
    let mut received = Vec::new();
    let _ = unread.read_to_end(&mut received).await;
    assert!(received.len() < 20 << 20, "the rest was never sent");
}
