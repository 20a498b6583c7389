//! Load on a server: a number of connections, each with one request at a time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::Mutex;

use crate::Outcome;
use crate::harness::Watch;
use crate::helper::succeeded;

type Sender = SendRequest<Full<Bytes>>;

/// Connections that stay open.
pub(super) struct Load {
    /// The host and the port.
    address: Arc<str>,
    senders: Vec<Arc<Mutex<Sender>>>,
}

impl Load {
    pub(super) async fn connect(address: &str, connections: u64) -> Outcome<Self> {
        let address: Arc<str> = address.trim_start_matches("http://").into();
        let mut senders = Vec::new();
        for _ in 0..connections {
            senders.push(Arc::new(Mutex::new(open(&address).await?)));
        }
        Ok(Self { address, senders })
    }

    /// Sends the request `count` times, concurrently over all connections.
    pub(super) async fn send(&self, request: &Request<Bytes>, count: u64) -> Outcome<()> {
        let each = count / self.senders.len() as u64;
        let start = |sender: &Arc<Mutex<Sender>>| {
            tokio::spawn(repeat(Arc::clone(&self.address), Arc::clone(sender), request.clone(), each))
        };
        let tasks: Vec<_> = self.senders.iter().map(start).collect();
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

async fn open(address: &str) -> Outcome<Sender> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    // The task ends when the sender is dropped. The sender gets earlier errors.
    tokio::spawn(async {
        let _ = connection.await;
    });
    Ok(sender)
}

async fn repeat(address: Arc<str>, sender: Arc<Mutex<Sender>>, request: Request<Bytes>, count: u64) -> Outcome<()> {
    let mut sender = sender.lock().await;
    for _ in 0..count {
        let (head, body) = exchange(&address, &mut sender, &request).await?.into_parts();
        let body = body.collect().await?.to_bytes();
        succeeded(head.status, &body).map_err(|error| format!("{} {}: {error}", request.method(), request.uri()))?;
    }
    Ok(())
}

/// Sends a request, over a new connection if the server has closed the idle one while others were measured.
async fn exchange(address: &str, sender: &mut Sender, request: &Request<Bytes>) -> Outcome<Response<Incoming>> {
    let request = || request.clone().map(Full::new);
    if sender.ready().await.is_ok() {
        match sender.send_request(request()).await {
            Err(error) if error.is_canceled() || error.is_closed() => {}
            sent => return Ok(sent?),
        }
    }
    *sender = open(address).await?;
    Ok(sender.send_request(request()).await?)
}
