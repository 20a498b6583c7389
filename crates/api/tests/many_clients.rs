//! Ten thousand clients in one process: clones share a token, and clients with one transport share its connections.
#![cfg(all(feature = "network", feature = "osm"))]
#![allow(clippy::unwrap_used, reason = "tests may panic")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use hwc_api::http::Response;
use hwc_api::osm::ListCases;
use hwc_api::transport::clock::ManualClock;
use hwc_api::transport::{HttpRequest, ReqwestTransport};
use hwc_api::{Body, Client, Credentials, Transport, TransportError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

const CLIENTS: usize = 10_000;

/// The lifetime of a token, and its end.
const LIFETIME: Duration = Duration::from_secs(3600);
const EXPIRES_AT: [&str; 2] = ["1970-01-01T01:00:00.000Z", "1970-01-01T02:00:00.000Z"];

/// Returns a transport that issues tokens, counts them in `sign_ins`, and lists no tickets. Other calls begin before it
/// responds.
fn service(sign_ins: &Arc<AtomicUsize>) -> impl Transport + 'static {
    let sign_ins = Arc::clone(sign_ins);
    move |request: HttpRequest| {
        let sign_ins = Arc::clone(&sign_ins);
        async move {
            tokio::task::yield_now().await;
            if request.uri().path() != "/v3/auth/tokens" {
                return Ok::<_, TransportError>(Response::new(Body::from(r#"{"incident_info_list":[]}"#)));
            }
            let expires_at = EXPIRES_AT[sign_ins.fetch_add(1, Ordering::Relaxed)];
            let body = format!(r#"{{"token":{{"expires_at":"{expires_at}"}}}}"#);
            Ok(Response::builder().status(201).header("x-subject-token", expires_at).body(body.into()).unwrap())
        }
    }
}

/// Makes a call with each client, all at the same time.
async fn call_all(clients: &[Client]) {
    let mut calls = JoinSet::new();
    for client in clients {
        calls.spawn(client.send(ListCases::new()).into_future());
    }
    for result in calls.join_all().await {
        result.unwrap();
    }
}

#[tokio::test]
async fn clones_share_a_token() {
    let (clock, sign_ins) = (ManualClock::new(SystemTime::UNIX_EPOCH), Arc::default());
    let credentials = Credentials::password("the-account", "the-user", "the-password");
    let builder = Client::builder().credentials(credentials).clock(Arc::new(clock.clone()));
    let client = builder.transport(service(&sign_ins)).build().unwrap();
    let clients = vec![client; CLIENTS];
    call_all(&clients).await;
    assert_eq!(sign_ins.load(Ordering::Relaxed), 1);
    clock.advance(LIFETIME);
    call_all(&clients).await;
    assert_eq!(sign_ins.load(Ordering::Relaxed), 2, "one more after it has expired");
}

/// Serves empty lists, and counts the connections.
async fn serve(listener: TcpListener, connections: Arc<AtomicUsize>) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        connections.fetch_add(1, Ordering::Relaxed);
        tokio::spawn(serve_connection(stream));
    }
}

/// Responds to requests without bodies until the client closes the connection.
async fn serve_connection(mut stream: TcpStream) {
    let mut request = Vec::new();
    while stream.read_buf(&mut request).await.is_ok_and(|read| read > 0) {
        if request.ends_with(b"\r\n\r\n") {
            request.clear();
            let body = r#"{"incident_info_list":[]}"#;
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
            stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
        }
    }
}

#[tokio::test]
async fn clients_of_one_transport_share_its_connections() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, connections) = (listener.local_addr().unwrap(), Arc::<AtomicUsize>::default());
    tokio::spawn(serve(listener, Arc::clone(&connections)));
    let transport = ReqwestTransport::builder().no_proxy().build().unwrap();
    for _ in 0..CLIENTS {
        let builder = Client::builder().auth_token("a-token").endpoint("osm", format!("http://{address}"));
        let client = builder.transport(transport.clone()).build().unwrap();
        client.send(ListCases::new()).await.unwrap();
    }
    assert_eq!(connections.load(Ordering::Relaxed), 1);
}
