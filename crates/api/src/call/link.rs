//! Fetches what a presigned link points to. Whoever has the link can do that, so it is as secret as a token.

use std::pin::pin;

use hwc_transport::bytes::Bytes;
use hwc_transport::http::header::{ACCEPT_ENCODING, HeaderValue, USER_AGENT};
use hwc_transport::http::uri::Scheme;
use hwc_transport::http::{Method, StatusCode, Uri};
use hwc_transport::{Body, ByteStream, Presigned, Request, Response};
use hwc_wire::{Link, Service};

use super::Options;
use super::options::sending_options;
use crate::client::Client;
use crate::error::{Error, ServiceError};
use crate::execute::{Hints, MOVES, Retries, location, user_agent, watched, within};

/// The plain `GET` of a presigned link, made by [`Client::link`]. Nothing is sent before one of its last four methods.
///
/// Its deadlines hold up to the last byte with [`bytes`](Self::bytes), that of an attempt up to the first; with
/// [`stream`](Self::stream), [`write_to`](Self::write_to) and [`save`](Self::save) both hold up to the first, and one that breaks
/// off after it is not begun again. What is stored compressed comes as it is stored.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `bytes`, `stream`, `write_to` or `save`"]
pub struct LinkCall {
    client: Client,
    link: Link,
    options: Options,
}

/// How errors call it. The object store has an error format of its own, which repeats parts of the signature: it is not
/// read, and the class of a refusal goes by the status alone.
static STORE: Service = Service::new("link");

impl LinkCall {
    pub(crate) fn new(client: Client, link: Link) -> Self {
        Self { client, link, options: Options::default() }
    }

    sending_options!();

    /// All of it, in memory.
    ///
    /// # Errors
    /// As for any call; [`Unreadable`](crate::ErrorKind::Unreadable) when there is more than the client's `max_body`.
    pub async fn bytes(self) -> Result<Bytes, Error> {
        let config = &*self.client.0;
        let all = || async {
            let body = self.open().await?.into_body();
            let body = watched(body, &config.clock, config.stall_timeout).collect(config.max_body).await;
            body.map_err(|error| (Error::body(error), Hints::default()))
        };
        self.in_time(self.until_final(all)).await
    }

    /// All of it, chunk by chunk as it arrives; of any length.
    ///
    /// # Errors
    /// As for any call, up to the first byte; the stream has the errors of what comes after it.
    pub async fn stream(self) -> Result<ByteStream, Error> {
        let config = &*self.client.0;
        let answer = self.in_time(self.until_final(|| self.open())).await?;
        Ok(watched(answer.into_body(), &config.clock, config.stall_timeout).into_stream())
    }

    /// Writes it, chunk by chunk as it arrives, and gives the number of bytes. What was written stays there if it breaks off.
    ///
    /// # Errors
    /// As for any call; [`File`](crate::ErrorKind::File) when the writer fails.
    #[cfg(feature = "tokio")]
    pub async fn write_to(self, writer: &mut (dyn tokio::io::AsyncWrite + Send + Unpin)) -> Result<u64, Error> {
        crate::files::write(self.stream().await?, writer).await.map_err(|error| error.about(STORE.id, None, true))
    }

    /// Saves it as a file, in place of one that is there, and gives the number of bytes. As a whole or not at all: until the
    /// last byte is on the disk it has another name, and it goes away if that byte does not come. Links are followed, and the
    /// mode and the owner of a replaced file are kept. Needs a tokio runtime.
    ///
    /// # Errors
    /// As for any call; [`File`](crate::ErrorKind::File) when the file cannot be written.
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

    /// Runs attempts until the outcome is final. Nothing but reading is done, so it is tried again wherever that is of use.
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

    /// The answer up to its body, from wherever on the same host it is.
    async fn open(&self) -> Result<Response, (Error, Hints)> {
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

    fn request(&self, uri: Uri) -> Result<Request, Error> {
        let mut request = Request::new(Body::empty());
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
