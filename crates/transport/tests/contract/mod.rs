//! The contract of transports for real servers. Each transport runs it.

mod client_certificate;
mod exchange;
mod heads;
mod pool;
mod proxy;
mod proxy_setting;
mod runtimes;
mod tls;

use std::error::Error;

use hwc_transport::http::Method;
use hwc_transport::{Body, HttpRequest, TransportError};

use crate::{TestTransport, TestTransportBuilder};

pub(crate) const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

pub(crate) fn get(uri: &str) -> HttpRequest {
    request(Method::GET, uri, Body::empty())
}

pub(crate) fn request(method: Method, uri: &str, body: Body) -> HttpRequest {
    let mut request = HttpRequest::new(body);
    *request.method_mut() = method;
    *request.uri_mut() = uri.parse().unwrap();
    request
}

/// Returns a builder without trusted roots and without a proxy.
pub(crate) fn hermetic() -> TestTransportBuilder {
    TestTransport::builder().no_proxy().no_platform_roots()
}

/// Returns the text of an error with its sources, and its `Debug` output.
pub(crate) fn everything(error: &dyn Error) -> String {
    let causes = std::iter::successors(Some(error), |error| (*error).source());
    causes.map(|error| format!("{error}\n{error:?}\n")).collect()
}

/// Returns the reason of a setup error.
pub(crate) fn reason(error: &TransportError) -> String {
    assert!(error.is_setup(), "{error:?}");
    error.source().unwrap().to_string()
}

/// Returns the path of a test of `module`, by which a test runs itself in another process.
pub(crate) fn test_path(module: &str, test: &str) -> String {
    let (_, module) = module.split_once("::").unwrap();
    format!("{module}::{test}")
}

#[test]
fn a_connect_timeout_of_zero_is_rejected() {
    let error = hermetic().connect_timeout(std::time::Duration::ZERO).build().unwrap_err();
    assert_eq!(reason(&error), "`.connect_timeout(..)` must be greater than 0");
}
