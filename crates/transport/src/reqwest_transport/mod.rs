//! The transport for real servers. Only this folder uses reqwest, and only [`ReqwestTransport::from_client`] takes one of
//! its types.

mod builder;
mod classify;
mod clients;
mod convert;
mod custom_client;
mod url_cache;

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use http::StatusCode;
use http::uri::Scheme;

use crate::network::RootVerifier;
use crate::network::failure::unauthorized;
use crate::network::proxy::Proxy;
use crate::{HttpRequest, HttpResponse, NoProxy, Transport, TransportError};

pub use builder::ReqwestTransportBuilder;
pub use url_cache::normalized_url;

use classify::classify;
use clients::Clients;
use custom_client::CustomClient;
use url_cache::UrlCache;

/// Sends requests over HTTP/1.1, or over HTTP/2 if the feature `http2` is enabled and the server supports it. A clone is
/// cheap and shares the connections.
///
/// - TLS is rustls with ring. It is configured for this client only, without a provider for the whole process.
/// - The root certificates are those of the machine. They are read at the first `https` request, so that plain `http`
///   works without any. If there are none, each `https` request is a [setup error](TransportError::is_setup).
/// - Redirects are returned like any other response. Requests are not retried, and only connecting has a timeout.
/// - A body of known length is always sent with `Content-Length`, never chunked. The body takes precedence: a different
///   `Content-Length` or `Transfer-Encoding` header is replaced.
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
/// failed. SOCKS requires the feature `socks`. [`proxy`](ReqwestTransportBuilder::proxy) sets a proxy in code,
/// [`no_proxy`](ReqwestTransportBuilder::no_proxy) disables all proxies.
///
/// # Runtimes
///
/// A request requires a tokio runtime with I/O and time enabled. Outside of one it is a [setup
/// error](TransportError::is_setup). Several runtimes can share a transport concurrently. Each has its own connections.
#[derive(Clone)]
pub struct ReqwestTransport {
    source: ClientSource,
    origins: Arc<UrlCache>,
}

/// The source of the reqwest clients.
#[derive(Clone)]
enum ClientSource {
    /// Clients with the settings of the builder.
    Builder { clients: Arc<Clients>, roots: Arc<RootVerifier> },
    /// A client of the caller.
    Custom(Arc<CustomClient>),
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

    /// Creates a transport that sends through `client`, for settings that [`builder`](Self::builder) lacks, such as a custom
    /// resolver or a connection pool that is shared with the rest of the program.
    ///
    /// The following guarantees of this type are then those of the settings of `client`:
    ///
    /// | subject | required of `client` | otherwise |
    /// | --- | --- | --- |
    /// | redirects | `redirect(Policy::none())` | by default, reqwest follows redirects to any host and sends `X-Auth-Token` and signatures along |
    /// | retries | `retry(retry::never())` | reqwest may send a request again |
    /// | TLS | verified certificates and trusted roots of your choice | `tls_danger_accept_invalid_certs` exposes credentials; errors of root certificates appear as failed connections |
    /// | proxies | a rule of your own, or `no_proxy()` | errors do not name the proxy, and its status 407 is a response of the service |
    /// | timeouts | a `connect_timeout` | only the timeouts of the calls apply; reqwest's `timeout` also ends downloads |
    /// | runtimes | use in one tokio runtime | a pooled connection fails if the runtime that opened it ends |
    /// | responses | the three `http1_..._in_responses` options for malformed headers | such responses are errors |
    /// | HTTP/2 | ALPN with or without `h2` | the feature `http2` of this crate has no effect |
    ///
    /// The re-exported [`reqwest`] has no TLS provider. Enable one in your own dependency on reqwest, or pass a rustls
    /// configuration as below.
    ///
    /// Unchanged: bodies of known length have a `Content-Length`, errors state the phase and contain no URL, and a request
    /// outside of a runtime is a [setup error](TransportError::is_setup). Requests marked with [`NoProxy`] do not use
    /// `client`, but a client with the defaults of this type and without proxies.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use hwc_transport::{ReqwestTransport, reqwest};
    ///
    /// # fn main() -> Result<(), reqwest::Error> {
    /// # let tls = rustls::ClientConfig::builder_with_provider(rustls::crypto::ring::default_provider().into());
    /// # let tls = tls.with_safe_default_protocol_versions().unwrap();
    /// # let tls = tls.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth();
    /// // `tls` is a `rustls::ClientConfig` of your own.
    /// let client = reqwest::Client::builder()
    ///     .tls_backend_preconfigured(tls)
    ///     .redirect(reqwest::redirect::Policy::none())
    ///     .retry(reqwest::retry::never())
    ///     .connect_timeout(Duration::from_secs(10))
    ///     .build()?;
    /// let transport = ReqwestTransport::from_client(client);
    /// # drop(transport);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    #[inline]
    pub fn from_client(client: reqwest::Client) -> Self {
        Self { source: ClientSource::Custom(Arc::new(CustomClient::new(client))), origins: Arc::default() }
    }

    fn with_clients(clients: Clients, roots: Arc<RootVerifier>) -> Self {
        Self { source: ClientSource::Builder { clients: Arc::new(clients), roots }, origins: Arc::default() }
    }

    /// Returns the client for a request.
    fn client(&self, request: &HttpRequest, is_direct: bool) -> Result<reqwest::Client, TransportError> {
        match &self.source {
            ClientSource::Custom(custom) => custom.client(),
            ClientSource::Builder { clients, roots } => {
                if request.uri().scheme() == Some(&Scheme::HTTPS) {
                    roots.verifier().map_err(TransportError::setup)?;
                }
                clients.current(is_direct)
            }
        }
    }

    /// Returns the proxy for a request, if it is known.
    fn proxy(&self, url: &reqwest::Url) -> Option<&Proxy> {
        match &self.source {
            ClientSource::Builder { clients, .. } => clients.routes().proxy(url.scheme(), url.host_str()?),
            ClientSource::Custom(_) => None,
        }
    }
}

#[async_trait]
impl Transport for ReqwestTransport {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let is_direct = request.extensions().get::<NoProxy>().is_some();
        if let (true, ClientSource::Custom(custom)) = (is_direct, &self.source) {
            return custom.direct()?.send(request).await;
        }
        let client = self.client(&request, is_direct)?;
        let request = convert::request(request, &self.origins)?;
        let proxy = self.proxy(request.url()).filter(|_| !is_direct).cloned();
        // In a tunnel, a 407 comes from the server itself.
        let by_proxy = proxy.as_ref().filter(|_| request.url().scheme() == "http");
        let response = client.execute(request).await.map_err(|error| classify(error, proxy.as_ref()))?;
        match by_proxy.filter(|_| response.status() == StatusCode::PROXY_AUTHENTICATION_REQUIRED) {
            Some(proxy) => Err(unauthorized(proxy)),
            None => Ok(convert::response(response)),
        }
    }
}

impl fmt::Debug for ReqwestTransport {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransport").finish_non_exhaustive()
    }
}
