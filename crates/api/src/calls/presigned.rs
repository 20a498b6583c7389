//! Calls that fetch presigned URLs. Anybody who has a presigned URL can fetch it, so it is as secret as a token.

use std::pin::pin;
use std::sync::Arc;

use hwc_transport::bytes::Bytes;
use hwc_transport::http::header::{ACCEPT_ENCODING, HeaderValue, RANGE, USER_AGENT};
use hwc_transport::http::uri::Scheme;
use hwc_transport::http::{Method, StatusCode, Uri};
use hwc_transport::{Body, ByteStream, HttpRequest, HttpResponse, Presigned};
use hwc_wire::{PresignedUrl, Service};
use percent_encoding::percent_decode_str;

use super::presigned_slice::SlicedStream;
use super::setters::sending_options;
use crate::core::{Deadline, timeout};
use crate::error::{Error, FailedResponse, ServiceError};
use crate::pipeline::{
    Attempt, AttemptError, ClientInner, MAX_REDIRECTS, MIN_SECRET_HEADER_LEN, RawResponse, Redactor, RequestOptions,
    RetryHints, RetryPolicy, redirect_target, send_with_retries, sort_secrets, with_read_timeout,
};

/// A plain `GET` of a presigned URL, created by [`Client::fetch_presigned`](crate::Client::fetch_presigned). Nothing is
/// sent before [`bytes`](Self::bytes), [`stream`](Self::stream), `write_to` or `save`.
///
/// With [`bytes`](Self::bytes), the call timeout applies up to the last byte, and the attempt timeout up to the first. With
/// [`stream`](Self::stream), `write_to` and `save`, both apply up to the first byte, and a download that ends early is not
/// restarted. Objects stored compressed are not decompressed.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `bytes`, `stream`, `write_to` or `save`"]
pub struct PresignedCall {
    client: Arc<ClientInner>,
    url: PresignedUrl,
    /// The body to send with `PUT`. Without it, the URL is fetched with `GET`.
    upload: Option<Arc<Body>>,
    /// The range of the object to fetch: the first byte and the length.
    range: Option<(u64, u64)>,
    options: RequestOptions,
}

/// The service named in errors. The object store has an error format of its own, which repeats parts of the signature. It is
/// not decoded; errors are classified by status alone.
static STORE: Service = Service::new("presigned URL");

/// The maximum number of bytes that are read of an error response.
const MAX_ERROR_BYTES: usize = 64 << 10;

impl PresignedCall {
    #[inline]
    pub(crate) fn new(client: Arc<ClientInner>, url: PresignedUrl) -> Self {
        Self { client, url, upload: None, range: None, options: RequestOptions::default() }
    }

    /// Sends `body` in place of fetching the object.
    #[inline]
    pub(super) fn with_upload(self, body: Body) -> Self {
        Self { upload: Some(Arc::new(body)), ..self }
    }

    /// Fetches `length` bytes from the position `start` only. If the server ignores the range, the bytes before and after it
    /// are received and discarded.
    #[inline]
    pub fn range(mut self, start: u64, length: u64) -> Self {
        self.range = Some((start, length));
        self
    }

    sending_options!();

    #[inline]
    pub(super) fn options_mut(&mut self) -> Option<&mut RequestOptions> {
        Some(&mut self.options)
    }

