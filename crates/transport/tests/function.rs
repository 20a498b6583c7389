//! Implementations of `Transport`: functions, closures, and handles to transports.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic like tests")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use hwc_transport::http::StatusCode;
use hwc_transport::{Body, HttpRequest, HttpResponse, Transport, TransportError};

async fn echo(request: HttpRequest) -> Result<HttpResponse, TransportError> {
    Ok(HttpResponse::new(request.into_body()))
}

struct Teapot;

#[async_trait]
impl Transport for Teapot {
    async fn send(&self, _: HttpRequest) -> Result<HttpResponse, TransportError> {
        let mut answer = HttpResponse::new(Body::empty());
        *answer.status_mut() = StatusCode::IM_A_TEAPOT;
        Ok(answer)
    }
}

async fn ask(transport: &dyn Transport) -> (StatusCode, String) {
    let answer = transport.send(HttpRequest::new(Body::from("hello"))).await.unwrap();
    let status = answer.status();
    let body = answer.into_body().collect(100).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn a_function_is_a_transport() {
    assert_eq!(ask(&echo).await, (StatusCode::OK, "hello".to_owned()));
}

#[tokio::test]
async fn a_closure_with_state_is_a_transport() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&calls);
    let counting = move |request: HttpRequest| {
        let call = counter.fetch_add(1, Ordering::Relaxed);
        async move {
            if call == 0 {
                return Err(TransportError::not_sent("not yet"));
            }
            Ok(HttpResponse::new(request.into_body()))
        }
    };
    let error = counting.send(HttpRequest::new(Body::empty())).await.unwrap_err();
    assert!(error.is_not_sent());
    assert_eq!(ask(&counting).await.1, "hello");
    assert_eq!(calls.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn an_async_closure_that_captures_nothing_is_a_transport() {
    let transport = async |request: HttpRequest| Ok(HttpResponse::new(request.into_body()));
    assert_eq!(ask(&transport).await.1, "hello");
}

#[tokio::test]
async fn handles_are_transports() {
    let shared: Arc<dyn Transport> = Arc::new(Teapot);
    assert_eq!(ask(&shared).await.0, StatusCode::IM_A_TEAPOT);
    let nested: Arc<dyn Transport> = Arc::new(Arc::clone(&shared));
    assert_eq!(ask(&nested).await.0, StatusCode::IM_A_TEAPOT);
    let function: Arc<dyn Transport> = Arc::new(echo);
    assert_eq!(ask(&function).await.1, "hello");
}
