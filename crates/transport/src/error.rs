//! Transport errors. They state how far the request got, so that callers know if a retry could repeat the operation.

use std::error::Error;
use std::fmt;

use crate::BodyError;

/// The phase in which an exchange failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Phase {
    /// No byte of the request was sent. A retry is safe for any request.
    NotSent,
    /// Some or all of the request may have reached the server, but no response arrived. The server may have acted on it.
    MaybeSent,
    /// The response head arrived, but the body ended early.
    ResponseInterrupted,
}

/// An exchange that failed, at [`phase`](Self::phase).
///
/// `Display` is one line and does not repeat the text of `source()`. Neither contains the URL, since its query can carry
/// a signature, nor headers, nor contents.
pub struct TransportError {
    phase: Phase,
    cause: Cause,
    timeout: bool,
    /// The proxy that failed.
    proxy: Option<String>,
    source: Option<Source>,
}

type Source = Box<dyn Error + Send + Sync>;

/// The cause of a failure, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cause {
    Unknown,
    InvalidRequest,
    Setup,
    Dns,
    Connect,
    Tls,
    RequestBody,
}

impl TransportError {
    /// Creates an error for a request of which nothing was sent, with `source` as the cause. For custom transports.
    ///
    /// Keep secrets out of `source`, here and in the other constructors: it is printed.
    pub fn not_sent(source: impl Into<Source>) -> Self {
        Self::new(Phase::NotSent, Cause::Unknown).with_source(source)
    }

    /// Creates an error for a request that may have been sent but got no response, with `source` as the cause. For custom
    /// transports.
    pub fn maybe_sent(source: impl Into<Source>) -> Self {
        Self::new(Phase::MaybeSent, Cause::Unknown).with_source(source)
    }

    /// Creates an error for a response body that failed with `source` while it was read.
    pub fn response_interrupted(source: BodyError) -> Self {
        Self::new(Phase::ResponseInterrupted, Cause::Unknown).with_source(source)
    }

    /// Creates an error for a request that is invalid, with `source` as the cause. For custom transports.
    pub fn invalid_request(source: impl Into<Source>) -> Self {
        Self::new(Phase::NotSent, Cause::InvalidRequest).with_source(source)
    }

    /// Creates an error for a transport or a machine that lacks something for the request, with `source` as the reason. For
    /// custom transports. A client reports it as a configuration error.
    pub fn setup(source: impl Into<Source>) -> Self {
        Self::new(Phase::NotSent, Cause::Setup).with_source(source)
    }

    /// Marks this error as a timeout.
    #[must_use]
    pub fn timed_out(mut self) -> Self {
        self.timeout = true;
        self
    }

    /// Returns the phase in which the exchange failed.
    #[inline]
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Returns true if no byte of the request was sent.
    ///
    /// A retry is safe. It is useless if [`is_invalid_request`](Self::is_invalid_request) or [`is_setup`](Self::is_setup)
    /// is true, since it would fail with the same error.
    pub fn is_not_sent(&self) -> bool {
        self.phase == Phase::NotSent
    }

    /// Returns true if the server may have received the request, but no response arrived. Retry only if the operation is
    /// idempotent.
    #[inline]
    pub fn is_maybe_sent(&self) -> bool {
        self.phase == Phase::MaybeSent
    }

    /// Returns true if the response began and ended early. Retry only if the operation is idempotent.
    #[inline]
    pub fn is_response_interrupted(&self) -> bool {
        self.phase == Phase::ResponseInterrupted
    }

    /// Returns true if the exchange timed out. Raise the timeout, or retry later.
    ///
    /// That is an error that was marked with [`timed_out`](Self::timed_out), or one with a cause of the kind
    /// [`TimedOut`](std::io::ErrorKind::TimedOut) or of a type called `Elapsed`, as the timeouts of tower and tokio have it.
    pub fn is_timeout(&self) -> bool {
        self.timeout || is_caused_by_timeout(self)
    }

    /// Returns true if the host name could not be resolved. Check the spelling of the endpoint or region.
    #[inline]
    pub fn is_dns(&self) -> bool {
        self.cause == Cause::Dns
    }

    /// Returns true if no connection was established: refused, unreachable, or the proxy failed. DNS and TLS failures do
    /// not count.
    #[inline]
    pub fn is_connect(&self) -> bool {
        self.cause == Cause::Connect
    }

