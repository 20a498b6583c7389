//! Error responses of services.

use std::fmt;
use std::time::Duration;

use hwc_wire::ErrorClass;

/// An error response of a service. Fields that the response lacks are empty.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceError {
    /// The HTTP status. It is 200 if the service reports the error only in the body.
    pub status: u16,
    /// The error code of the service, such as `OSM.0001`. Empty if there is none.
    pub code: String,
    /// The message of the service. Empty if there is none. The token and secrets that were sent are redacted.
    pub message: String,
    /// The ID of the call at the service. Include it in support requests.
    pub request_id: Option<String>,
    /// The class of the error, derived from status and code.
    pub class: ErrorClass,
    /// A remedy, if the description of the service has one. Needs the feature `catalog`.
    pub advice: Option<&'static str>,
    /// The time to wait before the next request, if the service sends it (`Retry-After`).
    pub retry_after: Option<Duration>,
}

impl ServiceError {
    /// Returns true if the error comes from the gateway in front of the service.
    pub(super) fn is_from_gateway(&self) -> bool {
        self.code.starts_with("APIG")
    }
}

/// The maximum number of characters of a service's text in a message.
const MAX_TEXT_CHARS: usize = 200;

impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "status {}", self.status)?;
        if !self.code.is_empty() {
            write!(f, ", code {}", one_line(&self.code))?;
        }
        if !self.message.is_empty() {
            write!(f, ": {}", one_line(&self.message))?;
        }
        self.request_id.as_ref().map_or(Ok(()), |id| write!(f, " (request {})", one_line(id)))
    }
}

/// Truncates a text from outside, and replaces characters that could start a new line or move a cursor.
pub(crate) fn one_line(text: &str) -> String {
    let mut line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_TEXT_CHARS).collect();
    if text.chars().nth(MAX_TEXT_CHARS).is_some() {
        line.push('…');
    }
    line
}
