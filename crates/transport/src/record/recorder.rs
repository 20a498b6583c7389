//! The transport that writes down what goes through it.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use http::HeaderValue;
use http::header::ACCEPT_ENCODING;

use super::answer::Answer;
use super::ask::{Ask, Known, Options};
use super::error::RecordingError;
use super::failure::Failure;
use super::file;
use super::recording::{Exchange, Outcome, Recording};
use super::taken;
use crate::{Direct, Request, Response, Transport, TransportError};

/// Passes requests on to another transport and records what was asked and answered, without secrets.
///
/// Clones record together: give one to the client and keep one for [`finish`](Self::finish). When the last clone is
/// dropped, what `finish` has not written yet is written as far as possible, but not while a test panics: half a run is
/// no recording.
///
/// Requests and answers are passed on unchanged, but that no compression is asked for, which nobody could read. What is
/// marked as [`Direct`] is passed on and not recorded. Exchanges are in the order in which they were asked; one that the
/// caller gave up, by a timeout for example, is not recorded. An answer's body of up to [`max_body`](Self::max_body) bytes
/// is read to its end before the answer is passed on.
#[derive(Clone)]
pub struct Recorder {
    inner: Arc<dyn Transport>,
    log: Arc<Log>,
}

/// What all clones share.
struct Log {
    path: PathBuf,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    options: Options,
    /// In the order of asking; `None` while an exchange is under way, and when it was given up.
    exchanges: Vec<Option<Exchange>>,
    /// Whether there is something that is not in the file.
    changed: bool,
}

impl Recorder {
    /// Records what goes through `inner`, to be written to `path`. A file that is there is replaced.
    pub fn new(inner: impl Transport + 'static, path: impl Into<PathBuf>) -> Self {
        let log = Log { path: path.into(), state: Mutex::default() };
        Self { inner: Arc::new(inner), log: Arc::new(log) }
    }

    /// Takes `name` for the name of a secret in all that comes: of members of JSON, of parameters in path and query, of
    /// headers. The secrets that the spec knows need not be named.
    #[must_use]
    pub fn redact(self, name: impl Into<String>) -> Self {
        self.log.lock().options.redact.push(name.into());
        self
    }

    /// Records a header of requests, so that a replay goes by it. Without this, only `Content-Type`, `Range`, the
    /// conditional ones and the settings of the service are. One that looks as if it held a secret is recorded without its value.
    #[must_use]
    pub fn header(self, name: impl Into<String>) -> Self {
        self.log.lock().options.headers.push(name.into());
        self
    }

    /// Records bodies of at most so many bytes; 1 MiB if not set. Of a larger one that is sent, the length and the
    /// SHA-256 are recorded; a larger one that is received is passed on as it arrives, and cannot be replayed.
    #[must_use]
    pub fn max_body(self, bytes: u64) -> Self {
        self.log.lock().options.max_body = bytes;
        self
    }

    /// What is recorded so far.
    pub fn recording(&self) -> Recording {
        self.log.lock().recording()
    }

    /// Writes the file, with all exchanges that have come to their end. Goes on recording: call it again to write more.
    ///
    /// # Errors
    /// [`RecordingError::is_io`] when the file cannot be written. What was there before is untouched then.
    pub fn finish(&self) -> Result<(), RecordingError> {
        self.log.write()
    }
}

async fn record(answer: Response, known: Known, options: &Options) -> (Response, Outcome) {
    let (head, body) = answer.into_parts();
    let (body, taken) = taken::take(body, options.max_body).await;
    let recorded = Answer::of(&head, taken, known, options);
    (Response::from_parts(head, body), Outcome::Answered(recorded))
}

#[async_trait]
impl Transport for Recorder {
    async fn send(&self, mut request: Request) -> Result<Response, TransportError> {
        if request.extensions().get::<Direct>().is_some() {
            return self.inner.send(request).await;
        }
        // What is compressed cannot be recorded readably.
        if request.headers_mut().remove(ACCEPT_ENCODING).is_some() {
            request.headers_mut().insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        }
        let (place, options) = self.log.lock().begin();
        let (ask, known) = Ask::of(&request, &options);
        match self.inner.send(request).await {
            Ok(answer) => {
                let (answer, outcome) = record(answer, known, &options).await;
                self.log.lock().end(place, Exchange { ask, outcome });
                Ok(answer)
            }
            Err(error) => {
                let outcome = Outcome::Failed(Failure::of(&error));
                self.log.lock().end(place, Exchange { ask, outcome });
                Err(error)
            }
        }
    }
}

impl State {
    /// Keeps a place for an exchange.
    fn begin(&mut self) -> (usize, Options) {
        self.exchanges.push(None);
        (self.exchanges.len() - 1, self.options.clone())
    }

    fn end(&mut self, place: usize, exchange: Exchange) {
        self.exchanges[place] = Some(exchange);
        self.changed = true;
    }

    fn recording(&self) -> Recording {
        Recording { options: self.options.clone(), exchanges: self.exchanges.iter().flatten().cloned().collect() }
    }
}

impl Log {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> Result<(), RecordingError> {
        let mut state = self.lock();
        file::write(&self.path, &state.recording().to_json())?;
        state.changed = false;
        Ok(())
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        if self.lock().changed && !std::thread::panicking() {
            // Nobody is left to be told; `finish` tells.
            let _ = self.write();
        }
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").field("path", &self.log.path).field("recording", &self.recording()).finish()
    }
}
