//! The connection pool.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use hwc_transport::Transport;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::{OK, get, hermetic};
use crate::TestTransportBuilder;

/// Starts a server that keeps connections open. Returns its URL and the number of connections so far.
async fn serve() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let connections = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&connections);
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            counter.fetch_add(1, Ordering::Relaxed);
            tokio::spawn(async move {
                let mut seen = Vec::new();
                while stream.read_buf(&mut seen).await.is_ok_and(|count| count > 0) {
                    if seen.ends_with(b"\r\n\r\n") {
                        seen.clear();
                        stream.write_all(OK.as_bytes()).await.unwrap();
                    }
                }
            });
        }
    });
    (url, connections)
}

/// Returns the number of connections for three requests, one after the other.
async fn connections(builder: TestTransportBuilder) -> usize {
    let (url, connections) = serve().await;
    let transport = builder.build().unwrap();
    for _ in 0..3 {
        let response = transport.send(get(&url)).await.unwrap();
        assert_eq!(response.into_body().collect(2).await.unwrap(), "ok");
        // The connection returns to the pool when its task has seen the end of the response.
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
    }
    connections.load(Ordering::Relaxed)
}

#[tokio::test]
async fn idle_connections_are_used_again() {
    assert_eq!(connections(hermetic()).await, 1);
    assert_eq!(connections(hermetic().pool_max_idle_per_host(1).pool_idle_timeout(None)).await, 1);
}

#[tokio::test]
async fn without_idle_connections_each_request_has_its_own() {
    assert_eq!(connections(hermetic().pool_max_idle_per_host(0)).await, 3);
    assert_eq!(connections(hermetic().pool_idle_timeout(Duration::ZERO)).await, 3);
}
