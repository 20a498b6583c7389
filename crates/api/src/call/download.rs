//! Calls whose response is a file.

use std::time::Duration;

use hwc_transport::bytes::Bytes;
use hwc_wire::{Download, Model};

use super::Options;
use super::options::{operation_options, progress_option, sending_options, service_options};
use crate::client::Client;
use crate::error::Error;
use crate::execute::{DownloadAsk, Retries, TypedAsk, execute};
use crate::files::{DownloadStream, counted};

/// A call whose response is a file, created by [`Client::download`]. Nothing is sent before [`open`](Self::stream),
/// [`bytes`](Self::bytes), `write_to` or `save`.
///
/// The timeouts apply up to the first byte. The body has no total timeout, but the time between two chunks is limited by the
/// client's `read_timeout`. If the body ends early, [`bytes`](Self::bytes) and `save` restart the download where possible,
/// up to `max_attempts` attempts.
///
/// A service may return an error as JSON with a success status in place of the file. Therefore, a response that declares
/// JSON or no content type is checked: if it is an error response of at most 64 KB, the call fails. Otherwise, it is the
/// file.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `bytes`, `open`, `write_to` or `save`"]
pub struct DownloadCall<E> {
    client: Client,
    request: E,
    options: Options,
}

impl<E: Download> DownloadCall<E> {
    pub(crate) fn new(client: Client, request: E) -> Self {
        Self { client, request, options: Options::default() }
    }

    service_options!();
    sending_options!();
    operation_options!();
    progress_option!();

    /// Sends the request and returns the response as a stream, once the first byte has arrived.
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`]. The stream returns errors that occur after the first byte.
    pub async fn stream(self) -> Result<DownloadStream, Error> {
        self.begin().await
    }

    /// Reads the file into memory.
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`], plus [`ErrorKind::Decode`](crate::ErrorKind::Decode) if the file is
    /// larger than the client's `max_body`.
    pub async fn bytes(self) -> Result<Bytes, Error> {
        let limit = self.client.0.max_body;
        self.until_whole(|incoming| incoming.collect(limit)).await
    }

    /// Writes the file to a writer, chunk by chunk, and returns the number of bytes. If the download fails, bytes already
    /// written remain.
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`], plus [`ErrorKind::Io`](crate::ErrorKind::Io) if the writer fails.
    #[cfg(feature = "tokio")]
    pub async fn write_to(self, writer: &mut (dyn tokio::io::AsyncWrite + Send + Unpin)) -> Result<u64, Error> {
        let stream = self.begin().await?.into_stream();
        crate::files::write(stream, writer).await.map_err(|error| self.about(error))
    }

    /// Saves the file to `path` with an atomic write, replaces an existing file, and returns the number of bytes. Needs a
    /// tokio runtime.
    ///
    /// The download goes to a temporary file, which is renamed once the last byte is on disk, and removed if the download
    /// fails. Symbolic links are followed. A replaced file keeps its mode and owner.
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`], plus [`ErrorKind::Io`](crate::ErrorKind::Io) if the file cannot be
    /// written.
    #[cfg(feature = "tokio")]
    pub async fn save(self, path: impl AsRef<std::path::Path>) -> Result<u64, Error> {
        let path = path.as_ref();
        self.until_whole(|incoming| crate::files::save(incoming.into_stream(), path)).await
    }

    async fn begin(&self) -> Result<DownloadStream, Error> {
        let mut answer = E::Response::unset();
        let asked = TypedAsk { operation: E::OPERATION, request: &self.request, answer: &mut answer };
        begin(&self.client, asked, &self.options).await
    }

    /// Downloads the file and restarts if the body ends early. Downloads are read-only, so they are safe to repeat.
    async fn until_whole<T, F, Fut>(&self, take: F) -> Result<T, Error>
    where
        F: Fn(DownloadStream) -> Fut,
        Fut: Future<Output = Result<T, Error>>,
    {
        let config = &*self.client.0;
        let mut retries = Retries::new(self.options.max_attempts.unwrap_or(config.max_attempts), true);
        loop {
            let error = match take(self.begin().await?).await {
                Ok(all) => return Ok(all),
                Err(error) => error,
            };
            match retries.next(config, &error, None, Duration::MAX) {
                Some(wait) => config.clock.sleep(wait).await,
                None => return Err(self.about(error)),
            }
        }
    }

    fn about(&self, error: Error) -> Error {
        error.about("", Some(E::OPERATION), true)
    }
}

/// Sends the request and returns once the first byte of the response has arrived.
pub(super) async fn begin(client: &Client, asked: TypedAsk<'_>, options: &Options) -> Result<DownloadStream, Error> {
    let mut ask = DownloadAsk { asked, content: None };
    let reply = execute(client, &mut ask, options).await?;
    let content = counted(ask.content.unwrap_or_default(), options.progress.as_ref());
    Ok(DownloadStream::new(reply.headers, content))
}
