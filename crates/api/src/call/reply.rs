//! An answer with all that came along with it.

use std::fmt;

use hwc_transport::http::{HeaderMap, StatusCode};
use hwc_wire::Deviations;

use crate::execute::Answer;

/// An answer with all that came along with it.
#[derive(Clone)]
#[non_exhaustive]
pub struct Reply<T> {
    /// The answer itself.
    pub body: T,
    /// The HTTP status.
    pub status: StatusCode,
    /// The headers of the answer.
    pub headers: HeaderMap,
    /// The id under which the service knows the call; name it when you ask for support.
    pub request_id: Option<String>,
    /// How often the request was sent; 1 when the first attempt was answered.
    pub attempts: u32,
    /// Where the answer differs from its description.
    pub deviations: Deviations,
}

impl Reply<()> {
    pub(crate) fn new(answer: Answer, attempts: u32, deviations: Deviations) -> Self {
        let request_id = answer.request_id().map(str::to_owned);
        Self { body: (), status: answer.status, headers: answer.headers, request_id, attempts, deviations }
    }
}

impl<B> Reply<B> {
    /// The same with the answer itself.
    pub(crate) fn with<T>(self, body: T) -> Reply<T> {
        let Self { status, headers, request_id, attempts, deviations, .. } = self;
        Reply { body, status, headers, request_id, attempts, deviations }
    }
}

/// Headers show their names only: one of them may be a token.
impl<T: fmt::Debug> fmt::Debug for Reply<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.keys().map(hwc_transport::http::HeaderName::as_str).collect();
        f.debug_struct("Reply")
            .field("body", &self.body)
            .field("status", &self.status)
            .field("headers", &headers)
            .field("request_id", &self.request_id)
            .field("attempts", &self.attempts)
            .field("deviations", &self.deviations)
            .finish()
    }
}
