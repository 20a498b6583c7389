//! Points in time in the form of the services. The text is kept, so decoding and encoding lose nothing.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::decode::DecodeContext;
#[cfg(feature = "catalog")]
use crate::descriptor::Kind;
use crate::value::calendar::{date_of_day, day_of_date};
use crate::value::utc_offset::{UtcOffset, number, parse_zone};
use crate::value::{InputValue, ValueError, ValueRef, WireType, WireValue, text};

/// A point in time, stored as the received text.
///
/// The services write times in several forms, some without a time zone. [`unix_millis`](Self::unix_millis) parses
/// `2020-07-07T09:33:43.000Z`, `2020-07-07 09:33:43`, `2020-07-07T09:33:43+08:00`, `2020-07-07T09:33:43+0800`, `2024-08-26
/// 20:48:52 (GMT+08:00)`, `20231227T151904Z` and `20231227151904`.
///
/// Two times are equal if their texts are equal. They are ordered by their instants, and by their texts if the instants are
/// the same. A time without a zone is ordered as UTC, and a text that is not a time comes first. To compare instants alone,
/// compare [`unix_millis`](Self::unix_millis).
///
/// It converts from [`SystemTime`], and to it with `TryFrom`. The features `jiff` and `chrono` add conversions from and to
/// the types of these crates. It serializes as its text.
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use hwc_wire::Timestamp;
///
/// let time = Timestamp::from(SystemTime::UNIX_EPOCH + Duration::from_secs(90));
/// assert_eq!(time.as_str(), "1970-01-01T00:01:30.000Z");
/// assert!(time > Timestamp::from("1970-01-01T08:00:00+08:00"));
/// assert_eq!(SystemTime::try_from(&time)?, SystemTime::UNIX_EPOCH + Duration::from_secs(90));
/// # Ok::<(), hwc_wire::value::TimestampError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Timestamp(String);

impl Timestamp {
    /// Returns the text, as received or as it will be sent.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the time `millis` milliseconds after 1970 (UTC), written as `2020-07-07T09:33:43.000Z`.
    #[must_use]
    #[inline]
    pub fn from_unix_millis(millis: i64) -> Self {
        let (days, rest) = (millis.div_euclid(86_400_000), millis.rem_euclid(86_400_000));
        let (year, month, day) = date_of_day(days);
        let (seconds, millis) = (rest / 1000, rest % 1000);
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let mut text = String::with_capacity(24);
        // Rows of lists contain a time or two, so this avoids the overhead of `format!`.
        let parts = [(year, 4, '-'), (month, 2, '-'), (day, 2, 'T'), (hour, 2, ':'), (minute, 2, ':')];
        for (number, digits, after) in parts.into_iter().chain([(second, 2, '.'), (millis, 3, 'Z')]) {
            push_digits(&mut text, number, digits);
            text.push(after);
        }
        Self(text)
    }

    /// Returns the time `millis` milliseconds after 1970 (UTC) with an offset from UTC: `2020-07-07T17:33:43.000+08:00`, or
    /// with a `Z` for UTC itself.
    #[must_use]
    #[inline]
    pub fn from_unix_millis_at(millis: i64, offset: UtcOffset) -> Self {
        if offset == UtcOffset::UTC {
            return Self::from_unix_millis(millis);
        }
        let local = Self::from_unix_millis(millis.saturating_add(offset.millis())).0;
        Self(format!("{}{offset}", local.trim_end_matches('Z')))
    }

    /// Returns the milliseconds since 1970 (UTC). Returns `None` if the text is not a time or has no time zone.
    #[must_use]
    #[inline]
    pub fn unix_millis(&self) -> Option<i64> {
        let parts = Parts::of(&self.0)?;
        Some(parts.millis - parts.offset?.millis())
    }

    /// Returns the milliseconds since 1970 (UTC). A time without a zone is interpreted at this offset from UTC.
    #[must_use]
    pub fn unix_millis_at(&self, offset: UtcOffset) -> Option<i64> {
        let parts = Parts::of(&self.0)?;
        Some(parts.millis - parts.offset.unwrap_or(offset).millis())
    }

    /// Returns the offset from UTC that the text states. Returns `None` if it states none or is not a time.
    #[must_use]
    #[inline]
    pub fn offset(&self) -> Option<UtcOffset> {
        Parts::of(&self.0)?.offset
    }
}

