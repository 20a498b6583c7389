//! A connection to a server: HTTP/1.1, or HTTP/2 if TLS has negotiated it.

use std::pin::Pin;

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::client::conn::{TrySendError, http1};

use super::connector::{BoxError, Io};
use super::target::Target;
use crate::network::failure::holds;
use crate::{Body, BodyError, TransportError};

/// The sending half of a connection. A task of the runtime drives the other half. Dropping it closes an HTTP/1.1 connection.
pub(super) enum Connection {
    Http1(http1::SendRequest<Body>),
    #[cfg(feature = "http2")]
    Http2(hyper::client::conn::http2::SendRequest<Body>),
}

/// A request that is sent, and its response or the request itself.
pub(super) type Sending = Pin<Box<dyn Future<Output = Result<Response<Incoming>, TrySendError<Request<Body>>>> + Send>>;

/// The outcome of sending a request.
pub(super) enum Received {
    Response(Response<Incoming>),
    Failed(TransportError),
    /// The connection closed before any of the request was sent.
    Unsent(Request<Body>, hyper::Error),
}

impl Connection {
    /// Performs the HTTP handshake. `is_http2` is the result of the TLS negotiation.
    pub(super) async fn open(io: Io, is_http2: bool) -> Result<Self, BoxError> {
        #[cfg(feature = "http2")]
        if is_http2 {
            let executor = hyper_util::rt::TokioExecutor::new();
            let (sender, driver) = hyper::client::conn::http2::handshake(executor, io).await?;
            tokio::spawn(async move { drop(driver.await) });
            return Ok(Self::Http2(sender));
        }
        debug_assert!(!is_http2, "HTTP/2 is offered by its feature alone");
        let (sender, driver) = lenient().handshake(io).await?;
        tokio::spawn(async move { drop(driver.await) });
        Ok(Self::Http1(sender))
    }

    /// Sends a request. The future waits for the head of the response. It is boxed because hyper reserves space in it for the
    /// return of an unsent request, and the futures of requests should stay small.
    pub(super) fn send(&mut self, mut request: Request<Body>, target: &Target) -> Sending {
        match self {
            Self::Http1(sender) => {
                target.write_http1(&mut request);
                Box::pin(sender.try_send_request(request))
            }
            #[cfg(feature = "http2")]
            Self::Http2(sender) => {
                target.write_http2(&mut request);
                Box::pin(sender.try_send_request(request))
            }
        }
    }

    /// Waits until the connection can send another request. Returns false if it is closed.
    pub(super) async fn ready(&mut self) -> bool {
        match self {
            Self::Http1(sender) => sender.ready().await.is_ok(),
            #[cfg(feature = "http2")]
            Self::Http2(sender) => sender.ready().await.is_ok(),
        }
    }

    /// Returns true if the connection can send another request now.
    pub(super) fn is_ready(&self) -> bool {
        match self {
            Self::Http1(sender) => sender.is_ready(),
            #[cfg(feature = "http2")]
            Self::Http2(sender) => sender.is_ready(),
        }
    }

    /// Returns the connection for use by several requests at a time, if the protocol permits it.
    pub(super) fn shared(&self) -> Option<Self> {
        match self {
            Self::Http1(_) => None,
            #[cfg(feature = "http2")]
            Self::Http2(sender) => Some(Self::Http2(sender.clone())),
        }
    }
}

impl Received {
    /// Converts the outcome of a request.
    pub(super) fn new(sent: Result<Response<Incoming>, TrySendError<Request<Body>>>) -> Self {
        sent.map_or_else(Self::failed, Self::Response)
    }

    fn failed(mut error: TrySendError<Request<Body>>) -> Self {
        match error.take_message() {
            Some(request) => Self::Unsent(request, error.into_error()),
            None => Self::Failed(classify(error.into_error())),
        }
    }
}

/// Classifies the error of a request that was passed to a connection. In doubt, it may have been sent.
fn classify(error: hyper::Error) -> TransportError {
    if holds::<BodyError>(&error) {
        TransportError::request_body(error)
    } else if error.is_canceled() {
        TransportError::not_sent(error)
    } else {
        TransportError::maybe_sent(error)
    }
}

/// Returns a builder of connections that accept malformed headers, like other clients.
fn lenient() -> http1::Builder {
    let mut builder = http1::Builder::new();
    builder
        .allow_obsolete_multiline_headers_in_responses(true)
        .ignore_invalid_headers_in_responses(true)
        .allow_spaces_after_header_name_in_responses(true);
    builder
}
