//! The transport that replays a recording.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;

use super::diff;
use super::error::RecordingError;
use super::file;
use super::recorded_request::RecordedRequest;
use super::recording::{ExchangeOutcome, Recording};
use crate::lock::lock;
use crate::{HttpRequest, HttpResponse, Transport, TransportError};

/// Replays a [`Recording`] without a network.
///
/// A request matches the first unused exchange with the same operation and request. Both are compared without secrets, so
/// a replay may use any secrets. Equal requests get their responses in the order of the recording. This includes requests
/// for presigned URLs, since those are not recorded. The order of members and of parameters with different names is
/// ignored.
///
/// A request without a match causes a never-sent error that describes the differences. Clones share the unused exchanges.
#[derive(Clone)]
pub struct Replay(Arc<Inner>);

struct Inner {
    /// The name of the recording in messages.
    name: String,
    recording: Recording,
    /// True for each exchange that was used.
    used: Mutex<Vec<bool>>,
}

impl Replay {
    /// Reads the recording in a file.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read ([`RecordingError::is_io`]) or is not a recording.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, RecordingError> {
        let path = path.as_ref();
        let recording = Recording::parse(&file::read(path)?).map_err(|error| error.in_file(path))?;
        Ok(Self::named(path.display().to_string(), recording))
    }

    /// Reads a recording from a text, such as that of `include_str!`.
    ///
    /// # Errors
    /// Returns an error if the text is not a recording.
    pub fn from_json(text: &str) -> Result<Self, RecordingError> {
        Recording::parse(text).map(Self::new)
    }

    /// Creates a replay of `recording`.
    #[must_use]
    pub fn new(recording: Recording) -> Self {
        Self::named("the recording".to_owned(), recording)
    }

    /// Returns the unused exchanges, such as `exchange 2: osm.ListCases GET /v2/servicerequest/cases`.
    #[must_use]
    pub fn unused(&self) -> Vec<String> {
        let used = self.used();
        let exchanges = self.0.recording.exchanges.iter().zip(used.iter()).enumerate();
        let unused = exchanges.filter(|(_, (_, used))| !**used);
        unused.map(|(index, (exchange, _))| format!("exchange {}: {}", index + 1, exchange.request.label())).collect()
    }

    /// Asserts at the end of a test that all exchanges were used.
    ///
    /// # Panics
    /// Panics if there are [`unused`](Self::unused) exchanges. The message lists them.
    #[track_caller]
    pub fn assert_all_used(&self) {
        let unused = self.unused();
        assert!(unused.is_empty(), "{}: unused: {}", self.0.name, unused.join(", "));
    }

    fn named(name: String, recording: Recording) -> Self {
        let used = Mutex::new(vec![false; recording.len()]);
        Self(Arc::new(Inner { name, recording, used }))
    }

    fn used(&self) -> MutexGuard<'_, Vec<bool>> {
        lock(&self.0.used)
    }

    /// Finds the exchange for a request and marks it as used.
    fn find(&self, request: &RecordedRequest) -> Result<ExchangeOutcome, String> {
        let exchanges = &self.0.recording.exchanges;
        let mut used = self.used();
        let matches =
            |index: &usize| !used[*index] && diff::differences(&exchanges[*index].request, request).is_empty();
        match (0..exchanges.len()).find(matches) {
            Some(index) => {
                used[index] = true;
                Ok(exchanges[index].outcome.clone())
            }
            None => Err(format!("{} {}", self.0.name, diff::explain(exchanges, request))),
        }
    }
}

#[async_trait]
impl Transport for Replay {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let (request, _) = RecordedRequest::record(&request, &self.0.recording.options);
        match self.find(&request).map_err(TransportError::setup)? {
            ExchangeOutcome::Response(response) => Ok(response.to_http()),
            ExchangeOutcome::Error(error) => Err(error.to_transport_error()),
        }
    }
}

impl fmt::Debug for Replay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replay").field("name", &self.0.name).field("unused", &self.unused().len()).finish()
    }
}
