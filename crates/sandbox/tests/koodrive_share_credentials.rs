//! The credentials that the operations on shares accept, with strict authentication.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use hwc_models::CATALOG;
use hwc_sandbox::account;
use hwc_transport::Body;
use hwc_transport::clock::Clock;
use hwc_transport::http::header::AUTHORIZATION;
use hwc_transport::http::{self, HeaderValue, Method, StatusCode};
use hwc_transport::sign::AppSigner;

/// Returns the requests of all examples of operations on shares by their request lines.
fn requests() -> Vec<(String, http::Request<Body>)> {
    let mut requests = Vec::new();
    for entry in CATALOG.entries().filter(|entry| is_about_shares(entry.operation.path)) {
        for example in &CATALOG.operation(entry.operation).unwrap().examples {
            let (method, target) = example.request.split_once(' ').unwrap();
            let body = example.request_body.as_ref().map(ToString::to_string).unwrap_or_default();
            let url = format!("{}{target}", entry.operation.service.regions[0].endpoint);
            let request = http::Request::builder().method(Method::from_bytes(method.as_bytes()).unwrap()).uri(url);
            let request = request.header("Content-Type", "application/json").body(Body::from(body)).unwrap();
            requests.push((example.request.clone(), request));
        }
    }
    requests
}

fn is_about_shares(path: &str) -> bool {
    path.strip_prefix("/koodrive/ose/v1/share").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[tokio::test]
async fn only_public_operations_need_no_credentials() {
    let bench = Bench::strict();
    let mut public = 0;
    for (line, request) in requests() {
        let is_public = line.contains("/share/public/");
        public += usize::from(is_public);
        let status = bench.deliver(request).await.status;
        assert_eq!(status == StatusCode::UNAUTHORIZED, !is_public, "{line}: {status}");
    }
    assert!(public >= 7, "only {public} public requests");
}

#[tokio::test]
async fn a_token_is_accepted_everywhere() {
    let bench = Bench::strict();
    for (line, mut request) in requests() {
        let token = HeaderValue::from_str(&format!("Bearer {}", account::DRIVE_TOKEN)).unwrap();
        request.headers_mut().insert(AUTHORIZATION, token);
        let status = bench.deliver(request).await.status;
        assert_ne!(status, StatusCode::UNAUTHORIZED, "{line}");
    }
}

#[tokio::test]
async fn the_signature_of_an_app_is_accepted_everywhere() {
    let bench = Bench::strict();
    let app = AppSigner::new(account::APP_ID, account::APP_SECRET, account::DRIVE_USER_ID).unwrap();
    for (line, mut request) in requests() {
        app.sign(&mut request, bench.clock.now()).unwrap();
        let status = bench.deliver(request).await.status;
        assert_ne!(status, StatusCode::UNAUTHORIZED, "{line}");
    }
}
