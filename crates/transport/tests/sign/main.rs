//! Signatures: compatibility with other implementations, signed parts, and errors.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic like tests")]

mod checking;
mod fixtures;
mod keys;
mod properties;
mod signing;
mod vectors;

use std::time::{Duration, SystemTime};

use hwc_transport::http::request::Parts;
use hwc_transport::http::{HeaderName, HeaderValue};
use hwc_transport::sign::{AccessKeySigner, AppSigner};
use hwc_transport::{Body, HttpRequest};

const ACCESS_KEY: &str = "AKEXAMPLE0000000TEST";
const SECRET_KEY: &str = "SkExampleOnlyForTests/NotARealKey0000000";

fn access_keys() -> AccessKeySigner {
    AccessKeySigner::new(ACCESS_KEY, SECRET_KEY).unwrap()
}

fn app_keys() -> AppSigner {
    AppSigner::new("app-1", "app secret", "user-1").unwrap()
}

/// Returns 2024-01-02T03:04:05Z, in a signature `20240102T030405Z`.
fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_704_164_645)
}

/// Returns the request of a line such as `GET https://service.example/path`.
fn request(line: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> HttpRequest {
    let (method, url) = line.split_once(' ').unwrap();
    let mut request = HttpRequest::new(body.into());
    *request.method_mut() = method.parse().unwrap();
    *request.uri_mut() = url.parse().unwrap();
    for (name, value) in headers {
        let name = HeaderName::try_from(*name).unwrap();
        request.headers_mut().append(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    request
}

fn header<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    request.headers().get(name).map(|value| value.to_str().unwrap())
}

fn authorization(request: &HttpRequest) -> &str {
    header(request, "authorization").unwrap()
}

/// Returns a request as a server receives it, without its body.
fn head(request: HttpRequest) -> Parts {
    request.into_parts().0
}
