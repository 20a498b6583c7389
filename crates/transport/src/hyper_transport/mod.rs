//! The transport for real servers on hyper: less work for each request, and fewer dependencies than reqwest.

mod builder;
mod connection;
mod connector;
mod pool;
mod proxies;
mod resolver;
mod target;

use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use async_trait::async_trait;
use http::{Extensions, Request, Response, StatusCode};
use hyper::body::Incoming;
use tokio::runtime::Handle;

use crate::clock::Clock;
use crate::network::body::receive;
use crate::network::failure::{NoRuntime, unauthorized, unconnected};
use crate::{Body, HttpRequest, HttpResponse, NoProxy, Transport, TransportError};

pub use builder::HyperTransportBuilder;

use connection::{Connection, Received};
use connector::Connector;
use pool::{Key, Lease, Pool};
use proxies::ProxyHop;
use target::Target;

/// Sends requests over HTTP/1.1, or over HTTP/2 if the feature `http2` is enabled and the server supports it. A clone is
/// cheap and shares the connections.
///
/// It has the guarantees of [`ReqwestTransport`](crate::ReqwestTransport) about TLS, root certificates, redirects, proxies,
/// lengths of bodies, malformed headers and runtimes, and differs as follows:
///
/// - The URI is sent as it is: `127.1` stays `127.1`, non-Latin hosts are invalid, and `.` and `..` in paths are not resolved.
///   Characters that HTTP does not permit in a path or a query are percent-encoded.
/// - A request that finds its idle connection closed is sent once more, over a new connection. None of it was sent before.
/// - The connection that became idle last is used first, so that the others can time out.
/// - Timeouts of connections and of the pool use the clock of [`clock`](HyperTransportBuilder::clock).
#[derive(Clone)]
pub struct HyperTransport {
    pool: Arc<Pool>,
    connector: Arc<Connector>,
    clock: Arc<dyn Clock>,
    connect_timeout: Duration,
}

/// The error of a server or a proxy that did not accept a connection in time.
#[derive(Debug, thiserror::Error)]
#[error("no connection within {0:?}")]
struct ConnectTimeout(Duration);

impl HyperTransport {
    /// Creates a transport with the defaults of [`builder`](Self::builder).
    ///
    /// # Errors
    ///
    /// Returns a [setup error](TransportError::is_setup) if a proxy variable is invalid.
    pub fn new() -> Result<Self, TransportError> {
        Self::builder().build()
    }

    /// Returns a builder for a transport with custom settings.
    pub fn builder() -> HyperTransportBuilder {
        HyperTransportBuilder::new()
    }

    /// Sends the request over an idle connection, or over a new one. The part for a new connection is boxed: most requests do not
    /// need it and should not reserve space for it in their futures.
    async fn exchange(
        &self,
        key: Key,
        target: &Target,
        mut request: Request<Body>,
        proxy: Option<&ProxyHop>,
    ) -> Result<HttpResponse, TransportError> {
        if let Some(mut connection) = self.pool.take(&key) {
            match Received::new(connection.send(request, target).await) {
                Received::Response(response) => return Ok(self.convert(response, connection, key)),
                Received::Failed(error) => return Err(error),
                Received::Unsent(unsent, _) => request = unsent,
            }
        }
        Box::pin(self.connect_and_send(key, target, request, proxy)).await
    }

    /// Sends the request over a new connection.
    async fn connect_and_send(
        &self,
        key: Key,
        target: &Target,
        request: Request<Body>,
        proxy: Option<&ProxyHop>,
    ) -> Result<HttpResponse, TransportError> {
        let mut connection = self.connect(target, proxy).await?;
        self.pool.share(&key, &connection);
        match Received::new(connection.send(request, target).await) {
            Received::Response(response) => Ok(self.convert(response, connection, key)),
            Received::Failed(error) => Err(error),
            Received::Unsent(_, error) => Err(TransportError::not_sent(error)),
        }
    }

    /// Opens a connection within the connect timeout.
    async fn connect(&self, target: &Target, proxy: Option<&ProxyHop>) -> Result<Connection, TransportError> {
        let limit = self.connect_timeout;
        let mut deadline = self.clock.sleep(limit);
        let mut connecting = pin!(self.connector.connect(target, proxy));
        let outcome = poll_fn(|cx| {
            if let Poll::Ready(outcome) = connecting.as_mut().poll(cx) {
                return Poll::Ready(Some(outcome));
            }
            deadline.as_mut().poll(cx).map(|()| None)
        });
        let proxy = proxy.and_then(ProxyHop::named);
        match outcome.await {
            Some(Ok(connection)) => Ok(connection),
            Some(Err(error)) => {
                let is_dns = resolver::is_dns(&*error);
                Err(unconnected(error, is_dns, proxy))
            }
            None => Err(unconnected(ConnectTimeout(limit), false, proxy).timed_out()),
        }
    }

    /// Converts a response. The connection returns to the pool at the end of the body.
    fn convert(&self, response: Response<Incoming>, connection: Connection, key: Key) -> HttpResponse {
        let (mut parts, body) = response.into_parts();
        parts.extensions = Extensions::new();
        let lease = Lease { connection, key, pool: Arc::clone(&self.pool) };
        HttpResponse::from_parts(parts, receive(body, move || lease.release()))
    }
}

#[async_trait]
impl Transport for HyperTransport {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let runtime = Handle::try_current().map_err(|_| TransportError::setup(NoRuntime))?.id();
        let is_direct = request.extensions().get::<NoProxy>().is_some();
        let (mut target, request) = target::prepare(request).map_err(TransportError::invalid_request)?;
        if target.is_https() {
            self.connector.check_roots()?;
        }
        let proxy = if is_direct { None } else { self.connector.proxy(&target) };
        let proxy = proxy.as_deref();
        let by_proxy = proxy.filter(|proxy| !target.is_https() && proxy.is_http());
        if let Some(proxy) = by_proxy {
            target.forward_through(proxy);
        }
        let key = Key { runtime, scheme: target.scheme.clone(), authority: target.authority.clone(), is_direct };
        // Boxed, so that neither future exceeds a kilobyte: allocators serve larger blocks slowly.
        let response = Box::pin(self.exchange(key, &target, request, proxy)).await?;
        match by_proxy.and_then(ProxyHop::named) {
            Some(proxy) if response.status() == StatusCode::PROXY_AUTHENTICATION_REQUIRED => Err(unauthorized(proxy)),
            _ => Ok(response),
        }
    }
}

impl fmt::Debug for HyperTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HyperTransport").finish_non_exhaustive()
    }
}
