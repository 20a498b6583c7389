//! The transport for real servers. reqwest is known in this folder alone, and none of its types leaves it.

mod builder;
mod classify;
mod convert;
mod origins;
mod roots;

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use http::uri::Scheme;

use crate::{Direct, Request, Response, Transport, TransportError};

pub use builder::ReqwestTransportBuilder;

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
/// - The system's proxy settings hold, unless [switched off](ReqwestTransportBuilder::no_proxy).
///
/// It needs a tokio runtime with I/O and timer switched on.
#[derive(Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    /// The same without a proxy, where there may be one.
    direct: reqwest::Client,
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
        let client = if request.extensions().get::<Direct>().is_some() { &self.direct } else { &self.client };
        let request = convert::request(request, &self.origins)?;
        let answer = client.execute(request).await.map_err(classify::classify)?;
        Ok(convert::response(answer))
    }
}

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransport").finish_non_exhaustive()
    }
}
