//! Distances from UTC, which stand for time zones in the settings and times of the services.

use std::fmt;

use crate::value::Timestamp;

/// A distance from UTC in whole minutes, less than a day.
///
/// ```
/// use hwc_wire::UtcOffset;
///
/// let offset = UtcOffset::parse("GMT+8").unwrap();
/// assert_eq!(offset, UtcOffset::CHINA);
/// assert_eq!(offset.to_string(), "+08:00");
/// assert_eq!(offset.local_time(1_594_114_423_000), "2020-07-07 17:33:43");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UtcOffset {
    minutes: i32,
}

impl UtcOffset {
    /// UTC itself.
    pub const UTC: Self = Self { minutes: 0 };

    /// The time zone of China, which the services use by default.
    pub const CHINA: Self = Self { minutes: 480 };

    /// Parses `GMT+8`, `GMT-03:30`, `UTC`, `+0800`, `+08` or `Z`. Returns `None` for any other text, such as the name of a zone.
    #[must_use]
    #[inline]
    pub fn parse(text: &str) -> Option<Self> {
        parse_zone(text)?
    }

    /// Returns the offset with this number of seconds east of UTC. Historical offsets with seconds are cut to the minute.
    #[cfg(any(feature = "chrono", feature = "jiff"))]
    pub(super) const fn from_seconds(seconds: i32) -> Self {
        Self { minutes: seconds / 60 }
    }

    /// Returns the minutes east of UTC. They are negative in the west.
    #[must_use]
    #[inline]
    pub const fn minutes(self) -> i32 {
        self.minutes
    }

    /// Returns the milliseconds east of UTC. They are negative in the west.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.minutes as i64 * 60_000
    }

    /// Formats the local time, `millis` milliseconds after 1970 (UTC), to the second and without a zone, as in
    /// `2025-11-28 00:00:00`. Filters of lists expect times in this form.
    #[must_use]
    #[inline]
    pub fn local_time(self, millis: i64) -> String {
        let local = Timestamp::from_unix_millis(millis.saturating_add(self.millis()));
        let seconds = local.as_str().rsplit_once('.').map_or(local.as_str(), |(seconds, _)| seconds);
        seconds.replace('T', " ")
    }
}

/// Formats the offset as in RFC 3339: `+08:00`.
impl fmt::Display for UtcOffset {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minutes < 0 { '-' } else { '+' };
        let away = self.minutes.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", away / 60, away % 60)
    }
}

/// Parses the zone of a time. Returns `Some(None)` if the text is empty.
pub(super) fn parse_zone(zone: &str) -> Option<Option<UtcOffset>> {
    let zone = zone.trim_matches([' ', '(', ')']);
    let named = zone.strip_prefix("GMT").or_else(|| zone.strip_prefix("UTC"));
    let zone = named.unwrap_or(zone);
    let (sign, clock) = match zone.as_bytes() {
        [] => return Some(named.map(|_| UtcOffset::UTC)),
        b"Z" => return Some(Some(UtcOffset::UTC)),
        [b'+', ..] => (1, &zone[1..]),
        [b'-', ..] => (-1, &zone[1..]),
        _ => return None,
    };
    let (hours, minutes) = match clock.split_once(':') {
        Some(parts) => parts,
        // The basic form of ISO 8601, as in `+0800`.
        None if clock.len() == 4 => clock.split_at_checked(2)?,
        None if clock.len() <= 2 => (clock, "0"),
        None => return None,
    };
    let (hours, minutes) = (number(hours, 0..=23)?, number(minutes, 0..=59)?);
    i32::try_from(sign * (hours * 60 + minutes)).ok().map(|minutes| Some(UtcOffset { minutes }))
}

/// Parses a number of digits in a range.
pub(super) fn number(digits: &str, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
    let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.parse().ok()?;
    (all_digits && range.contains(&number)).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_parsed_and_formatted() {
        for (text, minutes, formatted) in [
            ("GMT+8", 480, "+08:00"),
            ("GMT+08:00", 480, "+08:00"),
            ("(GMT+08:00)", 480, "+08:00"),
            ("UTC-03:30", -210, "-03:30"),
            ("+0545", 345, "+05:45"),
            ("GMT", 0, "+00:00"),
            ("Z", 0, "+00:00"),
        ] {
            let offset = UtcOffset::parse(text).unwrap();
            assert_eq!((offset.minutes(), offset.to_string().as_str()), (minutes, formatted), "{text}");
            assert_eq!(offset.millis(), i64::from(minutes) * 60_000);
            assert_eq!(UtcOffset::parse(&offset.to_string()), Some(offset));
        }
        for wrong in ["", "CET", "Asia/Shanghai", "GMT+99", "8", "+8:60", "GMT+-8"] {
            assert_eq!(UtcOffset::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn local_times_have_no_zone() {
        let local = |text, millis| UtcOffset::parse(text).unwrap().local_time(millis);
        assert_eq!(local("GMT+8", 1_700_000_000_000), "2023-11-15 06:13:20");
        assert_eq!(local("GMT-03:30", 1_700_000_000_999), "2023-11-14 18:43:20");
        assert_eq!(local("UTC", i64::MAX), "292278994-08-17 07:12:55");
    }
}
