//! The steps of a call that differ between operations and raw calls.

use hwc_transport::Body;
use hwc_transport::bytes::Bytes;
use hwc_transport::http::{HeaderMap, HeaderName, StatusCode};
use hwc_wire::{Deviations, Operation, Service};

use super::deadline::Deadline;
use super::outgoing::Outgoing;
use super::settle::Settled;
use crate::call::Options;
use crate::client::ClientInner;
use crate::error::Error;

/// A call of an operation, or a raw call.
pub(crate) trait Ask: Send + Sync {
    /// Returns the target of the call, for messages without an operation.
    fn what(&self) -> &'static str;

    /// Returns the service.
    fn service(&self) -> &'static Service;

    /// Returns the operation, or `None` for a raw call.
    fn operation(&self) -> Option<&'static Operation>;

    /// Returns true if the request can be repeated safely.
    fn is_idempotent(&self) -> bool;

    /// Step 1: validates the request.
    fn check(&self, config: &ClientInner, options: &Options) -> Result<(), Error>;

    /// Step 3: encodes the request, which can then be sent any number of times.
    fn encode(&self, config: &ClientInner, options: &Options, settled: &Settled) -> Result<Outgoing, Error>;

    /// Returns the form in which the response is received.
    fn takes(&self) -> Takes {
        Takes::Json
    }

    /// Step 10: decodes the response and stores it.
    fn decode(
        &mut self,
        config: &ClientInner,
        options: &Options,
        deadline: Deadline,
        answer: &mut Answer,
    ) -> Result<Deviations, Error>;
}

/// The form in which a response is received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    /// JSON, in memory.
    Json,
    /// The content of a file, in memory.
    File,
    /// The content of a file, as a stream.
    Stream,
}

/// A response. It is complete, or it is not an error response and its body is still unread.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The unread body, if the response is a file.
    pub(crate) stream: Option<Body>,
}

/// The headers with the ID of a request.
const REQUEST_ID: [HeaderName; 2] = [HeaderName::from_static("x-request-id"), HeaderName::from_static("x-traceid")];

impl Answer {
    /// Returns the ID of the call at the service.
    pub(crate) fn request_id(&self) -> Option<&str> {
        let mut values = REQUEST_ID.into_iter().filter_map(|name| self.headers.get(name)?.to_str().ok());
        values.find(|id| !id.is_empty())
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}
