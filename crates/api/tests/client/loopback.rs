//! A call through the reqwest transport to a server on loopback: what is really on the wire.

use hwc_api::transport::ReqwestTransport;
use hwc_api::{Client, ErrorKind};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::common::{AUTH_TOKEN, CreateCase, everything};

/// A client of a server on this machine; no proxy settings get in.
fn client(port: u16) -> Client {
    let transport = ReqwestTransport::builder().no_proxy().build().unwrap();
    let builder = Client::builder().transport(transport).auth_token(AUTH_TOKEN);
    builder.endpoint("osm", format!("http://127.0.0.1:{port}/")).build().unwrap()
}

#[tokio::test]
async fn a_call_goes_over_the_wire() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut seen = Vec::new();
        while !seen.ends_with(b"}") {
            assert!(stream.read_buf(&mut seen).await.unwrap() > 0, "the client left early");
        }
        let answer =
            "HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: 12\r\n\r\n{\"id\": \"c1\"}";
        stream.write_all(answer.as_bytes()).await.unwrap();
        String::from_utf8(seen).unwrap()
    });
    let case = client(port).send(CreateCase::new("broken")).language("en-us").await.unwrap();
    assert_eq!(case.id, "c1");
    let seen = server.await.unwrap().replace(&port.to_string(), "PORT");
    let (head, body) = seen.split_once("\r\n\r\n").unwrap();
    let mut lines: Vec<&str> = head.lines().collect();
    lines.retain(|line| !line.starts_with("accept-encoding: "));
    lines[1..].sort_unstable();
    insta::assert_snapshot!(lines.join("\n"), @r"
    POST /v2/cases HTTP/1.1
    accept: application/json
    content-length: 18
    content-type: application/json
    host: 127.0.0.1:PORT
    user-agent: hwc/0.1.0
    x-auth-token: AUTH-TOKEN-9f3c
    x-language: en-us
    ");
    assert_eq!(body, r#"{"title":"broken"}"#);
}

#[tokio::test]
async fn nobody_there_is_never_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let error = client(port).send(CreateCase::new("t")).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::NotSent, true));
    let link = format!("http://127.0.0.1:{port}/file?SIGNED").into();
    let error = client(port).link(&link).bytes().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotSent);
    assert!(!everything(&error).contains("SIGNED"));
}
