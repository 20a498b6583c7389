//! Requests in several tokio runtimes, and outside of any.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::mpsc;
use std::time::Duration;

use hwc_transport::clock::{Clock, SystemClock};
use hwc_transport::{Body, HttpRequest, Phase, Transport};
use tokio::runtime::{Builder, Runtime};

use crate::TestTransport;

/// Starts a server in its own threads, which keeps its connections open.
fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let uri = format!("http://{}/", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            std::thread::spawn(move || {
                let mut seen = Vec::new();
                let mut part = [0; 1024];
                while let Ok(length @ 1..) = stream.read(&mut part) {
                    seen.extend_from_slice(&part[..length]);
                    if seen.ends_with(b"\r\n\r\n") {
                        seen.clear();
                        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").unwrap();
                    }
                }
            });
        }
    });
    uri
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn transport() -> TestTransport {
    TestTransport::builder().no_proxy().build().unwrap()
}

async fn get(transport: &TestTransport, uri: &str) {
    let mut request = HttpRequest::new(Body::empty());
    *request.uri_mut() = uri.parse().unwrap();
    let response = transport.send(request).await.unwrap();
    assert_eq!(response.into_body().collect(2).await.unwrap(), "ok");
}

/// An undriven connection of another runtime is not reused.
#[test]
fn a_runtime_at_rest_holds_nobody_up() {
    let (transport, uri, done) = (transport(), server(), mpsc::channel());
    let resting = runtime();
    resting.block_on(get(&transport, &uri));
    std::thread::spawn(move || {
        runtime().block_on(get(&transport, &uri));
        done.0.send(()).unwrap();
    });
    done.1.recv_timeout(Duration::from_secs(20)).expect("the second runtime waits for the first one");
    drop(resting);
}

#[test]
fn runtimes_share_a_transport_at_the_same_time() {
    let (transport, uri) = (transport(), server());
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let (transport, uri) = (transport.clone(), uri.clone());
            std::thread::spawn(move || {
                // More runtimes than the maximum number of clients, some of which have ended.
                for _ in 0..10 {
                    let runtime = runtime();
                    for _ in 0..5 {
                        runtime.block_on(get(&transport, &uri));
                    }
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
}

#[test]
fn without_a_runtime_there_is_an_error_and_no_panic() {
    let transport = transport();
    let mut request = HttpRequest::new(Body::empty());
    *request.uri_mut() = "http://127.0.0.1:1/".parse().unwrap();
    let error = poll_once(transport.send(request)).unwrap().unwrap_err();
    assert_eq!(error.phase(), Phase::NotSent);
    assert!(error.is_setup(), "{error:?}");
    assert!(std::error::Error::source(&error).unwrap().to_string().starts_with("no tokio runtime"));

    let error = SystemClock::new().check().unwrap_err();
    assert!(error.to_string().starts_with("no tokio runtime"), "{error}");
    runtime().block_on(async { SystemClock::new().check().unwrap() });
}

/// Polls a future once, outside of any runtime.
fn poll_once<T>(future: impl Future<Output = T>) -> Option<T> {
    let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut cx) {
        std::task::Poll::Ready(output) => Some(output),
        std::task::Poll::Pending => None,
    }
}
