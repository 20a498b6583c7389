//! The sandbox as an HTTP server, for programs in other languages and for the command line.

use std::future::Future;
use std::net::{Ipv4Addr, SocketAddr};

use tokio::net::TcpListener;

use crate::connections;
use crate::error::SandboxError;
use crate::sandbox::Sandbox;

/// A sandbox that listens on this machine and is served once it is [`run`](Server::run).
#[derive(Debug)]
#[must_use = "nothing is answered before it is run"]
pub struct Server {
    sandbox: Sandbox,
    listener: TcpListener,
    address: SocketAddr,
}

impl Sandbox {
    /// Serves HTTP/1.1 on `listener`. Drop the future to stop at once.
    ///
    /// A request must name one of these hosts, or is refused with status 421: `localhost`, a loopback address, a host of the
    /// services, or one of [`Options::allow_host`](crate::Options::allow_host).
    ///
    /// # Errors
    /// [`SandboxError::Serve`] when the listener fails for good.
    pub async fn serve(&self, listener: TcpListener) -> Result<(), SandboxError> {
        self.serve_until(listener, std::future::pending()).await
    }

    /// As [`serve`](Self::serve), until `shutdown` is done. Requests that are under way are answered first, for three seconds
    /// at most.
    ///
    /// # Errors
    /// As [`serve`](Self::serve).
    pub async fn serve_until(
        &self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), SandboxError> {
        connections::serve(self, listener, shutdown).await
    }

    /// Listens on this machine alone, at `port` or, with 0, at any that is free.
    ///
    /// # Errors
    /// [`SandboxError::Listen`] when the port is taken or not allowed.
    pub async fn bind_loopback(&self, port: u16) -> Result<Server, SandboxError> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let bound = TcpListener::bind(address).await.and_then(|listener| Ok((listener.local_addr()?, listener)));
        let (address, listener) = bound.map_err(|source| SandboxError::Listen { address, source })?;
        Ok(Server { sandbox: self.clone(), listener, address })
    }
}

impl Server {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The endpoint to give to clients, for every service, as in `http://127.0.0.1:8080`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Answers requests. Give it up by dropping the future.
    ///
    /// # Errors
    /// As [`Sandbox::serve`].
    pub async fn run(self) -> Result<(), SandboxError> {
        self.sandbox.serve(self.listener).await
    }

    /// Answers requests until `shutdown` is done, as [`Sandbox::serve_until`] does.
    ///
    /// # Errors
    /// As [`Sandbox::serve`].
    pub async fn run_until(self, shutdown: impl Future<Output = ()> + Send + 'static) -> Result<(), SandboxError> {
        self.sandbox.serve_until(self.listener, shutdown).await
    }
}
