//! A reqwest client of the caller.

use std::sync::Arc;

use hwc_transport::{Body, HttpRequest, NoProxy, Phase, ReqwestTransport, Transport, reqwest};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto::ring};

use crate::contract::{OK, everything, get, reason};
use crate::support::{Server, head};

/// Returns a client builder without trusted roots and without a proxy.
fn builder() -> reqwest::ClientBuilder {
    let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth();
    reqwest::Client::builder().tls_backend_preconfigured(tls).redirect(reqwest::redirect::Policy::none()).no_proxy()
}

#[tokio::test]
async fn the_client_of_the_caller_sends() {
    let server = Server::answering(|seen| seen.ends_with("{}"), OK).await;
    let transport = ReqwestTransport::from_client(builder().user_agent("mine/1").build().unwrap());
    let mut request = get(&server.uri("/path"));
    *request.method_mut() = hwc_transport::http::Method::POST;
    *request.body_mut() = Body::from("{}");
    let response = transport.clone().send(request).await.unwrap();
    assert_eq!(response.into_body().collect(2).await.unwrap(), "ok");
    let seen = server.request().await;
    assert!(seen.starts_with("POST /path HTTP/1.1\r\n"), "{seen}");
    assert!(seen.contains("user-agent: mine/1\r\n") && seen.contains("content-length: 2\r\n"), "{seen}");
}

#[tokio::test]
async fn redirects_are_those_of_the_client() {
    let redirect = "HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n";
    let server = Server::answering(head, redirect).await;
    let transport = ReqwestTransport::from_client(builder().build().unwrap());
    assert_eq!(transport.send(get(&server.uri("/"))).await.unwrap().status(), 302);
}

#[tokio::test]
async fn errors_state_the_phase_without_the_url() {
    let transport = ReqwestTransport::from_client(builder().build().unwrap());
    let error = transport.send(get("http://127.0.0.1:1/?token=hunter2")).await.unwrap_err();
    assert!(error.is_connect() && error.phase() == Phase::NotSent, "{error:?}");
    assert!(!everything(&error).contains("hunter2"), "{error:?}");
    let server = Server::answering(head, "").await;
    let error = transport.send(get(&server.uri("/"))).await.unwrap_err();
    assert_eq!(error.phase(), Phase::MaybeSent);
}

#[tokio::test]
async fn requests_without_a_proxy_bypass_the_client() {
    let proxy = reqwest::Proxy::all("http://127.0.0.1:1").unwrap();
    let transport = ReqwestTransport::from_client(builder().proxy(proxy).build().unwrap());
    let server = Server::answering(head, OK).await;
    let error = transport.send(get(&server.uri("/"))).await.unwrap_err();
    assert!(error.is_connect() && error.proxy().is_none(), "{error:?}");
    let mut request = get(&server.uri("/metadata"));
    request.extensions_mut().insert(NoProxy);
    assert_eq!(transport.send(request).await.unwrap().status(), 200);
    assert!(server.request().await.starts_with("GET /metadata HTTP/1.1\r\n"));
}

#[test]
fn outside_of_a_runtime_a_request_is_an_error() {
    let transport = ReqwestTransport::from_client(builder().build().unwrap());
    let mut request = std::pin::pin!(transport.send(HttpRequest::default()));
    let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(Err(error)) = request.as_mut().poll(&mut cx) else {
        panic!("the request must fail");
    };
    assert_eq!(reason(&error), "no tokio runtime with I/O and time enabled");
}
