//! Edge cases of a served sandbox, in raw HTTP: hosts, incomplete bodies, and shutdown.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::served::{get, serve};
use hwc_sandbox::{Sandbox, SandboxOptions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[tokio::test]
async fn other_hosts_are_refused() {
    let served = serve(SandboxOptions::default().allow_host("sandbox.test")).await;
    for host in ["localhost", "sandbox.test:8080", "[::1]", "osm.cn-south-1.myhuaweicloud.com"] {
        let response = served.exchange(get(&format!("Host: {host}\r\n"))).await;
        assert!(response.starts_with("HTTP/1.1 200 OK\r\n"), "{host}: {response}");
    }
    let evil = served.exchange(get("Host: evil.example\r\n")).await;
    assert!(evil.starts_with("HTTP/1.1 421 Misdirected Request\r\n"), "{evil}");
    let body = r#""error_msg":"The sandbox is not served as evil.example; allow this host when it is started.""#;
    assert!(evil.contains(body), "{evil}");
    for hosts in ["", "Host: localhost\r\nHost: localhost\r\n", "Host: a b\r\n", "Host: x@localhost\r\n"] {
        let response = served.exchange(get(hosts)).await;
        assert!(response.starts_with("HTTP/1.1 400 Bad Request\r\n"), "{hosts}: {response}");
    }
    let old = served.exchange("GET /v2/servicerequest/cases HTTP/1.0\r\nX-Auth-Token: t\r\n\r\n").await;
    assert!(old.starts_with("HTTP/1.0 400 Bad Request\r\n"), "{old}");
    let object = served.exchange("GET /sandbox/objects/1 HTTP/1.1\r\nHost: evil.example\r\n\r\n").await;
    assert!(object.starts_with("HTTP/1.1 421 "), "links too: {object}");
}

#[tokio::test]
async fn a_host_to_allow_must_be_one() {
    let error = Sandbox::new(SandboxOptions::default().allow_host("http://sandbox.test")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`http://sandbox.test` is not a host such as `sandbox.test`, without scheme and port"
    );
}

#[tokio::test]
async fn links_lead_to_the_host_of_the_call() {
    let served = serve(SandboxOptions::default()).await;
    let body = r#"{"shareId":"share-1","fileId":"F00000000000000000000000000000001"}"#;
    let post = |host: &str| {
        format!(
            "POST /koodrive/ose/v1/share/download HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer t\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    let response = served.exchange(post("LocalHost:8080")).await;
    assert!(response.contains(r#""downloadUrl":"http://LocalHost:8080/sandbox/contents/"#), "{response}");
    let response = served.exchange(post("localhost:8080\"><x")).await;
    assert!(response.starts_with("HTTP/1.1 400 "), "{response}");
}

#[tokio::test]
async fn a_body_that_breaks_off_is_told_from_one_that_is_too_large() {
    let served = serve(SandboxOptions::default()).await;
    let post =
        |rest: &str| format!("POST /v2/servicerequest/cases HTTP/1.1\r\nHost: localhost\r\nX-Auth-Token: t\r\n{rest}");
    let cases = [
        post("Content-Length: 10\r\n\r\n{}"),
        post("Transfer-Encoding: chunked\r\n\r\nxyz\r\n"),
        post("Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"),
    ];
    for request in cases {
        let response = served.exchange(&request).await;
        assert!(response.starts_with("HTTP/1.1 400 Bad Request\r\n"), "{request}: {response}");
        assert!(response.contains("The body of the request cannot be read: "), "{response}");
    }
    let mut chunked = post("Transfer-Encoding: chunked\r\n\r\n").into_bytes();
    let chunk = [b"100000\r\n".as_slice(), &vec![b' '; 1 << 20], b"\r\n"].concat();
    chunked.extend((0..13).flat_map(|_| chunk.clone()));
    chunked.extend(b"0\r\n\r\n");
    let response = served.exchange(&chunked).await;
    assert!(response.starts_with("HTTP/1.1 413 Payload Too Large\r\n"), "{response}");
}

/// A client that writes its full body before reading also gets the response. A connection reset would lose it.
#[tokio::test]
async fn a_response_that_does_not_wait_for_the_body_arrives() {
    let served = serve(SandboxOptions::default()).await;
    let body = vec![b' '; 20 << 20];
    for (host, status) in [("localhost", "413 Payload Too Large"), ("evil.example", "421 Misdirected Request")] {
        let head = format!(
            "POST /v2/servicerequest/cases HTTP/1.1\r\nHost: {host}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        let response = served.exchange([head.as_bytes(), &body].concat()).await;
        assert!(response.starts_with(&format!("HTTP/1.1 {status}\r\n")), "{response}");
    }
    let head = "POST /v2/servicerequest/cases HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\
                Expect: 100-continue\r\n\r\n";
    let response = served.exchange(head).await;
    assert!(response.starts_with("HTTP/1.1 413 "), "nobody is told to go on: {response}");
}

#[tokio::test]
async fn half_sent_requests_do_not_keep_a_server_from_ending() {
    let mut served = serve(SandboxOptions::default()).await;
    let head = "POST /v2/servicerequest/cases HTTP/1.1\r\nHost: localhost\r\nX-Auth-Token: t\r\n";
    let halves = ["GET /v2/serv", &format!("{head}Content-Length: 9\r\n\r\n{{")];
    let mut open = Vec::new();
    for half in halves {
        let mut stream = TcpStream::connect(served.address).await.unwrap();
        stream.write_all(half.as_bytes()).await.unwrap();
        open.push(stream);
    }
    assert!(served.exchange(get("Host: localhost\r\n")).await.starts_with("HTTP/1.1 200 OK\r\n"));
    served.end().await;
    assert!(TcpStream::connect(served.address).await.is_err(), "it has ended");
    for mut stream in open {
        let mut rest = Vec::new();
        // Closed or reset: this depends on the system.
        let _ = stream.read_to_end(&mut rest).await;
        assert_eq!(rest, b"", "half a request has no response");
    }
}

#[tokio::test]
async fn a_request_that_is_completed_in_time_is_answered_at_the_end() {
    let mut served = serve(SandboxOptions::default()).await;
    let request = get("Host: localhost\r\n");
    let (first, second) = request.split_at(20);
    let mut stream = TcpStream::connect(served.address).await.unwrap();
    stream.write_all(first.as_bytes()).await.unwrap();
    assert!(served.exchange(get("Host: localhost\r\n")).await.starts_with("HTTP/1.1 200 OK\r\n"), "it was accepted");
    served.stop.take().unwrap().send(()).unwrap();
    while served.bench.clock.sleepers() == 0 {
        tokio::task::yield_now().await;
    }
    stream.write_all(second.as_bytes()).await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    assert!(response.starts_with("HTTP/1.1 200 OK\r\n"), "{response}");
    served.running.await.unwrap().unwrap();
}