    /// Reads the object into memory.
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`](crate::Client::send), plus [`ErrorKind::Decode`](crate::ErrorKind::Decode) if
    /// the object is larger than the client's `max_response_bytes`.
    #[inline]
    pub async fn bytes(self) -> Result<Bytes, Error> {
        self.with_retries(FetchBytes(&self)).await
    }

    /// Returns the object as a stream of chunks, without a size limit.
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`](crate::Client::send) up to the first byte. The stream returns later errors.
    #[inline]
    pub async fn stream(self) -> Result<ByteStream, Error> {
        Ok(self.with_retries(FetchBody(&self)).await?.into_stream())
    }

    /// Writes the object to a writer, chunk by chunk, and returns the number of bytes. If the download fails, bytes already
    /// written remain.
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`](crate::Client::send), plus [`ErrorKind::Io`](crate::ErrorKind::Io) if the
    /// writer fails.
    #[cfg(feature = "system-clock")]
    #[inline]
    pub async fn write_to(self, writer: &mut (dyn tokio::io::AsyncWrite + Send + Unpin)) -> Result<u64, Error> {
        crate::io::write(self.stream().await?, writer).await.map_err(|error| error.with_context(STORE.id, None, true))
    }

    /// Saves the object to `path` with an atomic write, replaces an existing file, and returns the number of bytes. Needs a
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
        let saved = crate::io::save(self.stream().await?, path.as_ref()).await;
        saved.map_err(|error| error.with_context(STORE.id, None, true))
    }

    /// Runs attempts until one succeeds or fails for good, up to the timeout of the call. Fetching is read-only, so every
    /// transient error is retried.
    pub(super) async fn with_retries<A: Attempt>(&self, mut attempt: A) -> Result<A::Output, Error> {
        let client = &*self.client;
        let with_context = |error: Error| error.with_context(STORE.id, None, true);
        client.clock.check().map_err(|error| with_context(Error::clock(&error)))?;
        let limit = self.options.timeout.unwrap_or(client.timeout);
        let max_attempts = self.options.max_attempts.unwrap_or(client.max_attempts);
        let (deadline, backoff) = (Deadline::from_now(&*client.clock, limit), self.options.backoff_for(client));
        let policy = RetryPolicy { max_attempts, idempotent: true, deadline, backoff };
        let work = pin!(send_with_retries(client, &policy, &mut attempt));
        let outcome = timeout(&*client.clock, limit, work).await;
        let output = outcome.unwrap_or_else(|| Err(Error::timeout(limit, true))).map_err(with_context)?;
        client.retry_budget.deposit();
        Ok(output)
    }

    /// Sends one attempt, follows redirects on the same host, and returns the unread body.
    #[inline]
    pub(super) async fn fetch(&self) -> Result<Body, AttemptError> {
        let client = &*self.client;
        let mut uri = self.uri()?;
        let mut status = StatusCode::FOUND;
        for _ in 0..=MAX_REDIRECTS {
            let response = self.send(uri.clone()).await?;
            status = response.status();
            match redirect_target(&uri, &self.method(), status, response.headers()) {
                Some(Ok(target)) => uri = target,
                Some(Err(why)) => {
                    let error = Error::redirected(status.as_u16(), why);
                    return Err(error.with_response(self.failed_response(response).await).into());
                }
                None if status.is_success() => {
                    let body = with_read_timeout(response.into_body(), &client.clock, client.read_timeout);
                    return Ok(self.requested_part(status, body));
                }
                None => {
                    let hints = RetryHints::read(response.headers(), client.now());
                    let response = self.failed_response(response).await;
                    return Err(AttemptError::new(service_error(response, hints), hints));
                }
            }
        }
        Err(Error::too_many_redirects(status.as_u16()).into())
    }

    /// Returns the requested range of a body. A server that ignores the range sends the whole object with status 200.
    #[inline]
    fn requested_part(&self, status: StatusCode, body: Body) -> Body {
        match self.range {
            Some((_, length)) if status == StatusCode::PARTIAL_CONTENT => {
                Body::from_stream(body.into_stream(), Some(length))
            }
            Some((start, length)) => {
                Body::from_stream(SlicedStream::new(body.into_stream(), start, length), Some(length))
            }
            None => body,
        }
    }

    #[inline]
    fn method(&self) -> Method {
        if self.upload.is_some() { Method::PUT } else { Method::GET }
    }

    /// Returns an error response without the secrets of the URL.
    #[inline]
    async fn failed_response(&self, response: HttpResponse) -> FailedResponse {
        let (head, body) = response.into_parts();
        let body = with_read_timeout(body, &self.client.clock, self.client.read_timeout);
        let body = body.collect_start(MAX_ERROR_BYTES).await;
        let response = RawResponse { status: head.status, headers: head.headers, body, stream: None };
        Redactor { secrets: &self.secrets(), names: &[], authenticator: None }.failed_response(&response)
    }

    /// Returns the secrets of the request: its headers, and the parts of the URL, as they are and decoded.
    #[inline]
    fn secrets(&self) -> Vec<String> {
        let url = self.url.expose();
        let target = url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or(url, |(_, target)| target);
        let parts =
            target.split(['/', '?', '&', '#']).map(|part| part.split_once('=').map_or(part, |(_, value)| value));
        let decoded = |part: &str| percent_decode_str(part).decode_utf8_lossy().into_owned();
        let mut secrets: Vec<String> = parts.flat_map(|part| [part.to_owned(), decoded(part)]).collect();
        secrets.extend(self.options.secrets(MIN_SECRET_HEADER_LEN));
        sort_secrets(&mut secrets);
        secrets
    }

    /// Sends one request.
    #[inline]
    async fn send(&self, uri: Uri) -> Result<HttpResponse, Error> {
        let client = &*self.client;
        let limit = self.options.attempt_timeout.unwrap_or(client.attempt_timeout);
        let response = timeout(&*client.clock, limit, client.transport.send(self.request(uri)?).as_mut()).await;
        let response = response.map(|response| response.map_err(Error::transport));
        response.unwrap_or_else(|| Err(Error::timeout(limit, true)))
    }

    #[inline]
    fn uri(&self) -> Result<Uri, Error> {
        let uri = self.url.expose().parse::<Uri>().ok();
        let is_absolute = |uri: &Uri| uri.scheme() == Some(&Scheme::HTTP) || uri.scheme() == Some(&Scheme::HTTPS);
        uri.filter(is_absolute).ok_or_else(|| Error::invalid("expected an absolute http or https URL"))
    }

    #[inline]
    fn request(&self, uri: Uri) -> Result<HttpRequest, Error> {
        let body = self.upload.as_ref().map_or_else(|| Some(Body::empty()), |body| body.try_clone());
        let body = body.ok_or_else(|| Error::invalid("the body must be replayable"))?;
        let mut request = HttpRequest::new(body);
        *request.uri_mut() = uri;
        *request.method_mut() = self.method();
        if let Some((start, length)) = self.range {
            let last = start.saturating_add(length.max(1)) - 1;
            let value = HeaderValue::try_from(format!("bytes={start}-{last}"));
            request.headers_mut().insert(RANGE, value.map_err(|_| Error::invalid("invalid range"))?);
        }
        request.extensions_mut().insert(Presigned);
        request.headers_mut().insert(USER_AGENT, self.client.user_agent.clone());
        request.headers_mut().insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        for header in self.options.headers() {
            let (name, value) = header?;
            request.headers_mut().insert(name, value);
        }
        Ok(request)
    }
}

/// The attempts to start a response.
struct FetchBody<'a>(&'a PresignedCall);

impl Attempt for FetchBody<'_> {
    type Output = Body;

    #[inline]
    async fn run(&mut self, _: Option<Error>) -> Result<Body, AttemptError> {
        self.0.fetch().await
    }
}

/// The attempts to read an object into memory.
struct FetchBytes<'a>(&'a PresignedCall);

impl Attempt for FetchBytes<'_> {
    type Output = Bytes;

    #[inline]
    async fn run(&mut self, _: Option<Error>) -> Result<Bytes, AttemptError> {
        let limit = self.0.client.max_response_bytes;
        let bytes = self.0.fetch().await?.collect(limit).await;
        bytes.map_err(|error| Error::response_body(error).into())
    }
}

#[inline]
fn service_error(response: FailedResponse, hints: RetryHints) -> Error {
    let status = response.status.as_u16();
    Error::service_error(ServiceError {
        status,
        code: String::new(),
        message: String::new(),
        request_id: response.request_id.clone(),
        class: STORE.classify(status, ""),
        advice: None,
        retry_after: hints.retry_after,
    })
    .with_response(response)
}
