//! Calls that fetch presigned URLs. Anybody who has a presigned URL can fetch it, so it is as secret as a token.

use std::pin::pin;

use hwc_transport::bytes::Bytes;
use hwc_transport::http::header::{ACCEPT_ENCODING, HeaderValue, USER_AGENT};
use hwc_transport::http::uri::Scheme;
use hwc_transport::http::{Method, StatusCode, Uri};
use hwc_transport::{Body, ByteStream, HttpRequest, HttpResponse, Presigned};
use hwc_wire::{PresignedUrl, Service};

use super::Options;
use super::options::sending_options;
use crate::client::Client;
use crate::error::{Error, ServiceError};
use crate::execute::{Hints, MOVES, Retries, location, user_agent, watched, within};

/// A plain `GET` of a presigned URL, created by [`Client::fetch_presigned`]. Nothing is sent before [`bytes`](Self::bytes),
/// [`stream`](Self::stream), `write_to` or `save`.
///
/// With [`bytes`](Self::bytes), the call timeout applies up to the last byte, and the attempt timeout up to the first. With
/// [`stream`](Self::stream), `write_to` and `save`, both apply up to the first byte, and a download that ends early is not
/// restarted. Objects stored compressed are not decompressed.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `bytes`, `stream`, `write_to` or `save`"]
pub struct PresignedCall {
    client: Client,
    link: PresignedUrl,
    options: Options,
}

/// The service named in errors. The object store has an error format of its own, which repeats parts of the signature. It is
/// not decoded; errors are classified by status alone.
static STORE: Service = Service::new("link");

impl PresignedCall {
    pub(crate) fn new(client: Client, link: PresignedUrl) -> Self {
        Self { client, link, options: Options::default() }
    }

    sending_options!();

    /// Reads the object into memory.
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`], plus [`ErrorKind::Decode`](crate::ErrorKind::Decode) if the object is
    /// larger than the client's `max_body`.
    pub async fn bytes(self) -> Result<Bytes, Error> {
        let config = &*self.client.0;
        let all = || async {
            let body = self.open().await?.into_body();
            let body = watched(body, &config.clock, config.stall_timeout).collect(config.max_body).await;
            body.map_err(|error| (Error::body(error), Hints::default()))
        };
        self.in_time(self.until_final(all)).await
    }

    /// Returns the object as a stream of chunks, without a size limit.
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`] up to the first byte. The stream returns later errors.
    pub async fn stream(self) -> Result<ByteStream, Error> {
        let config = &*self.client.0;
        let answer = self.in_time(self.until_final(|| self.open())).await?;
        Ok(watched(answer.into_body(), &config.clock, config.stall_timeout).into_stream())
    }

    /// Writes the object to a writer, chunk by chunk, and returns the number of bytes. If the download fails, bytes already
    /// written remain.
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`], plus [`ErrorKind::Io`](crate::ErrorKind::Io) if the writer fails.
    #[cfg(feature = "tokio")]
    pub async fn write_to(self, writer: &mut (dyn tokio::io::AsyncWrite + Send + Unpin)) -> Result<u64, Error> {
        crate::files::write(self.stream().await?, writer).await.map_err(|error| error.about(STORE.id, None, true))
    }

    /// Saves the object to `path` with an atomic write, replaces an existing file, and returns the number of bytes. Needs a
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
        let saved = crate::files::save(self.stream().await?, path.as_ref()).await;
        saved.map_err(|error| error.about(STORE.id, None, true))
    }

    async fn in_time<T>(&self, work: impl Future<Output = Result<T, Error>> + Send) -> Result<T, Error> {
        let config = &*self.client.0;
        config.clock.check().map_err(|error| Error::clock(&error).about(STORE.id, None, true))?;
        let limit = self.options.timeout.unwrap_or(config.timeout);
        let outcome = within(&*config.clock, limit, pin!(work)).await;
        let outcome = outcome.unwrap_or_else(|| Err(Error::timeout(limit, true)));
        outcome.map_err(|error| error.about(STORE.id, None, true))
    }

    /// Runs attempts until one succeeds or fails for good. Fetching is read-only, so every transient error is retried.
    async fn until_final<T, F, Fut>(&self, attempt: F) -> Result<T, Error>
    where
        F: Fn() -> Fut,
        Fut: Future<Output = Result<T, (Error, Hints)>>,
    {
        let config = &*self.client.0;
        let started = config.clock.monotonic();
        let limit = self.options.timeout.unwrap_or(config.timeout);
        let mut retries = Retries::new(self.options.max_attempts.unwrap_or(config.max_attempts), true);
        loop {
            let (error, hints) = match attempt().await {
                Ok(outcome) => {
                    config.budget.earn();
                    return Ok(outcome);
                }
                Err(failure) => failure,
            };
            let left = limit.saturating_sub(config.clock.monotonic().saturating_sub(started));
            match retries.next(config, &error, hints.retry_after, left) {
                Some(wait) => config.clock.sleep(wait).await,
                None => return Err(error),
            }
        }
    }

    /// Sends one attempt, follows redirects on the same host, and returns the response with its unread body.
    async fn open(&self) -> Result<HttpResponse, (Error, Hints)> {
        let config = &*self.client.0;
        let lone = |error| (error, Hints::default());
        let limit = self.options.attempt_timeout.unwrap_or(config.attempt_timeout);
        let mut uri = self.uri().map_err(lone)?;
        let mut status = StatusCode::FOUND;
        for _ in 0..=MOVES {
            let request = self.request(uri.clone()).map_err(lone)?;
            let fetched = within(&*config.clock, limit, config.transport.send(request).as_mut()).await;
            let fetched = fetched.map(|answer| answer.map_err(Error::exchange));
            let answer = fetched.unwrap_or_else(|| Err(Error::timeout(limit, true))).map_err(lone)?;
            status = answer.status();
            match location(&uri, &Method::GET, status, answer.headers()) {
                Some(Ok(next)) => uri = next,
                Some(Err(why)) => return Err(lone(Error::redirected(status.as_u16(), why))),
                None if status.is_success() => return Ok(answer),
                None => {
                    let hints = Hints::read(answer.headers(), config.now());
                    return Err((refused(status, hints), hints));
                }
            }
        }
        Err(lone(Error::redirected(status.as_u16(), "more than five times")))
    }

    fn uri(&self) -> Result<Uri, Error> {
        let uri = self.link.expose().parse::<Uri>().ok();
        let absolute = |uri: &Uri| uri.scheme() == Some(&Scheme::HTTP) || uri.scheme() == Some(&Scheme::HTTPS);
        uri.filter(absolute).ok_or_else(|| Error::invalid("it is no absolute http or https link"))
    }

    fn request(&self, uri: Uri) -> Result<HttpRequest, Error> {
        let mut request = HttpRequest::new(Body::empty());
        *request.uri_mut() = uri;
        request.extensions_mut().insert(Presigned);
        request.headers_mut().insert(USER_AGENT, user_agent());
        request.headers_mut().insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        self.options.add_headers(request.headers_mut())?;
        Ok(request)
    }
}

fn refused(status: StatusCode, hints: Hints) -> Error {
    Error::refused(ServiceError {
        status: status.as_u16(),
        code: String::new(),
        message: String::new(),
        request_id: None,
        class: STORE.classify(status.as_u16(), ""),
        advice: None,
        retry_after: hints.retry_after,
    })
}
