//! Why no answer came. What matters to callers is how far the request got: only then can they tell whether sending it
//! again could do the same work twice.

use std::error::Error;
use std::fmt;

use crate::BodyError;

/// How far a failed exchange got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Phase {
    /// No byte of the request left: it can be sent again, whatever it does.
    NeverSent,
    /// Some or all of the request may have reached the server, but no answer came back: the server may have acted on it.
    MaybeSent,
    /// The answer's head came, its body did not come to its end.
    AnswerBrokeOff,
}

/// An exchange that failed, at [`phase`](Self::phase).
///
/// `Display` is one line and does not repeat what `source()` tells. The URL is in neither, since its query can carry
/// a signature; nor are headers and contents.
pub struct TransportError {
    phase: Phase,
    cause: Cause,
    timeout: bool,
    /// The proxy that failed.
    proxy: Option<String>,
    source: Option<Source>,
}

type Source = Box<dyn Error + Send + Sync>;

/// What went wrong, as far as it can be told.
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
    /// For transports of your own: nothing of the request left, because of `source`.
    ///
    /// Keep secrets out of `source`, here and in the other functions: it is printed.
    pub fn never_sent(source: impl Into<Source>) -> Self {
        Self::of(Phase::NeverSent, Cause::Unknown).because(source)
    }

    /// For transports of your own: the request may have been sent, but no answer came, because of `source`.
    pub fn maybe_sent(source: impl Into<Source>) -> Self {
        Self::of(Phase::MaybeSent, Cause::Unknown).because(source)
    }

    /// The answer's body failed with `source` while it was read.
    pub fn answer_broke_off(source: BodyError) -> Self {
        Self::of(Phase::AnswerBrokeOff, Cause::Unknown).because(source)
    }

    /// For transports of your own: the request cannot be sent as it is, because of `source`.
    pub fn invalid_request(source: impl Into<Source>) -> Self {
        Self::of(Phase::NeverSent, Cause::InvalidRequest).because(source)
    }

    /// This error, which came about since time was up.
    #[must_use]
    pub fn timed_out(mut self) -> Self {
        self.timeout = true;
        self
    }

    /// How far the exchange got.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Whether no byte of the request left. Sending it again is safe, and of use unless
    /// [`is_invalid_request`](Self::is_invalid_request) or [`is_setup`](Self::is_setup) says that it would fail alike.
    pub fn is_never_sent(&self) -> bool {
        self.phase == Phase::NeverSent
    }

    /// Whether the server may have seen the request without an answer coming back. Send it again only if doing its work
    /// twice does no harm.
    pub fn is_maybe_sent(&self) -> bool {
        self.phase == Phase::MaybeSent
    }

    /// Whether the answer began and did not come to its end. Send the request again only if doing its work twice does
    /// no harm.
    pub fn is_answer_broken_off(&self) -> bool {
        self.phase == Phase::AnswerBrokeOff
    }

    /// Whether time was up. Allow more of it, or try again later.
    pub fn is_timeout(&self) -> bool {
        self.timeout
    }

    /// Whether the host's name could not be resolved. Look for a misspelt endpoint or region.
    pub fn is_dns(&self) -> bool {
        self.cause == Cause::Dns
    }

    /// Whether no connection came about: refused, unreachable, or the proxy failed. DNS and TLS failures are not meant.
    pub fn is_connect(&self) -> bool {
        self.cause == Cause::Connect
    }

    /// Whether the TLS handshake failed, mostly since the server's certificate is not trusted on this machine.
    pub fn is_tls(&self) -> bool {
        self.cause == Cause::Tls
    }

    /// Whether the request itself cannot be sent: no absolute `http` or `https` URI, for example. It never will be.
    pub fn is_invalid_request(&self) -> bool {
        self.cause == Cause::InvalidRequest
    }

    /// Whether the transport or this machine is not set up for the request: no usable root certificates, for example.
    pub fn is_setup(&self) -> bool {
        self.cause == Cause::Setup
    }

    /// Whether the request's own body could not be read while it was sent; `source()` leads to the [`BodyError`].
    pub fn is_request_body(&self) -> bool {
        self.cause == Cause::RequestBody
    }

    /// The proxy that failed, and the variable that names it, as in ``http://127.0.0.1:3128 (from `HTTPS_PROXY`)``; `None` if
    /// it was not a proxy.
    pub fn proxy(&self) -> Option<&str> {
        self.proxy.as_deref()
    }

    fn of(phase: Phase, cause: Cause) -> Self {
        Self { phase, cause, timeout: false, proxy: None, source: None }
    }

    fn because(mut self, source: impl Into<Source>) -> Self {
        self.source = Some(source.into());
        self
    }

    fn happened(&self) -> &'static str {
        match (self.cause, self.phase) {
            (Cause::Dns, _) if self.proxy.is_some() => "the proxy's name could not be resolved",
            (Cause::Connect, _) if self.proxy.is_some() => "no connection through the proxy",
            (Cause::Tls, _) if self.proxy.is_some() => "no secure connection to the proxy",
            (Cause::InvalidRequest, _) => "the request cannot be sent as it is",
            (Cause::Setup, _) => "the transport cannot send this",
            (Cause::Dns, _) => "the host's name could not be resolved",
            (Cause::Connect, _) => "no connection to the server",
            (Cause::Tls, _) => "no secure connection to the server",
            (Cause::RequestBody, _) => "the request's body could not be read while it was sent",
            (Cause::Unknown, Phase::NeverSent) => "the request was not sent",
            (Cause::Unknown, Phase::MaybeSent) => "no answer came, though the request may have been sent",
            (Cause::Unknown, Phase::AnswerBrokeOff) => "the answer broke off",
        }
    }
}

/// What only the transports of this crate can tell of an error.
#[cfg(any(feature = "reqwest", feature = "record"))]
impl TransportError {
    pub(crate) fn setup(source: impl Into<Source>) -> Self {
        Self::of(Phase::NeverSent, Cause::Setup).because(source)
    }

    pub(crate) fn dns(source: impl Into<Source>) -> Self {
        Self::of(Phase::NeverSent, Cause::Dns).because(source)
    }

    pub(crate) fn connect(source: impl Into<Source>) -> Self {
        Self::of(Phase::NeverSent, Cause::Connect).because(source)
    }

    pub(crate) fn tls(source: impl Into<Source>) -> Self {
        Self::of(Phase::NeverSent, Cause::Tls).because(source)
    }

    /// This error, which is the fault of `proxy`.
    #[cfg(feature = "reqwest")]
    pub(crate) fn through(mut self, proxy: impl fmt::Display) -> Self {
        self.proxy = Some(proxy.to_string());
        self
    }

    pub(crate) fn request_body(source: impl Into<Source>) -> Self {
        Self::of(Phase::MaybeSent, Cause::RequestBody).because(source)
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.happened())?;
        self.proxy.as_ref().map_or(Ok(()), |proxy| write!(f, " {proxy}"))?;
        if self.timeout { f.write_str(": time was up") } else { Ok(()) }
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
