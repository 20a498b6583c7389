//! Responses with their metadata.

use std::fmt;

use hwc_transport::http::{HeaderMap, StatusCode};
use hwc_wire::Deviations;

/// A response with its metadata.
#[derive(Clone)]
#[non_exhaustive]
pub struct Response<T> {
    /// The decoded response.
    pub body: T,
    /// The HTTP status.
    pub status: StatusCode,
    /// The headers of the response.
    pub headers: HeaderMap,
    /// The ID of the call at the service. Include it in support requests.
    pub request_id: Option<String>,
    /// The number of attempts; 1 if the first one succeeded.
    pub attempts: u32,
    /// The deviations of the response from its description.
    pub deviations: Deviations,
}

impl<B> Response<B> {
    /// Converts the body.
    pub(crate) fn map_body<T>(self, convert: impl FnOnce(B) -> T) -> Response<T> {
        let Self { body, status, headers, request_id, attempts, deviations } = self;
        Response { body: convert(body), status, headers, request_id, attempts, deviations }
    }

    /// Replaces the body.
    pub(crate) fn with_body<T>(self, body: T) -> Response<T> {
        let Self { status, headers, request_id, attempts, deviations, .. } = self;
        Response { body, status, headers, request_id, attempts, deviations }
    }
}

/// Prints only the names of headers, because one of them may be a token.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.keys().map(hwc_transport::http::HeaderName::as_str).collect();
        f.debug_struct("Response")
            .field("body", &self.body)
            .field("status", &self.status)
            .field("headers", &headers)
            .field("request_id", &self.request_id)
            .field("attempts", &self.attempts)
            .field("deviations", &self.deviations)
            .finish()
    }
}
