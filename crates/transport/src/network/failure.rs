//! The classification of failures by how far the request got, for all HTTP clients.

use std::error::Error;
use std::io;

use super::proxy::Proxy;
use crate::TransportError;

/// The error for a text that is not an absolute `http` or `https` URL. It does not contain the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected an absolute http or https URL")]
pub struct InvalidUrl;

/// The error of a call outside of a runtime.
#[derive(Debug, thiserror::Error)]
#[error("no tokio runtime with I/O and time enabled")]
pub(crate) struct NoRuntime;

/// The error of a proxy that requires authentication.
#[derive(Debug, thiserror::Error)]
#[error("the proxy {0} rejected the request (407): set a valid user and password in its URL")]
struct ProxyUnauthorized(String);

/// The error text of hyper-util for a 407 response to `CONNECT`. Its type is not public.
const TUNNEL_UNAUTHORIZED: &str = "tunnel error: proxy authorization required";

/// Classifies the error of a connection that was not established, through this proxy or directly.
pub(crate) fn unconnected(
    error: impl Into<Box<dyn Error + Send + Sync>>,
    is_dns: bool,
    proxy: Option<&Proxy>,
) -> TransportError {
    let error: Box<dyn Error + Send + Sync> = error.into();
    let is_tls = holds::<rustls::Error>(&*error);
    match proxy {
        Some(proxy) if causes(&*error).any(|cause| cause.to_string() == TUNNEL_UNAUTHORIZED) => unauthorized(proxy),
        Some(proxy) if is_dns && !proxy.resolves_here() => TransportError::dns(error).with_proxy(proxy),
        _ if is_dns => TransportError::dns(error),
        Some(proxy) if is_tls && proxy.is_tls() => TransportError::tls(error).with_proxy(proxy),
        _ if is_tls => TransportError::tls(error),
        Some(proxy) => TransportError::connect(error).with_proxy(proxy),
        None => TransportError::connect(error),
    }
}

/// Returns the error for a 407 response of a proxy.
pub(crate) fn unauthorized(proxy: &Proxy) -> TransportError {
    TransportError::setup(ProxyUnauthorized(proxy.to_string())).with_proxy(proxy)
}

/// Returns true if `error` has a cause of type `T`.
pub(crate) fn holds<T: Error + 'static>(error: &(dyn Error + 'static)) -> bool {
    causes(error).any(<dyn Error>::is::<T>)
}

/// Returns the error and its causes, including those inside I/O errors.
pub(crate) fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
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
