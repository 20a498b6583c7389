//! Adapters for tower services: layers, back pressure, errors.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic like tests")]

use std::convert::Infallible;
use std::error::Error;
use std::future::{Future, Ready, ready};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};

use hwc_transport::bytes::Bytes;
use hwc_transport::http::{HeaderValue, StatusCode};
use hwc_transport::{
    Body, BodyError, ByteStream, HttpRequest, HttpResponse, Phase, TowerTransport, Transport, TransportError,
    TransportService,
};
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

/// Responds with a body of two chunks, after an announced length.
async fn chunks(_: HttpRequest, len: Option<u64>) -> Result<HttpResponse, TransportError> {
    let chunks = ["ab", "cd"].map(|chunk| Ok(Bytes::from_static(chunk.as_bytes())));
    Ok(HttpResponse::new(Body::from_stream(ByteStream::from_chunks(chunks), len)))
}

#[tokio::test]
async fn layers_of_tower_http_wrap_bodies() {
    let layers = ServiceBuilder::new().layer(tower_http::trace::TraceLayer::new_for_http()).layer(
        tower_http::set_header::SetRequestHeaderLayer::overriding(
            hwc_transport::http::HeaderName::from_static("x-layer"),
            HeaderValue::from_static("was here"),
        ),
    );
    let transport = TowerTransport::new(layers.clone().service(TransportService::new(mirror)));
    let response = transport.send(HttpRequest::default()).await.unwrap();
    assert_eq!(response.headers()["x-layer"], "was here");
    assert_eq!(response.body().len(), Some(0));

    for len in [None, Some(4)] {
        let service = TransportService::new(move |request| chunks(request, len));
        let response = TowerTransport::new(layers.clone().service(service)).send(HttpRequest::default()).await.unwrap();
        assert_eq!(response.body().len(), len);
        assert_eq!(response.into_body().collect(9).await.unwrap(), "abcd");
    }
}

#[tokio::test]
async fn a_wrapped_body_keeps_its_errors() {
    let wrap = tower_http::map_response_body::MapResponseBodyLayer::new(Box::pin);
    let service = ServiceBuilder::new().layer(wrap).service(TransportService::new(|request| chunks(request, Some(5))));
    let response = TowerTransport::new(service).send(HttpRequest::default()).await.unwrap();
    let error = response.into_body().collect(9).await.unwrap_err();
    assert!(error.is_wrong_length(), "{error:?}");
    let late = |_: HttpRequest| async {
        let error = BodyError::read_timeout(std::time::Duration::from_secs(1));
        Ok(HttpResponse::new(Body::from_stream(ByteStream::from_chunks([Err(error)]), None)))
    };
    let wrap = tower_http::map_response_body::MapResponseBodyLayer::new(Box::pin);
    let transport = TowerTransport::new(ServiceBuilder::new().layer(wrap).service(TransportService::new(late)));
    let error = transport.send(HttpRequest::default()).await.unwrap().into_body().collect(9).await.unwrap_err();
    assert!(error.is_read_timeout(), "{error:?}");
}

#[tokio::test]
async fn a_body_that_no_layer_wraps_stays_the_same() {
    let text = |_: HttpRequest| async { Ok(HttpResponse::new(Body::from("text"))) };
    let transport = TowerTransport::new(TransportService::new(text));
    let body = transport.send(HttpRequest::default()).await.unwrap().into_body();
    assert_eq!(body.as_bytes().unwrap(), "text");
}

#[tokio::test]
async fn a_body_is_read_by_frames() {
    use http_body_util::BodyExt as _;
    for mut body in [Body::from("abcd"), Body::replayable(4, || ByteStream::from_chunks([Ok(Bytes::from("abcd"))]))] {
        let size = |body: &Body| http_body::Body::size_hint(body).exact();
        assert_eq!(size(&body), Some(4));
        assert_eq!(body.frame().await.unwrap().unwrap().into_data().unwrap(), "abcd");
        assert_eq!(size(&body), Some(0));
        assert!(body.try_clone().is_none() && body.as_bytes().is_none(), "a part of it is read");
        assert!(body.frame().await.is_none());
    }
    let mut short = Body::replayable(5, || ByteStream::from_chunks([Ok(Bytes::from("abcd"))]));
    short.frame().await.unwrap().unwrap();
    assert!(short.into_stream().next().await.unwrap().unwrap_err().is_wrong_length());
    assert!(http_body::Body::is_end_stream(&Body::empty()));
}
