//! Calls whose response is a file.

use std::sync::Arc;

use hwc_transport::bytes::Bytes;
use hwc_wire::{Download, Model};

use super::setters::{operation_options, progress_option, sending_options, service_options};
use crate::core::Deadline;
use crate::error::Error;
use crate::io::{DownloadStream, with_progress};
use crate::pipeline::{
    Attempt, AttemptError, ClientInner, DownloadCodec, RecordCodec, RequestOptions, RetryPolicy, execute,
    send_with_retries,
};

/// A call whose response is a file, created by [`Client::download`](crate::Client::download). Nothing is sent before
/// [`stream`](Self::stream), [`bytes`](Self::bytes), `write_to` or `save`.
///
/// The timeouts apply up to the first byte. The body has no total timeout, but the time between two chunks is limited by the
/// client's `read_timeout`. If the body ends early, [`bytes`](Self::bytes) and `save` restart the download where possible,
/// up to `max_attempts` attempts.
///
/// A service may return an error as JSON with a success status in place of the file. Therefore, a response that declares
/// JSON or no content type is checked: if it is an error response of at most 64 KB, the call fails. Otherwise, it is the
/// file.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `bytes`, `stream`, `write_to` or `save`"]
pub struct DownloadCall<R> {
    client: Arc<ClientInner>,
    request: R,
    options: RequestOptions,
}

impl<R: Download> DownloadCall<R> {
    pub(crate) fn new(client: Arc<ClientInner>, request: R) -> Self {
        Self { client, request, options: RequestOptions::default() }
    }

    service_options!();
    sending_options!();
    operation_options!();
    progress_option!();

    fn options_mut(&mut self) -> Option<&mut RequestOptions> {
        Some(&mut self.options)
    }

    /// Sends the request and returns the response as a stream, once the first byte has arrived.
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`](crate::Client::send). The stream returns errors that occur after the first
    /// byte.
    pub async fn stream(self) -> Result<DownloadStream, Error> {
        self.start().await
    }

    /// Reads the file into memory.
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`](crate::Client::send), plus [`ErrorKind::Decode`](crate::ErrorKind::Decode) if
    /// the file is larger than the client's `max_response_bytes`.
    pub async fn bytes(self) -> Result<Bytes, Error> {
        let limit = self.client.max_response_bytes;
        self.with_restarts(|stream| stream.collect(limit)).await
    }

    /// Writes the file to a writer, chunk by chunk, and returns the number of bytes. If the download fails, bytes already
    /// written remain.
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`](crate::Client::send), plus [`ErrorKind::Io`](crate::ErrorKind::Io) if the
    /// writer fails.
    #[cfg(feature = "system-clock")]
    pub async fn write_to(self, writer: &mut (dyn tokio::io::AsyncWrite + Send + Unpin)) -> Result<u64, Error> {
        let stream = self.start().await?.into_stream();
        crate::io::write(stream, writer).await.map_err(|error| self.with_context(error))
    }

    /// Saves the file to `path` with an atomic write, replaces an existing file, and returns the number of bytes. Needs a
    /// tokio runtime.
    ///
    /// The download goes to a temporary file, which is renamed once the last byte is on disk, and removed if the download
    /// fails. Symbolic links are followed. A replaced file keeps its mode and owner.
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`](crate::Client::send), plus [`ErrorKind::Io`](crate::ErrorKind::Io) if the
    /// file cannot be written.
    #[cfg(feature = "system-clock")]
    pub async fn save(self, path: impl AsRef<std::path::Path>) -> Result<u64, Error> {
        let path = path.as_ref();
        self.with_restarts(|stream| crate::io::save(stream.into_stream(), path)).await
    }

    async fn start(&self) -> Result<DownloadStream, Error> {
        let mut response = R::Response::unset();
        let record = RecordCodec { operation: R::OPERATION, request: &self.request, response: &mut response };
        start(&self.client, record, &self.options).await
    }

    /// Downloads the file and restarts if the body ends early. Downloads are read-only, so they are safe to repeat.
    async fn with_restarts<T, F, Fut>(&self, receive: F) -> Result<T, Error>
    where
        T: Send,
        F: Fn(DownloadStream) -> Fut + Send + Sync,
        Fut: Future<Output = Result<T, Error>> + Send,
    {
        let max_attempts = self.options.max_attempts.unwrap_or(self.client.max_attempts);
        let backoff = self.options.backoff_for(&self.client);
        let policy = RetryPolicy { max_attempts, idempotent: true, deadline: Deadline::NEVER, backoff };
        send_with_retries(&self.client, &policy, &mut DownloadAttempt { call: self, receive }).await?
    }

    fn with_context(&self, error: Error) -> Error {
        error.with_context("", Some(R::OPERATION), true)
    }
}

/// The attempts of a download.
struct DownloadAttempt<'a, R, F> {
    call: &'a DownloadCall<R>,
    receive: F,
}

impl<R, T, F, Fut> Attempt for DownloadAttempt<'_, R, F>
where
    R: Download,
    T: Send,
    F: Fn(DownloadStream) -> Fut + Send + Sync,
    Fut: Future<Output = Result<T, Error>> + Send,
{
    /// An error of the call itself is final: it was already retried.
    type Output = Result<T, Error>;

    async fn run(&mut self, _: Option<Error>) -> Result<Self::Output, AttemptError> {
        match self.call.start().await {
            Ok(stream) => match (self.receive)(stream).await {
                Ok(received) => Ok(Ok(received)),
                Err(error) => Err(self.call.with_context(error).into()),
            },
            Err(error) => Ok(Err(error)),
        }
    }
}

/// Sends the request and returns once the first byte of the response has arrived.
#[inline]
pub(super) async fn start(
    client: &Arc<ClientInner>,
    record: RecordCodec<'_>,
    options: &RequestOptions,
) -> Result<DownloadStream, Error> {
    let mut codec = DownloadCodec { record, content: None };
    let response = execute(client, &mut codec, options).await?;
    let content = with_progress(codec.content.unwrap_or_default(), options.progress.as_ref());
    Ok(DownloadStream::new(response.headers, content))
}
