//! The behavior of the server, as data: the steps on each connection, in plain bytes.

use std::sync::Arc;
use std::time::Duration;

use tokio_rustls::rustls::ServerConfig;

use crate::stage::Seen;

/// The script of the server for all connections.
#[derive(Clone)]
pub(crate) struct Script {
    /// The number of connection attempts that are refused before the server listens.
    pub(crate) refusals: u32,
    pub(crate) tls: Option<Arc<ServerConfig>>,
    /// One turn per connection. The last one also applies to all following connections.
    pub(crate) turns: Vec<Turn>,
}

/// The steps of the server on one connection. It closes the connection after the last step.
#[derive(Clone, Default)]
pub(crate) struct Turn {
    pub(crate) steps: Vec<Step>,
    /// Closes with RST, which discards unread data.
    pub(crate) resets: bool,
}

/// A step on a connection.
#[derive(Clone)]
pub(crate) enum Step {
    /// Reads a complete request and records it.
    Read,
    /// Reads only the beginning of a request, and does not record it.
    Begin,
    /// Writes this text. `{port}` is replaced with the port of the server.
    Text(String),
    Bytes(Vec<u8>),
    /// Lets time pass from now on, regardless of what is written.
    Quiet,
    /// Writes this repeatedly until the client disconnects.
    Endless(Vec<u8>),
    /// Writes this byte by byte, as part of the body or before it.
    Drip {
        bytes: Vec<u8>,
        every: Duration,
        in_body: bool,
    },
    /// Waits until the client has received this much.
    After(Seen),
    /// Stays silent. Time passes once the client has received this much.
    Silence(Seen),
    /// Stays silent, and lets only real time pass.
    Hold,
}

impl Script {
    pub(crate) fn new(turns: impl IntoIterator<Item = Turn>) -> Self {
        Self { refusals: 0, tls: None, turns: turns.into_iter().collect() }
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

impl From<Turn> for Script {
    fn from(turn: Turn) -> Self {
        Self::new([turn])
    }
}

impl<const N: usize> From<[Turn; N]> for Script {
    fn from(turns: [Turn; N]) -> Self {
        Self::new(turns)
    }
}

impl Turn {
    /// Returns a turn that reads nothing.
    pub(crate) fn deaf() -> Self {
        Self::default()
    }

    /// Returns a turn that reads the beginning of a request.
    pub(crate) fn begun() -> Self {
        Self::default().then(Step::Begin)
    }

    /// Returns a turn that reads a request.
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

    pub(crate) fn after(self, seen: Seen) -> Self {
        self.then(Step::After(seen))
    }

    pub(crate) fn silence(self, seen: Seen) -> Self {
        self.then(Step::Silence(seen))
    }

    pub(crate) fn hold(self) -> Self {
        self.then(Step::Hold)
    }

    pub(crate) fn reset(mut self) -> Self {
        self.resets = true;
        self
    }

    /// Returns the number of requests that are read.
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

/// Reads a request and sends a complete response. Each line of `headers` includes its line break.
pub(crate) fn answer(status: &str, headers: &str, body: &str) -> Turn {
    let length = body.len();
    Turn::request()
        .text(format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"))
}

/// Reads a request and sends a complete JSON response.
pub(crate) fn json(status: &str, body: &str) -> Turn {
    answer(status, "content-type: application/json\r\n", body)
}

/// Reads a request and sends a valid response.
pub(crate) fn fine() -> Turn {
    json("200 OK", BODY)
}
