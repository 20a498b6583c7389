//! The explorer and its server on the loopback address.

use std::future::Future;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use hwc_transport::local_server::AccessToken;
use tokio::net::TcpListener;

use crate::connection::Connection;
use crate::error::ExplorerError;
use crate::http::connections;

/// The state that all requests of the page share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) connection: Connection,
    /// The first segment of each path.
    pub(crate) token: AccessToken,
}

/// The API Explorer: a page, and the calls that it makes.
#[derive(Clone, Debug)]
pub struct Explorer {
    shared: Arc<Shared>,
}

/// An explorer that is bound to an address. It handles requests once it is [`run`](ExplorerServer::run).
#[derive(Debug)]
#[must_use = "no request is handled before it is run"]
pub struct ExplorerServer {
    shared: Arc<Shared>,
    listener: TcpListener,
    address: SocketAddr,
}

impl Explorer {
    /// Creates an explorer with a new random token.
    ///
    /// # Errors
    /// Returns [`ExplorerError::Token`] if the system has no random numbers.
    pub fn new(connection: Connection) -> Result<Self, ExplorerError> {
        let token = AccessToken::random().map_err(|_| ExplorerError::Token)?;
        Ok(Self { shared: Arc::new(Shared { connection, token }) })
    }

    /// Listens on the loopback address at `port`. Port 0 picks a free port.
    ///
    /// # Errors
    /// Returns [`ExplorerError::Listen`] if the port is in use or not permitted.
    pub async fn bind_loopback(&self, port: u16) -> Result<ExplorerServer, ExplorerError> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let bound = async {
            let listener = TcpListener::bind(address).await?;
            let address = listener.local_addr()?;
            Ok((listener, address))
        };
        let (listener, address) = bound.await.map_err(|source| ExplorerError::Listen { address, source })?;
        Ok(ExplorerServer { shared: Arc::clone(&self.shared), listener, address })
    }
}

impl ExplorerServer {
    /// Returns the link to the page. It contains the token, so anyone who has it can make calls.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/{}/", self.address, self.shared.token.expose())
    }

    /// Returns the address of the listener.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves the page. Dropping the future stops the server.
    ///
    /// # Errors
    /// Returns [`ExplorerError::Accept`] if connections cannot be accepted.
    pub async fn run(self) -> Result<(), ExplorerError> {
        self.run_until(std::future::pending()).await
    }

    /// Serves the page until `shutdown` completes. Running requests are then dropped.
    ///
    /// # Errors
    /// Returns the same errors as [`run`](Self::run).
    pub async fn run_until(self, shutdown: impl Future<Output = ()>) -> Result<(), ExplorerError> {
        connections::serve(self.shared, self.listener, shutdown).await
    }
}
