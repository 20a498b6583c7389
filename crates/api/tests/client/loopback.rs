//! A call through the reqwest transport to a loopback server: the bytes on the wire.

use hwc_api::http::Request;
use hwc_api::transport::ReqwestTransport;
use hwc_api::{Client, Credentials, ErrorKind, Method, Secret};
use hwc_transport::sign::AuthorizationHeader;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::common::{AUTH_TOKEN, CreateCase, everything};

/// Returns a client of a local server, without proxy settings.
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
    let error = client(port).fetch_presigned(&link).bytes().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotSent);
    assert!(!everything(&error).contains("SIGNED"));
}

/// Reads a request without a body from a connection of the server, and responds to it.
async fn serve_one(listener: TcpListener) -> String {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut seen = Vec::new();
    while !seen.ends_with(b"\r\n\r\n") {
        assert!(stream.read_buf(&mut seen).await.unwrap() > 0, "the client left early");
    }
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await.unwrap();
    String::from_utf8(seen).unwrap()
}

/// Parses the head of a request as received by the server.
fn parsed(seen: &str) -> hwc_api::http::request::Parts {
    let mut lines = seen.trim_end().lines();
    let mut line = lines.next().unwrap().split(' ');
    let request = Request::builder().method(line.next().unwrap()).uri(line.next().unwrap());
    let headers = lines.map(|line| line.split_once(": ").unwrap());
    headers.fold(request, |request, (name, value)| request.header(name, value)).body(()).unwrap().into_parts().0
}

#[tokio::test]
async fn what_is_signed_is_what_is_sent() {
    for host in
        ["127.0.0.1", "127.1", "0x7f.1", "2130706433", "127.0.0.1.", "LOCALHOST", "%6cocalhost", "[::FFFF:127.0.0.1]"]
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{host}:{}/v1/../v2", listener.local_addr().unwrap().port());
        let server = tokio::spawn(serve_one(listener));
        let transport = ReqwestTransport::builder().no_proxy().build().unwrap();
        let keys = Credentials::access_key("AK", "SK").domain_id("d");
        let client =
            Client::builder().transport(transport).credentials(keys).endpoint("osm", endpoint).build().unwrap();
        client.raw_request(&crate::common::OSM, Method::Get, r"/a\b%5cc/{d}'").query("x", r"\'{}").await.unwrap();
        let head = parsed(&server.await.unwrap());
        let authorization = AuthorizationHeader::parse(head.headers["authorization"].to_str().unwrap()).unwrap();
        let checked = authorization.verify(&head, b"", &Secret::from("SK"));
        assert!(checked.is_ok(), "{host}: {checked:?} of {head:?}");
    }
}

#[test]
fn one_client_serves_several_runtimes() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let client = client(listener.local_addr().unwrap().port());
    // Each connection is kept open for any number of requests.
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = std::io::BufReader::new(stream.unwrap());
            std::thread::spawn(move || {
                use std::io::{BufRead, Write};
                let mut line = String::new();
                while stream.read_line(&mut line).is_ok_and(|length| length > 0) {
                    if std::mem::take(&mut line) == "\r\n" {
                        stream.get_mut().write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").unwrap();
                    }
                }
            });
        }
    });
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let threads: Vec<_> = (0..2)
        .map(|_| {
            let client = client.clone();
            std::thread::spawn(move || {
                let runtime = runtime();
                for _ in 0..50 {
                    let call = client.send(crate::common::ListCases::new()).timeout(std::time::Duration::from_secs(10));
                    runtime.block_on(call).unwrap();
                    std::thread::yield_now();
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
}
