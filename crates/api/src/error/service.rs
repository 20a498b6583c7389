//! What a service says when it refuses, as callers see it.

use std::fmt;
use std::time::Duration;

use hwc_wire::ErrorClass;

/// A refusal, with what the service said. Nothing in it is made up: what did not come is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceError {
    /// The HTTP status; 200 where a service refuses in the body only.
    pub status: u16,
    /// The service's code, as in `OSM.0001`; empty when there was none.
    pub code: String,
    /// The service's text; empty when there was none. The token and the secrets that were sent are cut out of it.
    pub message: String,
    /// The id under which the service knows the call; name it when you ask for support.
    pub request_id: Option<String>,
    /// What the status and the code mean.
    pub class: ErrorClass,
    /// What to do about it, where the description of the service says that; needs the feature `catalog`.
    pub advice: Option<&'static str>,
    /// How long the service wants to be left alone, where it says so (`Retry-After`).
    pub retry_after: Option<Duration>,
}

impl ServiceError {
    /// Whether the gateway before the service said it.
    pub(super) fn is_of_gateway(&self) -> bool {
        self.code.starts_with("APIG")
    }
}

/// More characters than this of a service's text are not shown.
const SHOWN: usize = 200;

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

/// The beginning of a text from outside, without anything that could start a new line or move a cursor.
pub(super) fn one_line(text: &str) -> String {
    let mut line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(SHOWN).collect();
    if text.chars().nth(SHOWN).is_some() {
        line.push('…');
    }
    line
}
