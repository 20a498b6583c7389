//! The transport for real servers. reqwest is known in this folder alone, and none of its types leaves it.

mod builder;
mod bypass;
mod classify;
mod clients;
mod convert;
mod machine;
mod origins;
mod proxies;
mod roots;

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use http::StatusCode;
use http::uri::Scheme;

use crate::{Direct, Request, Response, Transport, TransportError};

pub use builder::ReqwestTransportBuilder;
pub use origins::{InvalidUrl, normalized_url};

use classify::classify;
use clients::Clients;
use origins::Origins;
use roots::Roots;

/// Sends requests over HTTP/1.1, with the feature `http2` over HTTP/2 where the server has it. A clone is cheap and shares the
/// connections.
///
/// - TLS is rustls with ring, given to this client alone: nothing is installed for the whole process.
/// - Root certificates are those of the machine. They are read at the first `https` request, so that plain `http` works
///   without any; if there are none, each `https` request is a [setup error](TransportError::is_setup).
/// - Redirects are answers like any other, nothing is tried twice, and no time limit holds but that for connecting.
/// - A body of known length is always sent with `Content-Length`, never chunked. The body decides: a `Content-Length` or
///   `Transfer-Encoding` header that says otherwise is replaced.
/// - `Accept: */*` is added where a request has no `Accept`.
/// - Headers that only a strict reader refuses are taken or skipped, as by curl and browsers: folded lines, invalid bytes.
///
/// # Proxies
///
/// `HTTPS_PROXY`, `HTTP_PROXY` and `ALL_PROXY` name them, or the same in lowercase, and `NO_PROXY` the hosts that are called
/// directly: `*`, addresses, networks, and domains with those below them. They are read when the transport is made. If none is
/// set, the settings of the system hold on Windows and macOS. A proxy that cannot be used is a
/// [setup error](TransportError::is_setup); one that fails is named by [`TransportError::proxy`]. SOCKS needs the feature
/// `socks`. [`no_proxy`](ReqwestTransportBuilder::no_proxy) switches all of it off.
///
/// # Runtimes
///
/// A request needs a tokio runtime with I/O and time enabled; outside of one it is a [setup error](TransportError::is_setup).
/// Several runtimes can share a transport, also at the same time: each has connections of its own.
#[derive(Clone)]
pub struct ReqwestTransport {
    clients: Arc<Clients>,
    roots: Arc<Roots>,
    origins: Arc<Origins>,
}

impl ReqwestTransport {
    /// A transport with the defaults of [`builder`](Self::builder).
    ///
    /// # Errors
    ///
    /// A [setup error](TransportError::is_setup) if the client cannot be put together.
    pub fn new() -> Result<Self, TransportError> {
        Self::builder().build()
    }

    /// Starts a transport with settings of your own.
    pub fn builder() -> ReqwestTransportBuilder {
        ReqwestTransportBuilder::new()
    }
}

#[async_trait]
impl Transport for ReqwestTransport {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        if request.uri().scheme() == Some(&Scheme::HTTPS) {
            self.roots.verifier().map_err(TransportError::setup)?;
        }
        let is_direct = request.extensions().get::<Direct>().is_some();
        let client = self.clients.here(is_direct)?;
        let request = convert::request(request, &self.origins)?;
        let proxy = self.clients.routes().proxy(request.url()).filter(|_| !is_direct).cloned();
        // Through a tunnel, the server itself would have sent it.
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
