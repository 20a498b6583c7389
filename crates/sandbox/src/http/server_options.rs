//! Limits of a server, which keep slow and numerous clients from stopping it.

use std::time::Duration;

/// Limits of a [`Server`](crate::Server). A request beyond a limit gets an error response of the gateway.
///
/// Times are those of the sandbox's clock.
///
/// ```
/// use hwc_sandbox::ServerOptions;
/// use std::time::Duration;
///
/// let options = ServerOptions::default().max_connections(64).header_timeout(Duration::from_secs(2));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct ServerOptions {
    pub(crate) max_connections: usize,
    pub(crate) max_header_bytes: usize,
    pub(crate) max_memory: usize,
    pub(crate) header_timeout: Duration,
    pub(crate) body_timeout: Duration,
    pub(crate) stall_timeout: Duration,
}

impl ServerOptions {
    /// Sets the maximum number of open connections. Default: 512.
    ///
    /// The next connection replaces the one that has been idle longest. If all are in use, it gets status 503 and is closed.
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.max_connections = connections;
        self
    }

    /// Sets the maximum size of the headers of a request, in bytes. Larger ones get status 431. Default: 32 KB.
    pub fn max_header_bytes(mut self, bytes: usize) -> Self {
        self.max_header_bytes = bytes;
        self
    }

    /// Sets the maximum size of all request bodies and unread responses in memory, in bytes. Requests beyond it get status
    /// 503. Default: 256 MB.
    ///
    /// Responses of at most 64 KB are sent in any case.
    pub fn max_memory(mut self, bytes: usize) -> Self {
        self.max_memory = bytes;
        self
    }

    /// Sets the maximum time from the first byte of a request to the end of its headers. A slower client gets status 408.
    /// Default: 10 seconds.
    pub fn header_timeout(mut self, timeout: Duration) -> Self {
        self.header_timeout = timeout;
        self
    }

    /// Sets the maximum time to receive the body of a request. A slower client gets status 408. Default: 60 seconds.
    pub fn body_timeout(mut self, timeout: Duration) -> Self {
        self.body_timeout = timeout;
        self
    }

    /// Sets the maximum pause within a request body or a response. A client that sends nothing gets status 408. A client that
    /// reads nothing is disconnected. Default: 10 seconds.
    pub fn stall_timeout(mut self, timeout: Duration) -> Self {
        self.stall_timeout = timeout;
        self
    }
}

impl Default for ServerOptions {
    fn default() -> Self {
        Self {
            max_connections: 512,
            max_header_bytes: 32 << 10,
            max_memory: 256 << 20,
            header_timeout: Duration::from_secs(10),
            body_timeout: Duration::from_secs(60),
            stall_timeout: Duration::from_secs(10),
        }
    }
}
