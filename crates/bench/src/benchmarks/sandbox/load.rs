//! Load on a server: a number of connections, each with one request at a time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::Mutex;

use crate::Outcome;
use crate::harness::Watch;
use crate::helper::succeeded;

type Connection = Arc<Mutex<SendRequest<Full<Bytes>>>>;

/// Connections that stay open.
pub(super) struct Load(Vec<Connection>);

impl Load {
    pub(super) async fn connect(address: &str, connections: u64) -> Outcome<Self> {
        let address = address.trim_start_matches("http://");
        let mut all = Vec::new();
        for _ in 0..connections {
            let stream = TcpStream::connect(address).await?;
            stream.set_nodelay(true)?;
            let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
            // The task ends when the sender is dropped. The sender gets earlier errors.
            tokio::spawn(async {
                let _ = connection.await;
            });
            all.push(Arc::new(Mutex::new(sender)));
        }
        Ok(Self(all))
    }

    /// Sends the request `count` times, concurrently over all connections.
    pub(super) async fn send(&self, request: &Request<Bytes>, count: u64) -> Outcome<()> {
        let each = count / self.0.len() as u64;
        let start = |connection: &Connection| tokio::spawn(repeat(Arc::clone(connection), request.clone(), each));
        let tasks: Vec<_> = self.0.iter().map(start).collect();
        for task in tasks {
            task.await??;
        }
        Ok(())
    }
}

/// Sends the request over one connection until `end` is set. Returns the longest wait for a response in milliseconds.
pub(super) async fn longest_wait(load: Load, request: Request<Bytes>, end: Arc<AtomicBool>) -> Outcome<f64> {
    let mut longest = 0.0_f64;
    while !end.load(Ordering::Relaxed) {
        let watch = Watch::start();
        load.send(&request, 1).await?;
        longest = longest.max(watch.wall().as_secs_f64() * 1e3);
    }
    Ok(longest)
}

async fn repeat(connection: Connection, request: Request<Bytes>, count: u64) -> Outcome<()> {
    let mut sender = connection.lock().await;
    for _ in 0..count {
        sender.ready().await?;
        let (head, body) = sender.send_request(request.clone().map(Full::new)).await?.into_parts();
        let body = body.collect().await?.to_bytes();
        succeeded(head.status, &body).map_err(|error| format!("{} {}: {error}", request.method(), request.uri()))?;
    }
    Ok(())
}