    /// Returns true if the TLS handshake failed, usually because the server's certificate is not trusted on this machine.
    pub fn is_tls(&self) -> bool {
        self.cause == Cause::Tls
    }

    /// Returns true if the request is invalid, for example without an absolute `http` or `https` URI. A retry cannot
    /// succeed.
    pub fn is_invalid_request(&self) -> bool {
        self.cause == Cause::InvalidRequest
    }

    /// Returns true if the transport or this machine lacks something for the request, such as usable root certificates.
    pub fn is_setup(&self) -> bool {
        self.cause == Cause::Setup
    }

    /// Returns true if the request's own body could not be read while it was sent. `source()` leads to the [`BodyError`].
    #[inline]
    pub fn is_request_body(&self) -> bool {
        self.cause == Cause::RequestBody
    }

    /// Returns the proxy that failed and the variable that names it, or `None` if the proxy did not cause the failure.
    ///
    /// Example: ``http://127.0.0.1:3128 (from `HTTPS_PROXY`)``.
    pub fn proxy(&self) -> Option<&str> {
        self.proxy.as_deref()
    }

    fn new(phase: Phase, cause: Cause) -> Self {
        Self { phase, cause, timeout: false, proxy: None, source: None }
    }

    fn with_source(mut self, source: impl Into<Source>) -> Self {
        self.source = Some(source.into());
        self
    }

    fn description(&self) -> &'static str {
        match (self.cause, self.phase) {
            (Cause::Dns, _) if self.proxy.is_some() => "cannot resolve the name of the proxy",
            (Cause::Connect, _) if self.proxy.is_some() => "no connection through the proxy",
            (Cause::Tls, _) if self.proxy.is_some() => "no secure connection to the proxy",
            (Cause::InvalidRequest, _) => "invalid request",
            (Cause::Setup, _) => "the transport is not set up for the request",
            (Cause::Dns, _) => "cannot resolve the host name",
            (Cause::Connect, _) => "no connection to the server",
            (Cause::Tls, _) => "no secure connection to the server",
            (Cause::RequestBody, _) => "cannot read the request body",
            (Cause::Unknown, Phase::NotSent) => "the request was not sent",
            (Cause::Unknown, Phase::MaybeSent) => "no response; the request may have been processed",
            (Cause::Unknown, Phase::ResponseInterrupted) => "the response ended early",
        }
    }
}

/// Returns true if one of the causes is a timeout.
fn is_caused_by_timeout(error: &dyn Error) -> bool {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if is_timeout(inner) {
            return true;
        }
        cause = inner.source();
    }
    false
}

/// Returns true for the error of a timeout. Types called `Elapsed` are recognized by their `Debug` output, because the crates
/// of tower and tokio that have them are not dependencies.
fn is_timeout(cause: &(dyn Error + 'static)) -> bool {
    let is_io = |error: &std::io::Error| error.kind() == std::io::ErrorKind::TimedOut;
    cause.downcast_ref().is_some_and(is_io) || format!("{cause:?}") == "Elapsed(())"
}

/// Constructors for the transports of this crate.
#[cfg(any(feature = "hyper", feature = "network", feature = "record"))]
impl TransportError {
    pub(crate) fn dns(source: impl Into<Source>) -> Self {
        Self::new(Phase::NotSent, Cause::Dns).with_source(source)
    }

    pub(crate) fn connect(source: impl Into<Source>) -> Self {
        Self::new(Phase::NotSent, Cause::Connect).with_source(source)
    }

    pub(crate) fn tls(source: impl Into<Source>) -> Self {
        Self::new(Phase::NotSent, Cause::Tls).with_source(source)
    }

    /// Attributes this error to `proxy`.
    #[cfg(any(feature = "hyper", feature = "network"))]
    pub(crate) fn with_proxy(mut self, proxy: impl fmt::Display) -> Self {
        self.proxy = Some(proxy.to_string());
        self
    }

    pub(crate) fn request_body(source: impl Into<Source>) -> Self {
        Self::new(Phase::MaybeSent, Cause::RequestBody).with_source(source)
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.description())?;
        self.proxy.as_ref().map_or(Ok(()), |proxy| write!(f, " {proxy}"))?;
        if self.timeout { f.write_str(": timed out") } else { Ok(()) }
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportError")
            .field("phase", &self.phase)
            .field("cause", &self.cause)
            .field("timeout", &self.timeout)
            .field("proxy", &self.proxy)
            .field("source", &self.source)
            .finish()
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
