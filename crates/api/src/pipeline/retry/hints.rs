//! Response headers that affect the next attempt.

use std::time::{Duration, SystemTime};

use hwc_transport::http::HeaderMap;
use hwc_transport::http::header::{DATE, HeaderName, RETRY_AFTER};

/// The response headers that affect the next attempt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct RetryHints {
    /// The value of `Retry-After`, as a duration.
    pub(crate) retry_after: Option<Duration>,
    /// The current time of the service.
    pub(crate) date: Option<SystemTime>,
}

impl RetryHints {
    /// Reads the headers. A time in `Retry-After` is relative to the service's time, or to `now` without a `Date` header.
    /// Invalid headers are ignored.
    pub(crate) fn read(headers: &HeaderMap, now: SystemTime) -> Self {
        let date = text(headers, DATE).and_then(|value| httpdate::parse_http_date(value).ok());
        let retry_after = text(headers, RETRY_AFTER).and_then(|value| wait(value, date.unwrap_or(now)));
        Self { retry_after, date }
    }
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim)
}

/// Parses seconds or an HTTP date. A date in the past means no delay.
fn wait(value: &str, now: SystemTime) -> Option<Duration> {
    if let Some(seconds) = seconds(value) {
        return Some(Duration::from_secs(seconds));
    }
    let at = httpdate::parse_http_date(value).ok()?;
    Some(at.duration_since(now).unwrap_or_default())
}

/// Parses a number of seconds. Fractions are rounded up: a late retry is better than an early one.
fn seconds(value: &str) -> Option<u64> {
    let (whole, part) = value.split_once('.').unwrap_or((value, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(part) || (whole.is_empty() && part.is_empty()) {
        return None;
    }
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    Some(whole.saturating_add(u64::from(part.bytes().any(|digit| digit != b'0'))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_to_wait_is_read() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        for (value, seconds) in [
            ("7", Some(7)),
            (" 7\t", Some(7)),
            ("0", Some(0)),
            ("2.5", Some(3)),
            ("2.0", Some(2)),
            ("2.", Some(2)),
            (".001", Some(1)),
            ("0.0", Some(0)),
            ("18446744073709551615.9", Some(u64::MAX)),
            ("Tue, 14 Nov 2023 22:13:31 GMT", Some(11)),
            ("Tuesday, 14-Nov-23 22:13:31 GMT", Some(11)),
            ("Tue Nov 14 22:13:31 2023", Some(11)),
            ("Tue, 14 Nov 2023 22:00:00 GMT", Some(0)),
            ("-5", None),
            ("-0.5", None),
            ("2.5s", None),
            ("2,5", None),
            ("1.2.3", None),
            ("1e3", None),
            (".", None),
            ("", None),
            ("NaN", None),
            ("18446744073709551616", None),
            ("soon", None),
        ] {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, value.parse().unwrap())]);
            assert_eq!(RetryHints::read(&headers, now).retry_after, seconds.map(Duration::from_secs), "{value:?}");
        }
    }
}
