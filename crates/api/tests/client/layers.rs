//! Layers of tower around the transport.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use hwc_api::http::{HeaderName, HeaderValue};
use hwc_api::transport::{HttpRequest, HttpResponse};
use hwc_api::{ErrorKind, TransportError};
use tower::{BoxError, Layer, Service, ServiceBuilder, service_fn};
use tower_http::set_header::SetRequestHeaderLayer;
use tower_http::trace::TraceLayer;

use crate::common::{AUTH_TOKEN, CreateCase, Fake, ListCases, SignIn, builder};

/// A layer that notes its name for each request.
#[derive(Clone)]
struct Note(&'static str, Arc<Mutex<Vec<String>>>);

#[derive(Clone)]
struct Noted<S>(Note, S);

impl<S> Layer<S> for Note {
    type Service = Noted<S>;

    fn layer(&self, inner: S) -> Noted<S> {
        Noted(self.clone(), inner)
    }
}

impl<S: Service<HttpRequest>> Service<HttpRequest> for Noted<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.1.poll_ready(cx)
    }

    fn call(&mut self, request: HttpRequest) -> S::Future {
        let operation = request.extensions().get::<&'static hwc_api::Operation>().map(|operation| operation.name);
        let is_signed = request.headers().contains_key("x-auth-token");
        self.0.1.lock().unwrap().push(format!("{} {} {is_signed}", self.0.0, operation.unwrap_or_default()));
        self.1.call(request)
    }
}

#[tokio::test]
async fn the_first_layer_is_the_outermost_and_sees_each_attempt() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let fake = Fake::default().then(503, "").then(200, "{}").then(201, "{}");
    // The transport may be set after the layers.
    let builder = builder().max_attempts(2).layer(Note("outer", Arc::clone(&seen))).layer(Note("inner", seen.clone()));
    let clock = crate::common::clock();
    let client = builder.clock(Arc::new(clock.clone())).transport(fake.transport()).build().unwrap();
    crate::common::patiently(&clock, client.send(ListCases::new())).await.unwrap();
    client.send(SignIn::new("me", "pw")).await.unwrap();
    let expected = [
        "outer ListCases true",
        "inner ListCases true",
        "outer ListCases true",
        "inner ListCases true",
        "outer SignIn false",
        "inner SignIn false",
    ];
    assert_eq!(*seen.lock().unwrap(), expected);
}

#[tokio::test]
async fn standard_layers_fit() {
    let fake = Fake::answering([r#"{"count": 3}"#]);
    let header = (HeaderName::from_static("x-layer"), HeaderValue::from_static("was here"));
    let client = builder()
        .layer(TraceLayer::new_for_http())
        .layer(ServiceBuilder::new().concurrency_limit(2).into_inner())
        .layer(SetRequestHeaderLayer::overriding(header.0, header.1))
        .transport(fake.transport())
        .build()
        .unwrap();
    assert_eq!(client.send(ListCases::new()).await.unwrap().count, Some(3));
    assert_eq!(fake.only().header("x-layer"), Some("was here"));
    assert_eq!(fake.only().header("x-auth-token"), Some(AUTH_TOKEN));
}

#[tokio::test]
async fn an_error_of_a_layer_may_have_been_sent() {
    let fails = |error: fn() -> BoxError| {
        tower::layer::layer_fn(move |_| {
            service_fn(move |_: HttpRequest| async move { Err::<HttpResponse, BoxError>(error()) })
        })
    };
    let unknown = fails(|| "a layer gave up".into());
    let client = builder().layer(unknown).transport(Fake::default().transport()).build().unwrap();
    let error = client.send(CreateCase::new("t")).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::MaybeSent, false));
    let known = fails(|| TransportError::not_sent("closed").into());
    let client = builder().layer(known).transport(Fake::default().transport()).build().unwrap();
    let error = client.send(CreateCase::new("t")).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::NotSent, true));
}

#[tokio::test]
async fn a_layer_may_replace_the_transport() {
    let canned = tower::layer::layer_fn(|_| {
        service_fn(|_: HttpRequest| async { Ok::<_, Infallible>(hwc_api::http::Response::new("{}".to_owned())) })
    });
    let client = builder().layer(canned).transport(Fake::default().transport()).build().unwrap();
    client.send(ListCases::new()).await.unwrap();
}
