//! The server on a real socket.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]

mod common;

use common::{Bench, content};
use hwc_webdav::{WebDavOptions, WebDavServer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

/// Sends a request on a connection of its own, and returns the response.
async fn send(address: std::net::SocketAddr, head: &str, body: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!("{head}\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(body).await.unwrap();
    let mut response = Vec::new();
    stream.read_to_end(&mut response).await.unwrap();
    response
}

#[tokio::test]
async fn files_are_served_until_the_server_is_stopped() {
    let bench = Bench::new().await;
    let server = WebDavServer::bind(bench.drive.clone(), WebDavOptions::default(), ([127, 0, 0, 1], 0).into());
    let server = server.await.unwrap();
    let address = server.address();
    assert_eq!(server.url(), format!("http://{address}/"));
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(server.run_until(async { drop(stopped.await) }));
    let bytes = content(1, 1 << 20);
    let created = send(address, "PUT /%E5%B9%B4.bin HTTP/1.1", &bytes).await;
    assert!(created.starts_with(b"HTTP/1.1 201"), "{}", String::from_utf8_lossy(&created));
    let read = send(address, "GET /%E5%B9%B4.bin HTTP/1.1", b"").await;
    assert!(read.starts_with(b"HTTP/1.1 200") && read.ends_with(&bytes));
    stop.send(()).unwrap();
    running.await.unwrap().unwrap();
}
