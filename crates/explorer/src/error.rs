//! Errors of the server.

use std::io;
use std::net::SocketAddr;

use thiserror::Error;

/// A server that cannot be started or continued.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ExplorerError {
    /// The port is in use or not permitted.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The cause.
        source: io::Error,
    },
    /// The operating system has no random numbers for the token of the link.
    #[error("cannot create the token of the link: the system has no random numbers")]
    Token,
    /// Connections cannot be accepted.
    #[error("cannot accept connections")]
    Accept(#[source] io::Error),
    /// The client of the connection cannot be created.
    #[error(transparent)]
    Client(#[from] hwc_api::Error),
}
