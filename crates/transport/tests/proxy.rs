//! The reqwest transport on a machine that has a proxy. Its settings are in the environment, which a test may not change
//! for itself: the test runs itself once more, in a process that has them.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic like tests")]

mod support;

use std::process::Command;

use hwc_transport::{Body, Request, ReqwestTransport, Transport};
use support::{Server, head};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
const MARK: &str = "HWC_TEST_BEHIND_A_PROXY";

#[tokio::test]
async fn the_machines_proxy_is_used_unless_switched_off() {
    if std::env::var_os(MARK).is_some() {
        return behind_the_proxy().await;
    }
    let proxy = Server::answering(head, OK).await;
    let uri = proxy.uri("");
    let run = tokio::task::spawn_blocking(move || again(&uri)).await.unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
    let seen = proxy.request().await;
    assert!(seen.starts_with("GET http://service.invalid/path HTTP/1.1\r\n"), "{seen}");
}

/// Runs this test in a process whose proxy is at `uri`.
fn again(uri: &str) -> std::process::Output {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_machines_proxy_is_used_unless_switched_off"])
        .env(MARK, "1")
        .env("http_proxy", uri)
        .env_remove("no_proxy")
        .env_remove("NO_PROXY")
        .output()
        .unwrap()
}

/// The name resolves nowhere, so that an answer can only be the proxy's.
async fn behind_the_proxy() {
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = "http://service.invalid/path".parse().unwrap();
    let transport = ReqwestTransport::new().unwrap();
    assert_eq!(transport.send(request).await.unwrap().status(), 200);

    let server = Server::answering(head, OK).await;
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = server.uri("/direct").parse().unwrap();
    let direct = ReqwestTransport::builder().no_proxy().build().unwrap();
    direct.send(request).await.unwrap();
    assert!(server.request().await.starts_with("GET /direct HTTP/1.1\r\n"));
}
