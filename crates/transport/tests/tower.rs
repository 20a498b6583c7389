//! Adapters for tower services: layers, back pressure, errors.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic like tests")]

use std::convert::Infallible;
use std::error::Error;
use std::future::{Future, Ready, ready};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};

use hwc_transport::http::{HeaderValue, StatusCode};
use hwc_transport::{HttpRequest, HttpResponse, Phase, TowerTransport, Transport, TransportError, TransportService};
use tokio::sync::Notify;
use tower::util::BoxCloneService;
use tower::{BoxError, Service, ServiceBuilder, ServiceExt, service_fn};

/// Responds with the headers of the request.
async fn mirror(request: HttpRequest) -> Result<HttpResponse, TransportError> {
    let mut answer = HttpResponse::default();
    *answer.headers_mut() = request.headers().clone();
    Ok(answer)
}

fn named(mut request: HttpRequest) -> HttpRequest {
    request.headers_mut().insert("x-layer", HeaderValue::from_static("was here"));
    request
}

fn teapot(mut answer: HttpResponse) -> HttpResponse {
    *answer.status_mut() = StatusCode::IM_A_TEAPOT;
    answer
}

#[tokio::test]
async fn layers_see_requests_and_answers() {
    let layers = ServiceBuilder::new().map_request(named).map_response(teapot);
    let transport = TowerTransport::new(layers.service(TransportService::new(mirror)));
    let transport: Arc<dyn Transport> = Arc::new(transport);
    let answer = transport.send(HttpRequest::default()).await.unwrap();
    assert_eq!(answer.headers()["x-layer"], "was here");
    assert_eq!(answer.status(), StatusCode::IM_A_TEAPOT);
}

#[tokio::test]
async fn a_transport_is_a_service() {
    let service = TransportService::new(Arc::new(mirror));
    let answer = service.clone().oneshot(named(HttpRequest::default())).await.unwrap();
    assert_eq!(answer.headers()["x-layer"], "was here");
    let refuse = |_: HttpRequest| async { Err(TransportError::not_sent("no network")) };
    let error = TransportService::new(refuse).oneshot(HttpRequest::default()).await.unwrap_err();
    assert_eq!(error.phase(), Phase::NotSent);
}

#[tokio::test]
async fn services_that_cannot_be_shared_are_fine() {
    let transport = TowerTransport::new(BoxCloneService::new(TransportService::new(mirror)));
    let copy = transport.clone();
    for transport in [transport, copy] {
        assert_eq!(transport.send(HttpRequest::default()).await.unwrap().status(), StatusCode::OK);
    }
}

#[tokio::test]
async fn nothing_is_called_before_there_is_room() {
    let (arrived, go) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
    let slow = {
        let (arrived, go) = (Arc::clone(&arrived), Arc::clone(&go));
        move |request: HttpRequest| {
            arrived.fetch_add(1, Ordering::Relaxed);
            let go = Arc::clone(&go);
            async move {
                go.notified().await;
                mirror(request).await
            }
        }
    };
    let service = ServiceBuilder::new().concurrency_limit(1).service(TransportService::new(slow));
    let transport = TowerTransport::new(service);
    let mut first = pin!(transport.send(HttpRequest::default()));
    let mut second = pin!(transport.send(HttpRequest::default()));
    let mut cx = Context::from_waker(Waker::noop());
    assert!(first.as_mut().poll(&mut cx).is_pending() && second.as_mut().poll(&mut cx).is_pending());
    assert_eq!(arrived.load(Ordering::Relaxed), 1, "the second one waits for the first");

    go.notify_one();
    first.await.unwrap();
    assert!(second.as_mut().poll(&mut cx).is_pending());
    assert_eq!(arrived.load(Ordering::Relaxed), 2);
    go.notify_one();
    second.await.unwrap();
}

/// A service that is never ready, with the reason.
#[derive(Clone)]
struct Closed(fn() -> BoxError);

impl Service<HttpRequest> for Closed {
    type Response = HttpResponse;
    type Error = BoxError;
    type Future = Ready<Result<HttpResponse, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Err((self.0)()))
    }

    fn call(&mut self, _: HttpRequest) -> Self::Future {
        ready(Err("it was called, though it is not ready".into()))
    }
}

#[tokio::test]
async fn what_never_gets_ready_sends_nothing() {
    let error = TowerTransport::new(Closed(|| "closed".into())).send(HttpRequest::default()).await.unwrap_err();
    assert_eq!(error.phase(), Phase::NotSent);
    assert_eq!(error.source().unwrap().to_string(), "closed");
    let broken = Closed(|| TransportError::maybe_sent("reset").into());
    let error = TowerTransport::new(broken).send(HttpRequest::default()).await.unwrap_err();
    assert_eq!(error.phase(), Phase::MaybeSent, "it knows better");
}

#[tokio::test]
async fn errors_of_ours_pass_through_boxed_or_not() {
    let late = |_: HttpRequest| async { Err(TransportError::not_sent("slow").timed_out()) };
    let plain = TowerTransport::new(TransportService::new(late));
    let boxed = TowerTransport::new(TransportService::new(late).map_err(BoxError::from));
    let transports: [&dyn Transport; 2] = [&plain, &boxed];
    for transport in transports {
        let error = transport.send(HttpRequest::default()).await.unwrap_err();
        assert!(error.is_timeout() && error.is_not_sent(), "{error:?}");
        assert_eq!(error.source().unwrap().to_string(), "slow");
    }
}

#[tokio::test]
async fn other_errors_may_have_been_sent() {
    let service = service_fn(|_: HttpRequest| async { Err::<HttpResponse, BoxError>("a layer gave up".into()) });
    let error = TowerTransport::new(service).send(HttpRequest::default()).await.unwrap_err();
    assert_eq!(error.phase(), Phase::MaybeSent);
    assert_eq!(error.source().unwrap().to_string(), "a layer gave up");
}

#[tokio::test]
async fn a_service_may_be_unable_to_fail() {
    let service = service_fn(|_: HttpRequest| async { Ok::<_, Infallible>(HttpResponse::default()) });
    assert!(TowerTransport::new(service).send(HttpRequest::default()).await.is_ok());
}

#[test]
fn neither_prints_what_it_holds() {
    let service = TransportService::new(mirror);
    assert_eq!(format!("{service:?} {:?}", TowerTransport::new(1)), "TransportService { .. } TowerTransport { .. }");
}
