//! What `execute` knows of a call: the steps that differ between operations and raw calls.

use hwc_transport::Body;
use hwc_transport::bytes::Bytes;
use hwc_transport::http::{HeaderMap, HeaderName, StatusCode};
use hwc_wire::{Deviations, Operation, Service};

use super::deadline::Deadline;
use super::outgoing::Outgoing;
use super::settle::Settled;
use crate::call::Options;
use crate::client::Config;
use crate::error::Error;

/// A call of an operation, or of what no operation describes.
pub(crate) trait Ask: Send + Sync {
    /// What is called, for messages where there is no operation.
    fn what(&self) -> &'static str;

    /// The service that is called.
    fn service(&self) -> &'static Service;

    /// The operation, where there is one.
    fn operation(&self) -> Option<&'static Operation>;

    /// Whether it may be sent again when it is unknown if it arrived.
    fn is_idempotent(&self) -> bool;

    /// Step 1: the limits.
    fn check(&self, config: &Config, options: &Options) -> Result<(), Error>;

    /// Step 3: the request, ready to be sent any number of times.
    fn encode(&self, config: &Config, options: &Options, settled: &Settled) -> Result<Outgoing, Error>;

    /// How the answer is taken.
    fn takes(&self) -> Takes {
        Takes::Json
    }

    /// Step 10: reads the answer and keeps it.
    fn decode(
        &mut self,
        config: &Config,
        options: &Options,
        deadline: Deadline,
        answer: &mut Answer,
    ) -> Result<Deviations, Error>;
}

/// How an answer is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    /// As JSON, in memory.
    Json,
    /// As the content of a file, in memory.
    File,
    /// As the content of a file, handed on as it comes in.
    Stream,
}

/// An answer. It came as a whole, or what came of it is no refusal and the body is still to be read.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The body, where it is the content of a file.
    pub(crate) stream: Option<Body>,
}

/// The headers in which the services tell the id of a request.
const REQUEST_ID: [HeaderName; 2] = [HeaderName::from_static("x-request-id"), HeaderName::from_static("x-traceid")];

impl Answer {
    /// The id under which the service knows the call.
    pub(crate) fn request_id(&self) -> Option<&str> {
        let mut values = REQUEST_ID.into_iter().filter_map(|name| self.headers.get(name)?.to_str().ok());
        values.find(|id| !id.is_empty())
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}
