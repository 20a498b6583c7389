//! The settings of the reqwest transport: proxy, client certificate, connection pool, and a client of the caller.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic like tests")]

mod client_certificate;
mod custom_client;
mod pool;
mod proxy;
#[path = "../support/mod.rs"]
mod support;

use std::error::Error;

use hwc_transport::{Body, HttpRequest, ReqwestTransport, ReqwestTransportBuilder, TransportError};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

fn get(uri: &str) -> HttpRequest {
    let mut request = HttpRequest::new(Body::empty());
    *request.uri_mut() = uri.parse().unwrap();
    request
}

/// Returns a builder without trusted roots and without a proxy.
fn hermetic() -> ReqwestTransportBuilder {
    ReqwestTransport::builder().no_proxy().no_platform_roots()
}

/// Returns the text of an error with its sources, and its `Debug` output.
fn everything(error: &dyn Error) -> String {
    let causes = std::iter::successors(Some(error), |error| (*error).source());
    causes.map(|error| format!("{error}\n{error:?}\n")).collect()
}

/// Returns the reason of a setup error.
fn reason(error: &TransportError) -> String {
    assert!(error.is_setup(), "{error:?}");
    error.source().unwrap().to_string()
}

#[test]
fn a_connect_timeout_of_zero_is_rejected() {
    let error = hermetic().connect_timeout(std::time::Duration::ZERO).build().unwrap_err();
    assert_eq!(reason(&error), "`.connect_timeout(..)` must be greater than 0");
}
