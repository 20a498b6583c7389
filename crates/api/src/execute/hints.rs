//! What an answer's headers tell about the next attempt.

use std::time::{Duration, SystemTime};

use hwc_transport::http::HeaderMap;
use hwc_transport::http::header::{DATE, HeaderName, RETRY_AFTER};

/// What an answer's headers tell about the next attempt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hints {
    /// How long the service wants to be left alone.
    pub(crate) retry_after: Option<Duration>,
    /// The service's time of day.
    pub(crate) date: Option<SystemTime>,
}

impl Hints {
    /// Reads them. A time to come back at counts from the service's own time, or from `now` where it tells none. What
    /// cannot be read tells nothing.
    pub(crate) fn read(headers: &HeaderMap, now: SystemTime) -> Self {
        let date = text(headers, DATE).and_then(|value| httpdate::parse_http_date(value).ok());
        let retry_after = text(headers, RETRY_AFTER).and_then(|value| wait(value, date.unwrap_or(now)));
        Self { retry_after, date }
    }
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim)
}

/// Seconds, or a time; one that has passed is now.
fn wait(value: &str, now: SystemTime) -> Option<Duration> {
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let at = httpdate::parse_http_date(value).ok()?;
    Some(at.duration_since(now).unwrap_or_default())
}
