//! Injection of faults into requests, and the responses that they leave.

use std::io;
use std::time::Duration;

use hwc_transport::bytes::Bytes;
use hwc_transport::http::Response;
use hwc_transport::http::request::Parts;
use hwc_transport::{Body, ByteStream, HttpResponse, TransportError};

use crate::http::dispatch::{self, DueFault};
use crate::http::fault_body;
use crate::runtime::faults::FaultKind;
use crate::runtime::sandbox::{Inner, Sandbox};

/// A response, and how its delivery fails.
pub(crate) struct Delivery<B> {
    pub(crate) kind: DeliveryKind<B>,
    /// The ID of the injected fault.
    pub(crate) fault: Option<u64>,
}

/// The way in which a response is sent.
pub(crate) enum DeliveryKind<B> {
    /// Correctly.
    Whole(Response<B>),
    /// No response: the connection is closed.
    Reset,
    /// The first half of the body, before the connection is closed.
    Truncated(Response<B>),
    /// Piece by piece, over this time.
    Slow(Response<B>, Duration),
}

impl<B> Delivery<B> {
    /// Creates the delivery of a response without a fault.
    pub(crate) fn whole(response: Response<B>) -> Self {
        Self { kind: DeliveryKind::Whole(response), fault: None }
    }

    /// Returns the response, unless none is sent.
    pub(crate) fn response(&self) -> Option<&Response<B>> {
        match &self.kind {
            DeliveryKind::Whole(response) | DeliveryKind::Truncated(response) | DeliveryKind::Slow(response, _) => {
                Some(response)
            }
            DeliveryKind::Reset => None,
        }
    }

    /// Replaces the response, unless none is sent.
    pub(crate) fn map<C>(self, change: impl FnOnce(Response<B>) -> Response<C>) -> Delivery<C> {
        let kind = match self.kind {
            DeliveryKind::Whole(response) => DeliveryKind::Whole(change(response)),
            DeliveryKind::Truncated(response) => DeliveryKind::Truncated(change(response)),
            DeliveryKind::Slow(response, over) => DeliveryKind::Slow(change(response), over),
            DeliveryKind::Reset => DeliveryKind::Reset,
        };
        Delivery { kind, fault: self.fault }
    }
}

impl Delivery<Body> {
    /// Converts to the result of a transport, in process.
    ///
    /// # Errors
    /// Returns an error if the connection is closed without a response.
    pub(crate) fn into_result(self, sandbox: &Sandbox) -> Result<HttpResponse, TransportError> {
        Ok(match self.kind {
            DeliveryKind::Whole(response) => response,
            DeliveryKind::Reset => return Err(TransportError::maybe_sent(reset())),
            DeliveryKind::Truncated(response) => response.map(|body| with_fault(body, fault_body::truncated)),
            DeliveryKind::Slow(response, over) => {
                response.map(|body| with_fault(body, |stream, length| fault_body::slow(sandbox, stream, length, over)))
            }
        })
    }
}

/// Changes the stream of a body, which keeps the announced length.
fn with_fault(body: Body, change: impl FnOnce(ByteStream, u64) -> ByteStream) -> Body {
    let length = body.len().unwrap_or_default();
    Body::from_stream(change(body.into_stream(), length), Some(length))
}

/// The fault that is due for a request, if there is one.
pub(crate) struct Injection(Option<DueFault>);

impl Injection {
    /// Takes the fault that is due for a request, and waits for its latency.
    pub(crate) async fn begin(sandbox: &Sandbox, head: &Parts) -> Self {
        let due = dispatch::fault(sandbox.inner(), head);
        if let Some((_, fault)) = due.as_ref().filter(|(_, fault)| !fault.latency.is_zero()) {
            sandbox.sleep(fault.latency).await;
        }
        Self(due)
    }

    /// Returns true if the request has its effect.
    pub(crate) fn performs(&self) -> bool {
        self.0
            .as_ref()
            .is_none_or(|(_, fault)| fault.after_effect || fault.kind.breaks_body() || fault.kind == FaultKind::Delayed)
    }

    /// Returns the delivery of the response, which exists if the request was performed. `to_body` converts the body of a
    /// response that the fault has instead.
    pub(crate) fn finish<B>(
        self,
        inner: &Inner,
        response: Option<Response<B>>,
        to_body: impl FnOnce(Bytes) -> B,
    ) -> Delivery<B> {
        let Some((service, fault)) = self.0 else {
            return Delivery { kind: response.map_or(DeliveryKind::Reset, DeliveryKind::Whole), fault: None };
        };
        let kind = match (&fault.kind, response) {
            (FaultKind::Delayed, Some(response)) => DeliveryKind::Whole(response),
            (FaultKind::TruncatedBody, Some(response)) => DeliveryKind::Truncated(response),
            (FaultKind::SlowBody(over), Some(response)) => DeliveryKind::Slow(response, *over),
            (kind, _) => dispatch::fail(inner, service, kind)
                .map_or(DeliveryKind::Reset, |response| DeliveryKind::Whole(response.map(to_body))),
        };
        Delivery { kind, fault: Some(fault.id) }
    }
}

/// Returns the error of a connection that is closed without a response.
pub(crate) fn reset() -> io::Error {
    io::Error::new(io::ErrorKind::ConnectionReset, "a fault of the sandbox closed the connection")
}
