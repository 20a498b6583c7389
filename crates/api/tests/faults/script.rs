//! What the server does, as data: the steps on each connection, in plain bytes.

use std::sync::Arc;
use std::time::Duration;

use tokio_rustls::rustls::ServerConfig;

use crate::stage::Seen;

/// What the server does from connection to connection.
#[derive(Clone)]
pub(crate) struct Script {
    /// How many attempts to connect are refused before it listens.
    pub(crate) refusals: u32,
    pub(crate) tls: Option<Arc<ServerConfig>>,
    /// One for each connection; the last is that of all that follow.
    pub(crate) turns: Vec<Turn>,
}

/// What the server does on one connection. After the last step it closes it.
#[derive(Clone, Default)]
pub(crate) struct Turn {
    pub(crate) steps: Vec<Step>,
    /// Closes with RST, so that what was not read in time is lost.
    pub(crate) resets: bool,
}

/// A step on a connection.
#[derive(Clone)]
pub(crate) enum Step {
    /// Reads a whole request and remembers it.
    Read,
    /// Reads no more than the beginning of a request, which counts for nothing.
    Begin,
    /// Writes this; `{port}` is its own port.
    Text(String),
    Bytes(Vec<u8>),
    /// Time passes from now on, whatever is written.
    Quiet,
    /// Writes this over and over, until the client leaves.
    Endless(Vec<u8>),
    /// Writes this byte by byte, of the answer's body or before it.
    Drip {
        bytes: Vec<u8>,
        every: Duration,
        in_body: bool,
    },
    /// Waits until the client has seen this much.
    After(Seen),
    /// Says nothing more; time passes when the client has seen this much.
    Silence(Seen),
    /// Says nothing more, and time does not pass but in real life.
    Hold,
}

impl Script {
    pub(crate) fn new(turns: impl IntoIterator<Item = Turn>) -> Self {
        Self { refusals: 0, tls: None, turns: turns.into_iter().collect() }
    }

    /// Nobody listens for the first connections.
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
    /// A connection on which nothing is read.
    pub(crate) fn deaf() -> Self {
        Self::default()
    }

    /// A connection on which the beginning of a request is read.
    pub(crate) fn begun() -> Self {
        Self::default().then(Step::Begin)
    }

    /// A connection on which a request is read.
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

    /// How many requests are read.
    pub(crate) fn requests(&self) -> usize {
        self.steps.iter().filter(|step| matches!(step, Step::Read)).count()
    }

    fn then(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }
}

/// A body that is an answer to each of the calls.
pub(crate) const BODY: &str = r#"{"total_count": 1, "incident_id": "1", "accessToken": "Bearer 1"}"#;

/// Reads a request and gives a whole answer; `headers` are lines with their ends.
pub(crate) fn answer(status: &str, headers: &str, body: &str) -> Turn {
    let length = body.len();
    Turn::request()
        .text(format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"))
}

/// Reads a request and gives a whole answer in JSON.
pub(crate) fn json(status: &str, body: &str) -> Turn {
    answer(status, "content-type: application/json\r\n", body)
}

/// Reads a request and gives the answer that is wanted.
pub(crate) fn fine() -> Turn {
    json("200 OK", BODY)
}
