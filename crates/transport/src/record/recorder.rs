//! The recording transport.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use http::HeaderValue;
use http::header::ACCEPT_ENCODING;

use super::buffered_body;
use super::error::RecordingError;
use super::file;
use super::recorded_error::RecordedError;
use super::recorded_request::{RecordOptions, RecordedRequest, RedactionContext};
use super::recorded_response::RecordedResponse;
use super::recording::{Exchange, ExchangeOutcome, Recording};
use crate::lock::lock;
use crate::{HttpRequest, HttpResponse, NoProxy, Transport, TransportError};

/// Passes requests on to another transport and records requests and responses without secrets.
///
/// Clones share one recording: give one to the client and keep one for [`finish`](Self::finish). Dropping the last clone
/// writes what `finish` has not written, as far as possible. It does not write while a test panics, since the recording
/// would be incomplete.
///
/// Requests and responses are passed on unchanged, except that no compression is requested, which would make the
/// recording unreadable. Requests marked as [`NoProxy`] are passed on without being recorded. Exchanges are recorded in
/// the order of their requests. An exchange that the caller cancels, for example by a timeout, is not recorded. A response
/// body of up to [`max_body`](Self::max_body_bytes) bytes is read to its end before the response is passed on.
#[derive(Clone)]
pub struct Recorder {
    inner: Arc<dyn Transport>,
    log: Arc<Log>,
}

/// The state that all clones share.
struct Log {
    /// The file. `None` if the recording stays in memory.
    path: Option<PathBuf>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    options: RecordOptions,
    /// The exchanges in the order of their requests. `None` while an exchange is in progress, and after it was canceled.
    exchanges: Vec<Option<Exchange>>,
    /// True if there are changes that are not in the file.
    changed: bool,
}

impl Recorder {
    /// Creates a recorder of the exchanges with `inner` that writes to `path`. An existing file is replaced.
    pub fn new(inner: impl Transport + 'static, path: impl Into<PathBuf>) -> Self {
        Self::with_path(inner, Some(path.into()))
    }

    /// Creates a recorder of the exchanges with `inner` that writes no file. [`recording`](Self::recording) returns them.
    pub fn in_memory(inner: impl Transport + 'static) -> Self {
        Self::with_path(inner, None)
    }

    fn with_path(inner: impl Transport + 'static, path: Option<PathBuf>) -> Self {
        Self { inner: Arc::new(inner), log: Arc::new(Log { path, state: Mutex::default() }) }
    }

    /// Also redacts values named `name` in JSON, path and query parameters, and headers. The secrets in the spec need not
    /// be named.
    #[must_use]
    pub fn redact(self, name: impl Into<String>) -> Self {
        self.log.lock().options.redact.push(name.into());
        self
    }

    /// Also records the request header `name`, so that a replay compares it.
    ///
    /// By default only `Content-Type`, `Range`, the conditional headers and the settings of the service are recorded. A
    /// header that looks like a secret is recorded without its value.
    #[must_use]
    pub fn record_header(self, name: impl Into<String>) -> Self {
        self.log.lock().options.headers.push(name.into());
        self
    }

    /// Sets the maximum size of a recorded body. Default: 1 MiB.
    ///
    /// For a larger request body, the length and the SHA-256 are recorded. A larger response body is passed on as it
    /// arrives and cannot be replayed.
    #[must_use]
    pub fn max_body_bytes(self, bytes: u64) -> Self {
        self.log.lock().options.max_body = bytes;
        self
    }

    /// Returns the exchanges recorded so far.
    pub fn recording(&self) -> Recording {
        self.log.lock().recording()
    }

    /// Writes all completed exchanges to the file. Recording continues, and a later call writes more.
    ///
    /// # Errors
    /// Returns an error with [`RecordingError::is_io`] if the file cannot be written. An existing file is unchanged then.
    pub fn finish(&self) -> Result<(), RecordingError> {
        self.log.write()
    }
}

async fn record(
    response: HttpResponse,
    context: RedactionContext,
    options: &RecordOptions,
) -> (HttpResponse, ExchangeOutcome) {
    let (head, body) = response.into_parts();
    let (body, buffered) = buffered_body::read(body, options.max_body).await;
    let recorded = RecordedResponse::record(&head, buffered, context, options);
    (HttpResponse::from_parts(head, body), ExchangeOutcome::Response(recorded))
}

#[async_trait]
impl Transport for Recorder {
    async fn send(&self, mut request: HttpRequest) -> Result<HttpResponse, TransportError> {
        if request.extensions().get::<NoProxy>().is_some() {
            return self.inner.send(request).await;
        }
        // A compressed body would not be readable in the recording.
        if request.headers_mut().remove(ACCEPT_ENCODING).is_some() {
            request.headers_mut().insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        }
        let (index, options) = self.log.lock().begin();
        let (recorded, context) = RecordedRequest::record(&request, &options);
        match self.inner.send(request).await {
            Ok(response) => {
                let (response, outcome) = record(response, context, &options).await;
                self.log.lock().end(index, Exchange { request: recorded, outcome });
                Ok(response)
            }
            Err(error) => {
                let outcome = ExchangeOutcome::Error(RecordedError::record(&error));
                self.log.lock().end(index, Exchange { request: recorded, outcome });
                Err(error)
            }
        }
    }
}

impl State {
    /// Reserves a slot for an exchange.
    fn begin(&mut self) -> (usize, RecordOptions) {
        self.exchanges.push(None);
        (self.exchanges.len() - 1, self.options.clone())
    }

    fn end(&mut self, index: usize, exchange: Exchange) {
        self.exchanges[index] = Some(exchange);
        self.changed = true;
    }

    fn recording(&self) -> Recording {
        Recording { options: self.options.clone(), exchanges: self.exchanges.iter().flatten().cloned().collect() }
    }
}

impl Log {
    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    fn write(&self) -> Result<(), RecordingError> {
        let mut state = self.lock();
        if let Some(path) = &self.path {
            file::write(path, &state.recording().to_json())?;
        }
        state.changed = false;
        Ok(())
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        if self.lock().changed && !std::thread::panicking() {
            // `drop` cannot report an error; `finish` does.
            let _ = self.write();
        }
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").field("path", &self.log.path).field("recording", &self.recording()).finish()
    }
}