/// Converts the time of a clock to milliseconds since 1970 (UTC). Times before 1970 become 1970.
#[must_use]
#[inline]
pub fn unix_millis(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// A parsed time: milliseconds since 1970 in local time, and the offset from UTC, if stated.
struct Parts {
    millis: i64,
    offset: Option<UtcOffset>,
}

impl Parts {
    fn of(text: &str) -> Option<Self> {
        if text.bytes().take_while(u8::is_ascii_digit).count() >= 8 {
            return Self::compact(text);
        }
        let date = (text.get(0..4)?, text.get(5..7)?, text.get(8..10)?);
        let time = (text.get(11..13)?, text.get(14..16)?, text.get(17..19)?);
        let separators = [text.get(4..5)?, text.get(7..8)?, text.get(13..14)?, text.get(16..17)?];
        if separators != ["-", "-", ":", ":"] || !matches!(text.get(10..11)?, "T" | " ") {
            return None;
        }
        let (fraction, zone) = fraction(text.get(19..)?)?;
        Some(Self { millis: clock(date, time)? + fraction, offset: parse_zone(zone)? })
    }

    /// Parses the basic form of ISO 8601, with or without its `T`.
    fn compact(text: &str) -> Option<Self> {
        let (date, rest) = text.split_at_checked(8)?;
        let rest = rest.strip_prefix('T').unwrap_or(rest);
        let date = (date.get(0..4)?, date.get(4..6)?, date.get(6..8)?);
        let time = (rest.get(0..2)?, rest.get(2..4)?, rest.get(4..6)?);
        let (fraction, zone) = fraction(rest.get(6..)?)?;
        Some(Self { millis: clock(date, time)? + fraction, offset: parse_zone(zone)? })
    }
}

fn clock(date: (&str, &str, &str), time: (&str, &str, &str)) -> Option<i64> {
    let (year, month, day) = (number(date.0, 0..=9999)?, number(date.1, 1..=12)?, number(date.2, 1..=31)?);
    let (hour, minute, second) = (number(time.0, 0..=23)?, number(time.1, 0..=59)?, number(time.2, 0..=60)?);
    let days = day_of_date(year, month, day);
    if date_of_day(days) != (year, month, day) {
        return None;
    }
    Some(((days * 24 + hour) * 60 + minute) * 60_000 + second * 1000)
}

/// Splits `.701000Z` into 701 milliseconds and `Z`.
fn fraction(text: &str) -> Option<(i64, &str)> {
    let Some(digits) = text.strip_prefix('.') else {
        return Some((0, text));
    };
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let millis = format!("{:0<3}", digits.get(..end.min(3))?).parse().ok()?;
    (end > 0).then_some((millis, &digits[end..]))
}

/// Writes a number with at least this many digits.
#[inline]
fn push_digits(text: &mut String, number: i64, digits: u32) {
    if !(0..10_i64.pow(digits)).contains(&number) {
        text.push_str(&format!("{number:0width$}", width = digits as usize));
        return;
    }
    for place in (0..digits).rev() {
        let digit = number / 10_i64.pow(place) % 10;
        text.push(char::from_digit(u32::try_from(digit).unwrap_or_default(), 10).unwrap_or('0'));
    }
}

impl fmt::Debug for Timestamp {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for Timestamp {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl From<&str> for Timestamp {
    #[inline]
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Timestamp {
    #[inline]
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<Timestamp> for String {
    #[inline]
    fn from(time: Timestamp) -> Self {
        time.0
    }
}

impl WireValue for Timestamp {
    fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
        text::decode_text(&mut self.0, &input, cx)
    }

    fn view(&self) -> ValueRef<'_> {
        ValueRef::Text(&self.0)
    }

    #[cfg(feature = "catalog")]
    fn kind(&self) -> Kind {
        Self::type_kind()
    }
}

impl WireType for Timestamp {
    fn empty() -> Self {
        Self::default()
    }

    #[cfg(feature = "catalog")]
    fn type_kind() -> Kind {
        Kind::Time
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_the_services_is_understood() {
        let millis = |text: &str| Timestamp::from(text).unix_millis();
        assert_eq!(millis("1970-01-01T00:00:00.000Z"), Some(0));
        assert_eq!(millis("2020-07-07T09:33:43.000Z"), Some(1_594_114_423_000));
        assert_eq!(millis("2020-01-04T09:05:22.701000Z"), Some(1_578_128_722_701));
        assert_eq!(millis("2024-08-26 20:48:52 (GMT+08:00)"), millis("2024-08-26T12:48:52Z"));
        assert_eq!(millis("2020-07-07T09:33:43-01:30"), millis("2020-07-07T11:03:43Z"));
        assert_eq!(millis("2024-08-26 20:48:52 (GMT)"), millis("2024-08-26T20:48:52Z"));
        assert_eq!(millis("20231227151904"), None, "its zone is not stated");
        assert_eq!(Timestamp::from("20231227151904").unix_millis_at(UtcOffset::CHINA), millis("2023-12-27T07:19:04Z"));
        assert_eq!(
            Timestamp::from("2019-05-22 03:30:52").unix_millis_at(UtcOffset::UTC),
            millis("2019-05-22T03:30:52Z")
        );
    }

    #[test]
    fn offsets_are_understood_in_both_forms_of_iso_8601() {
        let millis = |zone: &str| Timestamp::from(format!("2020-07-07T09:33:43{zone}")).unix_millis();
        for (zone, hours, minutes) in [
            ("+0000", 0, 0),
            ("-0000", 0, 0),
            ("+0800", 8, 0),
            ("+08", 8, 0),
            ("+08:00", 8, 0),
            (" +0800", 8, 0),
            (".000+0800", 8, 0),
            (" (GMT+0800)", 8, 0),
            ("+0545", 5, 45),
            ("-0330", -3, -30),
            ("-03:30", -3, -30),
        ] {
            let away = (hours * 60 + minutes) * 60_000;
            assert_eq!(millis(zone), Some(1_594_114_423_000 - away), "{zone}");
        }
        for wrong in ["+2400", "+0860", "+080", "+005", "+08000", "+-800", "+08:0x"] {
            assert_eq!(millis(wrong), None, "{wrong}");
        }
        let compact = |text: &str| Timestamp::from(text).unix_millis();
        assert_eq!(compact("20200707T093343Z"), Some(1_594_114_423_000));
        assert_eq!(compact("20200707T173343.000+0800"), Some(1_594_114_423_000));
        assert_eq!(compact("20200707T0933"), None);
    }

    #[test]
    fn other_text_is_kept_but_is_no_time() {
        for text in [
            "",
            "soon",
            "2020-13-01T00:00:00Z",
            "2020-01-01T24:00:00Z",
            "2020-01-01T00:00:00.Z",
            "2020-02-31T00:00:00Z",
            "2020-01-01T00:00:00GMTGMT",
            "2020-01-01X00:00:00Z",
            "一一一一一一一一",
        ] {
            assert_eq!(Timestamp::from(text).unix_millis_at(UtcOffset::UTC), None, "{text}");
            assert_eq!(Timestamp::from(text).as_str(), text);
        }
    }

    #[test]
    fn milliseconds_survive_the_way_there_and_back() {
        for millis in [0, 1, -1, 951_782_399_999, 951_782_400_000, 1_594_114_423_000, 253_402_300_799_999] {
            assert_eq!(Timestamp::from_unix_millis(millis).unix_millis(), Some(millis));
        }
        assert_eq!(Timestamp::from_unix_millis(951_782_400_000).as_str(), "2000-02-29T00:00:00.000Z");
    }
    #[test]
    fn times_of_a_clock_begin_in_1970() {
        assert_eq!(unix_millis(UNIX_EPOCH + std::time::Duration::from_millis(1500)), 1500);
        assert_eq!(unix_millis(UNIX_EPOCH - std::time::Duration::from_secs(1)), 0);
    }

    #[test]
    fn an_offset_is_written_and_read_back() {
        let time = Timestamp::from_unix_millis_at(1_594_114_423_000, UtcOffset::CHINA);
        assert_eq!(time.as_str(), "2020-07-07T17:33:43.000+08:00");
        assert_eq!(time.unix_millis(), Some(1_594_114_423_000));
        assert_eq!(Timestamp::from_unix_millis_at(0, UtcOffset::UTC).as_str(), "1970-01-01T00:00:00.000Z");
    }
}
