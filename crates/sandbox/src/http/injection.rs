//! Injection of faults into requests, and the responses that they leave.

use std::future::Future;
use std::io;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use hwc_transport::bytes::Bytes;
use hwc_transport::clock::Clock;
use hwc_transport::http::Response;
use hwc_transport::http::request::Parts;
use hwc_transport::{Body, BodyError, HttpResponse, TransportError};

use crate::http::dispatch;
use crate::runtime::faults::FaultKind;
use crate::runtime::sandbox::Sandbox;

/// The number of pieces of a slow body.
const PIECES: usize = 10;

/// A response, and how its delivery fails.
pub(crate) struct Delivery {
    pub(crate) kind: DeliveryKind,
    /// The ID of the injected fault.
    pub(crate) fault: Option<u64>,
}

/// The way in which a response is sent.
pub(crate) enum DeliveryKind {
    /// Correctly.
    Whole(Response<Bytes>),
    /// No response: the connection is closed.
    Reset,
    /// The first half of the body, before the connection is closed.
    Truncated(Response<Bytes>),
    /// Piece by piece, over this time.
    Slow(Response<Bytes>, Duration),
}

impl Delivery {
    /// Creates the delivery of a response without a fault.
    pub(crate) fn whole(response: Response<Bytes>) -> Self {
        Self { kind: DeliveryKind::Whole(response), fault: None }
    }

    /// Returns the response, unless none is sent.
    pub(crate) fn response(&self) -> Option<&Response<Bytes>> {
        match &self.kind {
            DeliveryKind::Whole(response) | DeliveryKind::Truncated(response) | DeliveryKind::Slow(response, _) => {
                Some(response)
            }
            DeliveryKind::Reset => None,
        }
    }

    /// Replaces the response, unless none is sent.
    pub(crate) fn map(self, change: impl FnOnce(Response<Bytes>) -> Response<Bytes>) -> Self {
        let kind = match self.kind {
            DeliveryKind::Whole(response) => DeliveryKind::Whole(change(response)),
            DeliveryKind::Truncated(response) => DeliveryKind::Truncated(change(response)),
            DeliveryKind::Slow(response, over) => DeliveryKind::Slow(change(response), over),
            DeliveryKind::Reset => DeliveryKind::Reset,
        };
        Self { kind, fault: self.fault }
    }

    /// Converts to the result of a transport, in process.
    ///
    /// # Errors
    /// Returns an error if the connection is closed without a response.
    pub(crate) fn into_result(self, sandbox: &Sandbox) -> Result<HttpResponse, TransportError> {
        Ok(match self.kind {
            DeliveryKind::Whole(response) => response.map(Body::from),
            DeliveryKind::Reset => return Err(TransportError::maybe_sent(reset())),
            DeliveryKind::Truncated(response) => response.map(|body| truncated(&body)),
            DeliveryKind::Slow(response, over) => response.map(|body| slow(sandbox, &body, over)),
        })
    }
}

/// Performs a request with the fault that is due for it, if there is one.
pub(crate) async fn perform<F: Future<Output = Response<Bytes>>>(
    sandbox: &Sandbox,
    head: Parts,
    handle: impl FnOnce(Parts) -> F,
) -> Delivery {
    let inner = sandbox.inner();
    let Some((service, fault)) = dispatch::fault(inner, &head) else {
        return Delivery::whole(handle(head).await);
    };
    if !fault.latency.is_zero() {
        sandbox.sleep(fault.latency).await;
    }
    let has_effect = fault.after_effect || fault.kind.breaks_body() || fault.kind == FaultKind::Delayed;
    let response = if has_effect { Some(handle(head).await) } else { None };
    let kind = match (&fault.kind, response) {
        (FaultKind::Delayed, Some(response)) => DeliveryKind::Whole(response),
        (FaultKind::TruncatedBody, Some(response)) => DeliveryKind::Truncated(response),
        (FaultKind::SlowBody(over), Some(response)) => DeliveryKind::Slow(response, *over),
        (kind, _) => dispatch::fail(inner, service, kind).map_or(DeliveryKind::Reset, DeliveryKind::Whole),
    };
    Delivery { kind, fault: Some(fault.id) }
}

/// Returns the error of a connection that is closed without a response.
pub(crate) fn reset() -> io::Error {
    io::Error::new(io::ErrorKind::ConnectionReset, "a fault of the sandbox closed the connection")
}

/// Returns the part of a truncated body that is sent.
pub(crate) fn first_half(body: &Bytes) -> Bytes {
    body.slice(..body.len() / 2)
}

/// Returns the error after the first half of a body.
pub(crate) fn cut_off() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "a fault of the sandbox closed the connection")
}

/// Divides a body into the pieces of a slow one.
pub(crate) fn pieces(body: &Bytes) -> Vec<Bytes> {
    let size = body.len().div_ceil(PIECES).max(1);
    (0..body.len()).step_by(size).map(|start| body.slice(start..body.len().min(start + size))).collect()
}

/// Returns the pause before each piece of a slow body.
pub(crate) fn pause(over: Duration, pieces: usize) -> Duration {
    over / u32::try_from(pieces.max(1)).unwrap_or(u32::MAX)
}

fn truncated(body: &Bytes) -> Body {
    let length = body.len() as u64;
    let items = [Ok(first_half(body)), Err(BodyError::interrupted(cut_off()))];
    if body.is_empty() { Body::empty() } else { Body::from_stream(stream::iter(items), Some(length)) }
}

fn slow(sandbox: &Sandbox, body: &Bytes, over: Duration) -> Body {
    let (length, pieces, clock) = (body.len() as u64, pieces(body), sandbox.clock());
    let pause = pause(over, pieces.len());
    let items = stream::iter(pieces).then(move |piece| {
        let pause = clock.sleep(pause);
        async move {
            pause.await;
            Ok(piece)
        }
    });
    Body::from_stream(items, Some(length))
}
