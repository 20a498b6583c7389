//! The sandbox as an HTTP server, for the command line and programs in other languages.

use std::future::Future;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::task;

use crate::control::ControlToken;
use crate::http::connections::{self, Settings};
use crate::http::server_options::ServerOptions;
use crate::runtime::error::SandboxError;
use crate::runtime::sandbox::Sandbox;

/// A sandbox bound to an address. It handles requests once it is [`run`](Server::run).
#[derive(Debug)]
#[must_use = "nothing is answered before it is run"]
pub struct Server {
    sandbox: Sandbox,
    listener: TcpListener,
    address: SocketAddr,
    options: ServerOptions,
    control: Option<ControlToken>,
}

impl Sandbox {
    /// Serves HTTP/1.1 on `listener`, with the default limits. Dropping the future stops the server immediately.
    ///
    /// Requests run on five threads of the server, one of which writes. A sandbox without a file of its own moves its state
    /// to a private temporary file, which is deleted with the sandbox.
    ///
    /// The host of a request must be `localhost`, a loopback address, a host of the services, or one of
    /// [`SandboxOptions::allow_host`](crate::SandboxOptions::allow_host). Any other host gets status 421.
    ///
    /// # Errors
    /// Returns [`SandboxError::Serve`] if the listener fails permanently.
    pub async fn serve(&self, listener: TcpListener) -> Result<(), SandboxError> {
        self.serve_until(listener, std::future::pending()).await
    }

    /// Serves like [`serve`](Self::serve), until `shutdown` completes. Running requests then have three seconds to finish.
    ///
    /// # Errors
    /// Returns the same errors as [`serve`](Self::serve).
    pub async fn serve_until(
        &self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), SandboxError> {
        self.server(listener)?.run_until(shutdown).await
    }

    /// Listens on the loopback address at `port`. Port 0 picks a free port.
    ///
    /// # Errors
    /// Returns [`SandboxError::Listen`] if the port is in use or not permitted.
    pub async fn bind_loopback(&self, port: u16) -> Result<Server, SandboxError> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let bound = TcpListener::bind(address).await.map_err(|source| SandboxError::Listen { address, source })?;
        self.server(bound)
    }

    /// Creates a server on `listener`.
    ///
    /// # Errors
    /// Returns [`SandboxError::Serve`] if the listener has no address.
    pub fn server(&self, listener: TcpListener) -> Result<Server, SandboxError> {
        let address = listener.local_addr()?;
        Ok(Server { sandbox: self.clone(), listener, address, options: ServerOptions::default(), control: None })
    }
}

impl Server {
    /// Sets the limits of the server.
    pub fn options(mut self, options: ServerOptions) -> Self {
        self.options = options;
        self
    }

    /// Serves the control API below `/_sandbox/` to clients that have this token. Default: no control API.
    pub fn control(mut self, token: ControlToken) -> Self {
        self.control = Some(token);
        self
    }

    /// Returns the address of the listener.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the endpoint for clients of any service, such as `http://127.0.0.1:8080`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Serves requests. Dropping the future stops the server.
    ///
    /// First, a state in memory moves to a private temporary file, which takes a second for 100,000 tickets.
    ///
    /// # Errors
    /// Returns the same errors as [`Sandbox::serve`].
    pub async fn run(self) -> Result<(), SandboxError> {
        self.run_until(std::future::pending()).await
    }

    /// Serves requests until `shutdown` completes, like [`Sandbox::serve_until`].
    ///
    /// # Errors
    /// Returns the same errors as [`Sandbox::serve`].
    pub async fn run_until(self, shutdown: impl Future<Output = ()> + Send + 'static) -> Result<(), SandboxError> {
        let Self { sandbox, listener, options, control, .. } = self;
        // Connections wait meanwhile. If the file cannot be created, the state remains in memory, and requests wait for each
        // other.
        let inner = Arc::clone(sandbox.inner());
        let _ = task::spawn_blocking(move || inner.database.share()).await;
        connections::serve(Settings { sandbox, options, control }, listener, shutdown).await
    }
}
