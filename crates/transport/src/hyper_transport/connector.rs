//! Opens connections: DNS, TCP, proxies and TLS.

use std::error::Error;
use std::future::{Ready, ready};
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper::rt::{Read, Write};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::{SocksV4, SocksV5, Tunnel};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio_rustls::TlsConnector;
use tower_service::Service;

use super::connection::Connection;
use super::proxies::{HopKind, ProxyHop, ProxyTable};
use super::resolver::Resolver;
use super::target::Target;
use crate::TransportError;
use crate::network::RootVerifier;

/// A connected stream: TCP or TLS, direct or through a proxy.
pub(super) type Io = Box<dyn Stream>;

/// The traits of a connected stream.
pub(super) trait Stream: Read + Write + Send + Unpin {}

impl<T: Read + Write + Send + Unpin> Stream for T {}

pub(super) type BoxError = Box<dyn Error + Send + Sync>;

/// Opens connections to servers.
pub(super) struct Connector {
    tcp: HttpConnector<Resolver>,
    tls: TlsConnector,
    /// TLS to proxies, which speak HTTP/1.1 only.
    proxy_tls: TlsConnector,
    roots: Arc<RootVerifier>,
    proxies: ProxyTable,
}

impl Connector {
    pub(super) fn new(tls: rustls::ClientConfig, roots: Arc<RootVerifier>, proxies: ProxyTable) -> Self {
        let mut proxy_tls = tls.clone();
        proxy_tls.alpn_protocols = vec![b"http/1.1".to_vec()];
        Self {
            tcp: tcp_connector(),
            tls: TlsConnector::from(Arc::new(tls)),
            proxy_tls: TlsConnector::from(Arc::new(proxy_tls)),
            roots,
            proxies,
        }
    }

    /// Loads the root certificates if this was not done before.
    pub(super) fn check_roots(&self) -> Result<(), TransportError> {
        self.roots.verifier().map(drop).map_err(TransportError::setup)
    }

    /// Returns the proxy for requests to this server.
    pub(super) fn proxy(&self, target: &Target) -> Option<Arc<ProxyHop>> {
        self.proxies.hop(target)
    }

    /// Opens a connection to the server, or to the proxy if it forwards single requests.
    pub(super) async fn connect(&self, target: &Target, proxy: Option<&ProxyHop>) -> Result<Connection, BoxError> {
        let io = match proxy {
            None => self.tcp(target.server()).await?,
            Some(proxy) => self.through(proxy, target).await?,
        };
        if !target.is_https() {
            return Connection::open(io, false).await;
        }
        let (io, is_http2) = handshake(&self.tls, target.host(), io).await?;
        Connection::open(io, is_http2).await
    }

    async fn tcp(&self, server: Uri) -> Result<Io, BoxError> {
        // The connector is always ready.
        Ok(Box::new(self.tcp.clone().call(server).await?))
    }

    /// Connects to the proxy, and through it to the server unless the proxy forwards single requests.
    async fn through(&self, proxy: &ProxyHop, target: &Target) -> Result<Io, BoxError> {
        let server = match proxy.kind.resolves_here() {
            Some(is_usable) => resolved(target, is_usable).await?,
            None => target.server(),
        };
        let mut io = self.tcp(proxy.uri.clone()).await?;
        if proxy.is_tls() {
            (io, _) = handshake(&self.proxy_tls, proxy.uri.host().unwrap_or_default(), io).await?;
        }
        if proxy.is_http() && !target.is_https() { Ok(io) } else { tunnel(proxy, io, server).await }
    }
}

/// The time without data after which a probe is sent, and the time between two probes.
const KEEPALIVE: Duration = Duration::from_secs(15);
/// The number of unanswered probes after which a connection is closed.
const KEEPALIVE_RETRIES: u32 = 3;

/// Returns a connector with happy eyeballs that sends data at once and detects servers that vanish.
fn tcp_connector() -> HttpConnector<Resolver> {
    let mut tcp = HttpConnector::new_with_resolver(Resolver::new());
    tcp.set_nodelay(true);
    tcp.enforce_http(false);
    tcp.set_keepalive(Some(KEEPALIVE));
    tcp.set_keepalive_interval(Some(KEEPALIVE));
    tcp.set_keepalive_retries(Some(KEEPALIVE_RETRIES));
    tcp
}

/// Opens a tunnel to the server over a connection to the proxy.
async fn tunnel(proxy: &ProxyHop, io: Io, server: Uri) -> Result<Io, BoxError> {
    let (hop, opened) = (proxy.uri.clone(), Opened(Some(io)));
    match proxy.kind {
        HopKind::Http => {
            let mut tunnel = Tunnel::new(hop, opened);
            if let Some(authorization) = &proxy.basic_auth {
                tunnel = tunnel.with_auth(authorization.clone());
            }
            Ok(tunnel.call(server).await?)
        }
        HopKind::Socks4 { .. } => Ok(SocksV4::new(hop, opened).call(server).await?),
        HopKind::Socks5 { .. } => {
            let mut socks = SocksV5::new(hop, opened);
            if let Some((user, password)) = proxy.user.clone() {
                socks = socks.with_auth(user, password);
            }
            Ok(socks.call(server).await?)
        }
    }
}

/// Returns the server with an address in place of its name.
async fn resolved(target: &Target, is_usable: fn(&IpAddr) -> bool) -> Result<Uri, BoxError> {
    let address = Resolver::new().address(target.host(), is_usable).await?;
    target.server_at(address).ok_or_else(|| "the address of the server is not valid in a URL".into())
}

/// Performs the TLS handshake. Returns the stream, and true if the server chose HTTP/2.
async fn handshake(tls: &TlsConnector, host: &str, io: Io) -> Result<(Io, bool), BoxError> {
    let name = ServerName::try_from(host.trim_matches(['[', ']']).to_owned())?;
    let stream = tls.connect(name, TokioIo::new(io)).await?;
    let is_http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
    Ok((Box::new(TokioIo::new(stream)), is_http2))
}

/// An open connection to a proxy, in the form that the tunnels of hyper-util take.
struct Opened(Option<Io>);

impl Service<Uri> for Opened {
    type Response = Io;
    type Error = io::Error;
    type Future = Ready<Result<Io, io::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), io::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        ready(self.0.take().ok_or_else(|| io::Error::other("the connection to the proxy is in use")))
    }
}
