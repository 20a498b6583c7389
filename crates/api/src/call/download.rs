//! A call that is answered with the content of a file.

use std::time::Duration;

use hwc_transport::bytes::Bytes;
use hwc_wire::{Download, Model};

use super::Options;
use super::options::{operation_options, progress_option, sending_options, service_options};
use crate::client::Client;
use crate::error::Error;
use crate::execute::{DownloadAsk, Retries, TypedAsk, execute};
use crate::files::{Incoming, counted};

/// A call that is answered with the content of a file; made by [`Client::download`]. Nothing is sent before one of its last
/// four methods.
///
/// The deadlines hold up to the first byte; after it, the file may take as long as it needs, but not pause for longer than
/// the client's stall timeout. A download that breaks off is begun again where that is possible: by [`bytes`](Self::bytes)
/// and [`save`](Self::save), as often as `max_attempts` says.
///
/// A service may refuse with a status of success and JSON in place of the file. So an answer that is declared to be JSON, or
/// to be nothing, is an error if all of it is a refusal of at most 64 KB, and the file otherwise.
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

    /// The answer up to its first byte; what follows is read from it.
    ///
    /// # Errors
    /// As for any call. The stream has the errors of what comes after the first byte.
    pub async fn open(self) -> Result<Incoming, Error> {
        self.begin().await
    }

    /// All of it, in memory.
    ///
    /// # Errors
    /// As for any call; [`Unreadable`](crate::ErrorKind::Unreadable) when there is more than the client's `max_body`.
    pub async fn bytes(self) -> Result<Bytes, Error> {
        let limit = self.client.0.max_body;
        self.until_whole(|incoming| incoming.collect(limit)).await
    }

    /// Writes it, chunk by chunk as it arrives, and gives the number of bytes. What was written stays there if it breaks off.
    ///
    /// # Errors
    /// As for any call; [`File`](crate::ErrorKind::File) when the writer fails.
    #[cfg(feature = "tokio")]
    pub async fn write_to(self, writer: &mut (dyn tokio::io::AsyncWrite + Send + Unpin)) -> Result<u64, Error> {
        let stream = self.begin().await?.into_stream();
        crate::files::write(stream, writer).await.map_err(|error| self.about(error))
    }

    /// Saves it as a file, in place of one that is there, and gives the number of bytes. As a whole or not at all: until the
    /// last byte is on the disk it has another name, and it goes away if that byte does not come. Links are followed, and the
    /// mode and the owner of a replaced file are kept. Needs a tokio runtime.
    ///
    /// # Errors
    /// As for any call; [`File`](crate::ErrorKind::File) when the file cannot be written.
    #[cfg(feature = "tokio")]
    pub async fn save(self, path: impl AsRef<std::path::Path>) -> Result<u64, Error> {
        let path = path.as_ref();
        self.until_whole(|incoming| crate::files::save(incoming.into_stream(), path)).await
    }

    async fn begin(&self) -> Result<Incoming, Error> {
        let mut answer = E::Response::empty();
        let asked = TypedAsk { operation: E::OPERATION, request: &self.request, answer: &mut answer };
        begin(&self.client, asked, &self.options).await
    }

    /// Begins anew when the content breaks off. Nothing but reading is done.
    async fn until_whole<T, F, Fut>(&self, take: F) -> Result<T, Error>
    where
        F: Fn(Incoming) -> Fut,
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

/// Makes the call, up to the first byte of its answer.
pub(super) async fn begin(client: &Client, asked: TypedAsk<'_>, options: &Options) -> Result<Incoming, Error> {
    let mut ask = DownloadAsk { asked, content: None };
    let reply = execute(client, &mut ask, options).await?;
    let content = counted(ask.content.unwrap_or_default(), options.progress.as_ref());
    Ok(Incoming::new(reply.headers, content))
}
