//! The errors of the server.

use std::io;
use std::net::SocketAddr;

/// The reason why a server cannot start or cannot go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WebDavError {
    /// Other machines could reach the server, and it has no user.
    #[error(
        "refusing to listen on {address} without a user: other machines could read and change the files; set a user and \
         a password, or listen on 127.0.0.1"
    )]
    Open {
        /// The address.
        address: SocketAddr,
    },
    /// The user or the password cannot be used.
    #[error("invalid credentials of the server: {reason}")]
    InvalidCredentials {
        /// The reason.
        reason: &'static str,
    },
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// The error of the system.
        source: io::Error,
    },
    /// The listener failed.
    #[error("cannot accept connections: {0}")]
    Accept(#[source] io::Error),
}
