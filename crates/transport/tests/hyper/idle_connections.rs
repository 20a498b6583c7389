//! Connections that close, expire or are handed back while they are idle.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use hwc_transport::clock::ManualClock;
use hwc_transport::{Body, ByteStream, HyperTransport, Transport};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

use crate::contract::{OK, get, hermetic, request};

/// A server that counts its connections and closed ones, and closes idle ones on request.
struct Server {
    url: String,
    opened: Arc<AtomicUsize>,
    closed: Arc<AtomicUsize>,
    close: Arc<Notify>,
}

impl Server {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let (opened, closed, close) =
            (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default(), Arc::<Notify>::default());
        let server = Self { url, opened: Arc::clone(&opened), closed: Arc::clone(&closed), close: Arc::clone(&close) };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                opened.fetch_add(1, Ordering::Relaxed);
                let (closed, close) = (Arc::clone(&closed), Arc::clone(&close));
                tokio::spawn(async move {
                    tokio::select! { () = converse(stream) => {}, () = close.notified() => {} }
                    closed.fetch_add(1, Ordering::Relaxed);
                });
            }
        });
        server
    }

    fn opened(&self) -> usize {
        self.opened.load(Ordering::Relaxed)
    }

    /// Waits until this many connections are closed.
    async fn closed(&self, count: usize) {
        while self.closed.load(Ordering::Relaxed) < count {
            tokio::task::yield_now().await;
        }
    }
}

/// Responds to requests until the client closes the connection.
async fn converse(mut stream: TcpStream) {
    let mut seen = Vec::new();
    while stream.read_buf(&mut seen).await.is_ok_and(|count| count > 0) {
        if seen.ends_with(b"\r\n\r\n") {
            seen.clear();
            stream.write_all(OK.as_bytes()).await.unwrap();
        }
    }
}

async fn read(transport: &HyperTransport, url: &str) {
    let response = transport.send(get(url)).await.unwrap();
    assert_eq!(response.into_body().collect(2).await.unwrap(), "ok");
    // The task of the connection sees the end of the response.
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_request_that_finds_its_connection_closed_is_sent_over_another() {
    let (server, transport) = (Server::start().await, hermetic().build().unwrap());
    read(&transport, &server.url).await;
    server.close.notify_waiters();
    server.closed(1).await;
    // Not repeatable: the transport may send it again only because nothing was sent.
    let body = Body::from_stream(ByteStream::from_chunks([]), Some(0));
    let response = transport.send(request(hwc_transport::http::Method::POST, &server.url, body)).await.unwrap();
    assert_eq!((response.status().as_u16(), server.opened()), (200, 2));
}

#[tokio::test]
async fn connections_expire_by_the_clock_of_the_transport() {
    let (server, clock) = (Server::start().await, ManualClock::new(SystemTime::UNIX_EPOCH));
    let builder = hermetic().clock(clock.clone()).pool_idle_timeout(Duration::from_secs(30));
    let transport = builder.build().unwrap();
    read(&transport, &server.url).await;
    clock.advance(Duration::from_secs(29));
    read(&transport, &server.url).await;
    assert_eq!(server.opened(), 1, "a request in between restarts the time");
    clock.advance(Duration::from_secs(31));
    server.closed(1).await;
    read(&transport, &server.url).await;
    assert_eq!(server.opened(), 2);
}

#[tokio::test]
async fn a_response_that_is_dropped_closes_its_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut seen = [0; 1024];
        assert_ne!(stream.read(&mut seen).await.unwrap(), 0);
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf").await.unwrap();
        stream.read(&mut seen).await.unwrap_or_default()
    });
    let transport = hermetic().build().unwrap();
    drop(transport.send(get(&url)).await.unwrap());
    assert_eq!(server.await.unwrap(), 0, "the client has closed it");
}
