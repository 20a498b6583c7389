//! The behavior of the server as data: the steps on each connection, in raw bytes.

use std::sync::Arc;
use std::time::Duration;

use tokio_rustls::rustls::ServerConfig;

use crate::harness::Received;

/// The behavior of the server over all connections.
#[derive(Clone)]
pub(crate) struct Script {
    /// The number of refused connection attempts before it listens.
    pub(crate) refusals: u32,
    pub(crate) tls: Option<Arc<ServerConfig>>,
    /// One script per connection. Further connections repeat the last one.
    pub(crate) connections: Vec<ConnectionScript>,
}

/// The behavior of the server on one connection. It closes the connection after the last step.
#[derive(Clone, Default)]
pub(crate) struct ConnectionScript {
    pub(crate) steps: Vec<Step>,
    /// Closes with RST, so that unread data is lost.
    pub(crate) resets: bool,
}

/// A step on a connection.
#[derive(Clone)]
pub(crate) enum Step {
    /// Reads a whole request and records it.
    Read,
    /// Reads the beginning of a request without recording it.
    Begin,
    /// Writes this text; `{port}` is replaced with the server's own port.
    Text(String),
    Bytes(Vec<u8>),
    /// Lets time pass from now on, also while it writes.
    Quiet,
    /// Writes these bytes repeatedly until the client disconnects.
    Endless(Vec<u8>),
    /// Writes these bytes one at a time, in the body of the response or before it.
    Drip {
        bytes: Vec<u8>,
        every: Duration,
        in_body: bool,
    },
    /// Waits until the client has received this much.
    After(Received),
    /// Sends nothing more. Time passes after the client has received this much.
    Silence(Received),
    /// Sends nothing more. Only real time passes.
    Hold,
}

impl Script {
    pub(crate) fn new(connections: impl IntoIterator<Item = ConnectionScript>) -> Self {
        Self { refusals: 0, tls: None, connections: connections.into_iter().collect() }
    }

    /// Refuses the first connections.
    pub(crate) fn refusing(mut self, connections: u32) -> Self {
        self.refusals = connections;
        self
    }

    pub(crate) fn tls(mut self, config: &Arc<ServerConfig>) -> Self {
        self.tls = Some(Arc::clone(config));
        self
    }
}

impl From<ConnectionScript> for Script {
    fn from(connection: ConnectionScript) -> Self {
        Self::new([connection])
    }
}

impl<const N: usize> From<[ConnectionScript; N]> for Script {
    fn from(connections: [ConnectionScript; N]) -> Self {
        Self::new(connections)
    }
}

impl ConnectionScript {
    /// Creates a script that reads nothing.
    pub(crate) fn without_read() -> Self {
        Self::default()
    }

    /// Creates a script that reads the beginning of a request.
    pub(crate) fn partial_request() -> Self {
        Self::default().then(Step::Begin)
    }

    /// Creates a script that reads a request.
    pub(crate) fn request() -> Self {
        Self::default().read()
    }

    pub(crate) fn read(self) -> Self {
        self.then(Step::Read)
    }

    pub(crate) fn text(self, text: impl Into<String>) -> Self {
        self.then(Step::Text(text.into()))
    }

    pub(crate) fn bytes(self, bytes: impl Into<Vec<u8>>) -> Self {
        self.then(Step::Bytes(bytes.into()))
    }

    pub(crate) fn quiet(self) -> Self {
        self.then(Step::Quiet)
    }

    pub(crate) fn endless(self, bytes: impl Into<Vec<u8>>) -> Self {
        self.then(Step::Endless(bytes.into()))
    }

    pub(crate) fn drip(self, bytes: &str, seconds: u64, in_body: bool) -> Self {
        self.then(Step::Drip { bytes: bytes.into(), every: Duration::from_secs(seconds), in_body })
    }

    pub(crate) fn after(self, received: Received) -> Self {
        self.then(Step::After(received))
    }

    pub(crate) fn silence(self, received: Received) -> Self {
        self.then(Step::Silence(received))
    }

    pub(crate) fn hold(self) -> Self {
        self.then(Step::Hold)
    }

    pub(crate) fn reset(mut self) -> Self {
        self.resets = true;
        self
    }

    /// Returns the number of requests to read.
    pub(crate) fn requests(&self) -> usize {
        self.steps.iter().filter(|step| matches!(step, Step::Read)).count()
    }

    fn then(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }
}

/// A body that is a valid response to each of the calls.
pub(crate) const BODY: &str = r#"{"total_count": 1, "incident_id": "1", "accessToken": "Bearer 1"}"#;

/// Reads a request and sends a whole response. `headers` are lines with their line breaks.
pub(crate) fn response(status: &str, headers: &str, body: &str) -> ConnectionScript {
    let length = body.len();
    ConnectionScript::request()
        .text(format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"))
}

/// Reads a request and sends a whole JSON response.
pub(crate) fn json(status: &str, body: &str) -> ConnectionScript {
    response(status, "content-type: application/json\r\n", body)
}

/// Reads a request and sends the default response.
pub(crate) fn default_response() -> ConnectionScript {
    json("200 OK", BODY)
}
