//! The server: a listener, and the service behind it.

use std::future::Future;
use std::net::SocketAddr;

use axum::Router;
use axum::extract::Request;
use axum::serve::ListenerExt;
use hwc_drive::Drive;
use tokio::net::TcpListener;

use crate::error::WebDavError;
use crate::options::WebDavOptions;
use crate::service::WebDavService;

/// A server that listens.
///
/// ```
/// # async fn example(drive: hwc_drive::Drive) -> Result<(), hwc_webdav::WebDavError> {
/// use hwc_webdav::{WebDavOptions, WebDavServer};
///
/// let server = WebDavServer::bind(drive, WebDavOptions::default(), ([127, 0, 0, 1], 8080).into()).await?;
/// println!("{}", server.url());
/// server.run_until(std::future::pending()).await
/// # }
/// ```
#[derive(Debug)]
#[must_use = "a server responds only while it runs"]
pub struct WebDavServer {
    listener: TcpListener,
    address: SocketAddr,
    service: WebDavService,
}

impl WebDavServer {
    /// Listens on an address. Port 0 selects a free port. The server speaks HTTP without encryption: put a server with TLS in
    /// front of it for other machines.
    ///
    /// # Errors
    /// Returns [`WebDavError::Open`] for an address that other machines can reach if the options have no user, and
    /// [`WebDavError::Bind`] if the address cannot be listened on.
    pub async fn bind(drive: Drive, options: WebDavOptions, address: SocketAddr) -> Result<Self, WebDavError> {
        if options.user.is_none() && !address.ip().is_loopback() {
            return Err(WebDavError::Open { address });
        }
        let failed = |source| WebDavError::Bind { address, source };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        Ok(Self { listener, address, service: WebDavService::new(drive, options) })
    }

    /// Returns the address.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the URL of the served folder, as seen from this machine.
    #[must_use]
    pub fn url(&self) -> String {
        let port = self.address.port();
        match self.address.ip() {
            ip if ip.is_unspecified() => format!("http://127.0.0.1:{port}/"),
            _ => format!("http://{}/", self.address),
        }
    }

    /// Responds to requests until `shutdown` completes. Requests in progress are completed, so that no upload is lost.
    ///
    /// # Errors
    /// Returns [`WebDavError::Accept`] if the listener fails.
    pub async fn run_until(self, shutdown: impl Future<Output = ()> + Send + 'static) -> Result<(), WebDavError> {
        let service = self.service;
        let respond = move |request: Request| {
            let service = service.clone();
            async move { service.respond(request).await }
        };
        let router = Router::new().fallback(respond);
        // The last packet of a response would wait until the client acknowledges the one before.
        let listener = self.listener.tap_io(|stream| _ = stream.set_nodelay(true));
        axum::serve(listener, router).with_graceful_shutdown(shutdown).await.map_err(WebDavError::Accept)
    }
}
