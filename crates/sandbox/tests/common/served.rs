//! A sandbox behind a real listener, with a manual clock and raw HTTP.
#![allow(clippy::unwrap_used, reason = "what fails here is a failed test")]
#![allow(dead_code, reason = "each test file uses some of it")]

use std::net::SocketAddr;
use std::time::Duration;

use hwc_sandbox::{Sandbox, SandboxError, SandboxOptions, ServerOptions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::{Bench, clock};

pub(crate) struct Served {
    pub(crate) bench: Bench,
    pub(crate) address: SocketAddr,
    pub(crate) running: JoinHandle<Result<(), SandboxError>>,
    pub(crate) stop: Option<oneshot::Sender<()>>,
}

pub(crate) async fn serve(options: SandboxOptions) -> Served {
    serve_with(options, ServerOptions::default()).await
}

pub(crate) async fn serve_with(options: SandboxOptions, limits: ServerOptions) -> Served {
    let clock = clock();
    let sandbox = Sandbox::new(options.clock(clock.clone())).unwrap();
    let server = sandbox.bind_loopback(0).await.unwrap().options(limits);
    let address = server.address();
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(server.run_until(async { stopped.await.unwrap_or_default() }));
    Served { bench: Bench { sandbox, clock }, address, running, stop: Some(stop) }
}

impl Served {
    /// Opens a connection and sends bytes.
    pub(crate) async fn open(&self, bytes: impl AsRef<[u8]>) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(bytes.as_ref()).await.unwrap();
        stream
    }

    /// Sends bytes, closes the sending side and reads the response.
    pub(crate) async fn exchange(&self, request: impl AsRef<[u8]>) -> String {
        let mut stream = self.open(request).await;
        stream.shutdown().await.unwrap();
        rest(&mut stream).await
    }

    /// Waits until the server sleeps on `count` timers of the clock.
    pub(crate) async fn sleeping(&self, count: usize) {
        while self.bench.clock.sleepers() < count {
            tokio::task::yield_now().await;
        }
    }

    /// Requests the shutdown of the server, and lets its connections run into the end of it.
    pub(crate) async fn end(&mut self) {
        let timers = self.bench.clock.sleepers();
        self.stop.take().unwrap().send(()).unwrap();
        while !self.running.is_finished() && self.bench.clock.sleepers() == timers {
            tokio::task::yield_now().await;
        }
        self.bench.clock.advance(Duration::from_secs(3));
        while !self.running.is_finished() {
            tokio::task::yield_now().await;
        }
    }
}

/// Reads until the server closes the connection.
pub(crate) async fn rest(stream: &mut TcpStream) -> String {
    let mut response = Vec::new();
    stream.read_to_end(&mut response).await.unwrap();
    String::from_utf8_lossy(&response).into_owned()
}

/// Reads the response with its body, on a connection that stays open.
pub(crate) async fn response(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
            if body.len() >= length.parse().unwrap() {
                return text;
            }
        }
        assert_ne!(stream.read_buf(&mut bytes).await.unwrap(), 0, "{text}");
    }
}

pub(crate) fn get(host: &str) -> String {
    format!("GET /v2/servicerequest/cases HTTP/1.1\r\n{host}X-Auth-Token: t\r\n\r\n")
}

/// Returns a request for a list of tickets.
pub(crate) fn list() -> String {
    get("Host: localhost\r\n")
}

/// Returns the head of a request that opens a ticket, with more headers.
pub(crate) fn post(more: &str) -> String {
    format!("POST /v2/servicerequest/cases HTTP/1.1\r\nHost: localhost\r\n{more}\r\n\r\n")
}
