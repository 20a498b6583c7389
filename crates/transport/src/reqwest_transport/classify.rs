//! Classifies reqwest's errors by how far the request got. In doubt, it may have been sent.

use std::error::Error;
use std::io;

use super::proxies::Proxy;
use crate::{BodyError, TransportError};

/// The error of a proxy that requires authentication.
#[derive(Debug, thiserror::Error)]
#[error("the proxy {0} rejected the request (407): set a valid user and password in its URL")]
struct ProxyUnauthorized(String);

/// The error text of hyper-util for a 407 response to `CONNECT`. Its type is not public.
const TUNNEL_UNAUTHORIZED: &str = "tunnel error: proxy authorization required";

/// Classifies an error of a request that was sent through this proxy, or directly.
pub(super) fn classify(error: reqwest::Error, proxy: Option<&Proxy>) -> TransportError {
    let late = error.is_timeout();
    let error = error.without_url();
    let known = if error.is_builder() {
        TransportError::invalid_request(error)
    } else if error.is_connect() {
        unconnected(error, proxy)
    } else if holds::<BodyError>(&error) {
        TransportError::request_body(error)
    } else if causes(&error).any(is_unsent) {
        TransportError::not_sent(error)
    } else {
        TransportError::maybe_sent(error)
    };
    if late { known.timed_out() } else { known }
}

fn unconnected(error: reqwest::Error, proxy: Option<&Proxy>) -> TransportError {
    match proxy {
        Some(proxy) if causes(&error).any(|cause| cause.to_string() == TUNNEL_UNAUTHORIZED) => unauthorized(proxy),
        Some(proxy) if error.is_dns() && !proxy.resolves_here() => TransportError::dns(error).with_proxy(proxy),
        _ if error.is_dns() => TransportError::dns(error),
        Some(proxy) if holds::<rustls::Error>(&error) && proxy.is_tls() => TransportError::tls(error).with_proxy(proxy),
        _ if holds::<rustls::Error>(&error) => TransportError::tls(error),
        Some(proxy) => TransportError::connect(error).with_proxy(proxy),
        None => TransportError::connect(error),
    }
}

/// Returns the error for a 407 response.
pub(super) fn unauthorized(proxy: &Proxy) -> TransportError {
    TransportError::setup(ProxyUnauthorized(proxy.to_string())).with_proxy(proxy)
}

/// Returns true if hyper returned the request before it wrote any of it: the connection closed, or its runtime ended.
fn is_unsent(cause: &(dyn Error + 'static)) -> bool {
    cause.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_canceled)
}

/// Returns true if `error` has a cause of type `T`.
fn holds<T: Error + 'static>(error: &(dyn Error + 'static)) -> bool {
    causes(error).any(<dyn Error>::is::<T>)
}

/// Returns the error and its causes, including those inside I/O errors.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| {
        let error = *error;
        inside(error).or_else(|| error.source())
    })
}

/// Returns the inner error of an I/O error. `source()` of an I/O error skips it and returns the source of the inner
/// error.
fn inside<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    let inner = error.downcast_ref::<io::Error>()?.get_ref()?;
    Some(inner)
}
