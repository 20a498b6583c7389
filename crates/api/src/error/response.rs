//! The response of a failed call.

use std::fmt;

use hwc_transport::http::{HeaderMap, StatusCode};

/// The response of a failed call, without the secrets of its request.
#[derive(Clone)]
pub(crate) struct FailedResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) request_id: Option<String>,
    /// The start of the body.
    pub(crate) body: String,
}

/// Prints the length of the body in place of its text, and only the names of headers.
impl fmt::Debug for FailedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.keys().map(hwc_transport::http::HeaderName::as_str).collect();
        f.debug_struct("FailedResponse")
            .field("status", &self.status)
            .field("headers", &headers)
            .field("request_id", &self.request_id)
            .field("body", &self.body.len())
            .finish()
    }
}
