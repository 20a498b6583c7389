//! Responses: read, decompress, classify, follow redirects.

mod classify;
mod decompress;
mod peek;
mod read;
mod read_timeout;
mod redact;
mod redact_json;
mod redirect;

use hwc_transport::Body;
use hwc_transport::bytes::Bytes;
use hwc_transport::http::{HeaderMap, HeaderName, StatusCode};
use hwc_wire::Deviations;

pub(super) use classify::{find_error, service_error};
pub(super) use decompress::{accept_encoding, note_unused_encoding};
pub(super) use read::{ReadError, ResponseFuture, read_response};
pub(crate) use read_timeout::with_read_timeout;
pub(crate) use redact::{Redactor, sort_secrets};
pub(crate) use redirect::{MAX_REDIRECTS, redirect_target};

use crate::core::Response;

/// The form in which a response is received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResponseMode {
    /// JSON, in memory.
    Json,
    /// The content of a file, in memory.
    Buffered,
    /// The content of a file, as a stream.
    Streaming,
}

/// A response. It is complete, or it is not an error response and its body is still unread.
pub(crate) struct RawResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The unread body, if the response is a file.
    pub(crate) stream: Option<Body>,
}

/// The headers with the ID of a request.
static REQUEST_ID: [HeaderName; 2] = [HeaderName::from_static("x-request-id"), HeaderName::from_static("x-traceid")];

impl RawResponse {
    /// Returns the ID of the call at the service.
    pub(crate) fn request_id(&self) -> Option<&str> {
        let mut values = REQUEST_ID.iter().filter_map(|name| self.headers.get(name)?.to_str().ok());
        values.find(|id| !id.is_empty())
    }

    /// Returns the value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Converts the response to one with metadata and without a body.
    pub(super) fn into_response(self, attempts: u32, deviations: Deviations) -> Response<()> {
        let request_id = self.request_id().map(str::to_owned);
        // A file is in the decoded response. It is not kept twice.
        let raw_body = if self.stream.is_none() { self.body } else { Bytes::new() };
        Response { body: (), status: self.status, headers: self.headers, request_id, attempts, deviations, raw_body }
    }
}
