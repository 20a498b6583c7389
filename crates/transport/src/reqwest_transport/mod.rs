//! The transport for real servers. Only this folder uses reqwest, and none of its types is public.

mod builder;
mod bypass;
mod classify;
mod clients;
mod convert;
mod proxies;
mod root_verifier;
mod system_roots;
mod url_cache;

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use http::StatusCode;
use http::uri::Scheme;

use crate::{HttpRequest, HttpResponse, NoProxy, Transport, TransportError};

pub use builder::ReqwestTransportBuilder;
pub use url_cache::{InvalidUrl, normalized_url};

use classify::classify;
use clients::Clients;
use root_verifier::RootVerifier;
use url_cache::UrlCache;

/// Sends requests over HTTP/1.1, or over HTTP/2 if the feature `http2` is enabled and the server supports it. A clone is
/// cheap and shares the connections.
///
/// - TLS is rustls with ring. It is configured for this client only, without a provider for the whole process.
/// - The root certificates are those of the machine. They are read at the first `https` request, so that plain `http`
///   works without any. If there are none, each `https` request is a [setup error](TransportError::is_setup).
/// - Redirects are returned like any other response. Requests are not retried, and only connecting has a timeout.
/// - A body of known length is always sent with `Content-Length`, never chunked. The body takes precedence: a different
///   `Content-Length` or `Transfer-EncodeOptions` header is replaced.
/// - `Accept: */*` is added to requests without `Accept`.
/// - Malformed headers are accepted or skipped, as by curl and browsers: folded lines, invalid bytes.
///
/// # Proxies
///
/// `HTTPS_PROXY`, `HTTP_PROXY` and `ALL_PROXY`, also in lowercase, name the proxies. `NO_PROXY` lists the hosts that
/// bypass them: `*`, addresses, networks, and domains with their subdomains. The variables are read when the transport is
/// built. If none is set, the system settings apply on Windows and macOS.
///
/// A proxy that cannot be used is a [setup error](TransportError::is_setup). [`TransportError::proxy`] names a proxy that
/// failed. SOCKS requires the feature `socks`. [`no_proxy`](ReqwestTransportBuilder::no_proxy) disables all proxies.
///
/// # Runtimes
///
/// A request requires a tokio runtime with I/O and time enabled. Outside of one it is a [setup
/// error](TransportError::is_setup). Several runtimes can share a transport concurrently. Each has its own connections.
#[derive(Clone)]
pub struct ReqwestTransport {
    clients: Arc<Clients>,
    roots: Arc<RootVerifier>,
    origins: Arc<UrlCache>,
}

impl ReqwestTransport {
    /// Creates a transport with the defaults of [`builder`](Self::builder).
    ///
    /// # Errors
    ///
    /// Returns a [setup error](TransportError::is_setup) if the client cannot be created.
    pub fn new() -> Result<Self, TransportError> {
        Self::builder().build()
    }

    /// Returns a builder for a transport with custom settings.
    pub fn builder() -> ReqwestTransportBuilder {
        ReqwestTransportBuilder::new()
    }
}

#[async_trait]
impl Transport for ReqwestTransport {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        if request.uri().scheme() == Some(&Scheme::HTTPS) {
            self.roots.verifier().map_err(TransportError::setup)?;
        }
        let is_direct = request.extensions().get::<NoProxy>().is_some();
        let client = self.clients.current(is_direct)?;
        let request = convert::request(request, &self.origins)?;
        let proxy = self.clients.routes().proxy(request.url()).filter(|_| !is_direct).cloned();
        // In a tunnel, a 407 comes from the server itself.
        let by_proxy = proxy.as_ref().filter(|_| request.url().scheme() == "http");
        let response = client.execute(request).await.map_err(|error| classify(error, proxy.as_ref()))?;
        match by_proxy.filter(|_| response.status() == StatusCode::PROXY_AUTHENTICATION_REQUIRED) {
            Some(proxy) => Err(classify::unauthorized(proxy)),
            None => Ok(convert::response(response)),
        }
    }
}

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransport").finish_non_exhaustive()
    }
}
