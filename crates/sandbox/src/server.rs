//! The sandbox as an HTTP server, for programs in other languages and for the command line.

use std::future::Future;
use std::net::{Ipv4Addr, SocketAddr};

use axum::Router;
use axum::body::{Body, HttpBody, to_bytes};
use axum::extract::State;
use axum::response::Response;
use hwc_transport::http;
use tokio::net::TcpListener;

use crate::error::SandboxError;
use crate::sandbox::{LARGEST_BODY, Sandbox};

/// A sandbox that listens on this machine and is served once it is [`run`](Server::run).
#[derive(Debug)]
#[must_use = "nothing is answered before it is run"]
pub struct Server {
    sandbox: Sandbox,
    listener: TcpListener,
    address: SocketAddr,
}

impl Sandbox {
    /// Answers HTTP/1.1 on `listener`. Give it up by dropping the future.
    ///
    /// # Errors
    /// [`SandboxError::Serve`] when the listener fails for good.
    pub async fn serve(&self, listener: TcpListener) -> Result<(), SandboxError> {
        axum::serve(listener, app(self)).await.map_err(SandboxError::from)
    }

    /// As [`serve`](Self::serve), until `shutdown` is done. Requests that are under way are answered first.
    ///
    /// # Errors
    /// As [`serve`](Self::serve).
    pub async fn serve_until(
        &self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), SandboxError> {
        axum::serve(listener, app(self)).with_graceful_shutdown(shutdown).await.map_err(SandboxError::from)
    }

    /// Listens on this machine alone, at `port` or, with 0, at any that is free.
    ///
    /// # Errors
    /// [`SandboxError::Serve`] when the port is taken or not allowed.
    pub async fn bind_loopback(&self, port: u16) -> Result<Server, SandboxError> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
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

    /// Answers requests until `shutdown` is done.
    ///
    /// # Errors
    /// As [`Sandbox::serve`].
    pub async fn run_until(self, shutdown: impl Future<Output = ()> + Send + 'static) -> Result<(), SandboxError> {
        self.sandbox.serve_until(self.listener, shutdown).await
    }
}

fn app(sandbox: &Sandbox) -> Router {
    Router::new().fallback(answer).with_state(sandbox.clone())
}

async fn answer(State(sandbox): State<Sandbox>, request: http::Request<Body>) -> Response {
    let (head, body) = request.into_parts();
    // An announced length tells at once, without waiting for the rest.
    if body.size_hint().lower() > LARGEST_BODY as u64 {
        return sandbox.too_large().map(Body::from);
    }
    match to_bytes(body, LARGEST_BODY).await {
        Ok(body) => sandbox.answer(&head, &body).await.map(Body::from),
        Err(_) => sandbox.too_large().map(Body::from),
    }
}
