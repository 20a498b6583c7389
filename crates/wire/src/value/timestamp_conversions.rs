//! Order, serde and conversions of [`Timestamp`].

use std::borrow::Cow;
use std::cmp::Ordering;
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::value::{Timestamp, UtcOffset};

/// The error of converting a [`Timestamp`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimestampError {
    /// The text is not a time.
    NotATime,
    /// The text is a time without a zone. [`Timestamp::unix_millis_at`] interprets it at a given offset.
    NoZone,
    /// The time is outside the range of the other type.
    OutOfRange,
}

impl fmt::Display for TimestampError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotATime => "the text is not a time",
            Self::NoZone => "the time has no zone",
            Self::OutOfRange => "the time is out of range",
        })
    }
}

impl std::error::Error for TimestampError {}

impl Timestamp {
    /// Returns the milliseconds since 1970 (UTC), or the reason why there are none.
    #[inline]
    fn instant(&self) -> Result<i64, TimestampError> {
        let missing = || self.local().map_or_else(|error| error, |_| TimestampError::NoZone);
        self.unix_millis().ok_or_else(missing)
    }

    /// Returns the local time in milliseconds since 1970, as the text states it.
    #[inline]
    fn local(&self) -> Result<i64, TimestampError> {
        let millis = self.unix_millis_at(UtcOffset::UTC).ok_or(TimestampError::NotATime)?;
        Ok(millis + self.offset().map_or(0, UtcOffset::millis))
    }
}

impl Ord for Timestamp {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |time: &Self| time.unix_millis_at(UtcOffset::UTC);
        key(self).cmp(&key(other)).then_with(|| self.as_str().cmp(other.as_str()))
    }
}

impl PartialOrd for Timestamp {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<&String> for Timestamp {
    #[inline]
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<Cow<'_, str>> for Timestamp {
    #[inline]
    fn from(text: Cow<'_, str>) -> Self {
        Self::from(text.into_owned())
    }
}

impl From<&Timestamp> for Timestamp {
    #[inline]
    fn from(time: &Timestamp) -> Self {
        time.clone()
    }
}

impl FromStr for Timestamp {
    type Err = Infallible;

    #[inline]
    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::from(text))
    }
}

impl AsRef<str> for Timestamp {
    #[inline]
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq<str> for Timestamp {
    #[inline]
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Timestamp {
    #[inline]
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

/// Writes the text.
impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Reads any text, as decoding does.
impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        String::deserialize(source).map(Self::from)
    }
}

/// Writes the time in UTC, to the millisecond.
impl From<SystemTime> for Timestamp {
    #[inline]
    fn from(time: SystemTime) -> Self {
        let millis = match time.duration_since(UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
            Err(before) => {
                let before = before.duration().as_nanos().div_ceil(1_000_000);
                i64::try_from(before).map_or(i64::MIN, |before| -before)
            }
        };
        Self::from_unix_millis(millis)
    }
}

impl TryFrom<&Timestamp> for SystemTime {
    type Error = TimestampError;

    #[inline]
    fn try_from(time: &Timestamp) -> Result<Self, TimestampError> {
        let millis = time.instant()?;
        let distance = Duration::from_millis(millis.unsigned_abs());
        let time = if millis < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) };
        time.ok_or(TimestampError::OutOfRange)
    }
}

#[cfg(feature = "jiff")]
mod of_jiff {
    use jiff::tz::Offset;
    use jiff::{Timestamp as Instant, Zoned, civil};

    use super::{Timestamp, TimestampError, UtcOffset};

    /// Writes the time in UTC, to the millisecond.
    impl From<Instant> for Timestamp {
        #[inline]
        fn from(time: Instant) -> Self {
            Self::from_unix_millis(time.as_millisecond())
        }
    }

    /// Writes the time with its offset from UTC, to the millisecond.
    impl From<&Zoned> for Timestamp {
        #[inline]
        fn from(time: &Zoned) -> Self {
            let offset = UtcOffset::from_seconds(time.offset().seconds());
            Self::from_unix_millis_at(time.timestamp().as_millisecond(), offset)
        }
    }

    impl TryFrom<&Timestamp> for Instant {
        type Error = TimestampError;

        fn try_from(time: &Timestamp) -> Result<Self, TimestampError> {
            Self::from_millisecond(time.instant()?).map_err(|_| TimestampError::OutOfRange)
        }
    }

    /// Returns the date and the time of day, as the text states them. Needs no zone.
    impl TryFrom<&Timestamp> for civil::DateTime {
        type Error = TimestampError;

        fn try_from(time: &Timestamp) -> Result<Self, TimestampError> {
            let local = Instant::from_millisecond(time.local()?).map_err(|_| TimestampError::OutOfRange)?;
            Ok(Offset::UTC.to_datetime(local))
        }
    }
}

#[cfg(feature = "chrono")]
mod of_chrono {
    use chrono::{DateTime, FixedOffset, NaiveDateTime, Offset, TimeZone, Utc};

    use super::{Timestamp, TimestampError, UtcOffset};

    /// Writes the time with its offset from UTC, to the millisecond.
    impl<Tz: TimeZone> From<DateTime<Tz>> for Timestamp {
        #[inline]
        fn from(time: DateTime<Tz>) -> Self {
            let offset = UtcOffset::from_seconds(time.offset().fix().local_minus_utc());
            Self::from_unix_millis_at(time.timestamp_millis(), offset)
        }
    }

    impl TryFrom<&Timestamp> for DateTime<Utc> {
        type Error = TimestampError;

        fn try_from(time: &Timestamp) -> Result<Self, TimestampError> {
            Self::from_timestamp_millis(time.instant()?).ok_or(TimestampError::OutOfRange)
        }
    }

    impl TryFrom<&Timestamp> for DateTime<FixedOffset> {
        type Error = TimestampError;

        fn try_from(time: &Timestamp) -> Result<Self, TimestampError> {
            let utc = DateTime::<Utc>::try_from(time)?;
            let minutes = time.offset().map_or(0, UtcOffset::minutes);
            FixedOffset::east_opt(minutes * 60)
                .map(|offset| utc.with_timezone(&offset))
                .ok_or(TimestampError::OutOfRange)
        }
    }

    /// Returns the date and the time of day, as the text states them. Needs no zone.
    impl TryFrom<&Timestamp> for NaiveDateTime {
        type Error = TimestampError;

        fn try_from(time: &Timestamp) -> Result<Self, TimestampError> {
            let local = DateTime::from_timestamp_millis(time.local()?).ok_or(TimestampError::OutOfRange)?;
            Ok(local.naive_utc())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_ordered_by_instant_then_by_text() {
        let sorted = [
            "soon",
            "1969-12-31T23:59:59Z",
            "1970-01-01T08:00:00+08:00",
            "1970-01-01T00:00:00Z",
            "1970-01-01 00:00:01",
            "19700101000002",
            "1970-01-01T08:00:03.000+08:00",
        ];
        let mut times: Vec<Timestamp> = sorted.iter().rev().copied().map(Timestamp::from).collect();
        times.sort();
        let texts: Vec<&str> = times.iter().map(Timestamp::as_str).collect();
        let expected = [sorted[0], sorted[1], sorted[3], sorted[2], sorted[4], sorted[5], sorted[6]];
        assert_eq!(texts, expected, "the same instant is ordered by text");
        assert_ne!(times[2], times[3], "and is not equal");
    }

    #[test]
    fn system_times_convert_in_both_directions() {
        for millis in [0_i64, 1, -1, -86_400_001, 1_594_114_423_000] {
            let time = Timestamp::from_unix_millis(millis);
            assert_eq!(Timestamp::from(SystemTime::try_from(&time).unwrap()), time);
        }
        let early = UNIX_EPOCH - Duration::from_nanos(1);
        assert_eq!(Timestamp::from(early), "1969-12-31T23:59:59.999Z", "rounded down, as after 1970");
        let error = |text: &str| SystemTime::try_from(&Timestamp::from(text)).unwrap_err();
        assert_eq!(error("soon"), TimestampError::NotATime);
        assert_eq!(error("20231227151904"), TimestampError::NoZone);
        assert_eq!(error("20231227151904").to_string(), "the time has no zone");
    }

    #[test]
    fn any_text_passes_through_serde() {
        for text in ["2024-08-26 20:48:52 (GMT+08:00)", "soon", ""] {
            let time: Timestamp = text.parse().unwrap();
            let json = serde_json::to_string(&time).unwrap();
            assert_eq!(json, format!("{text:?}"));
            assert_eq!(serde_json::from_str::<Timestamp>(&json).unwrap(), text);
        }
    }

    #[cfg(feature = "jiff")]
    #[test]
    fn times_of_jiff_convert_in_both_directions() {
        let time = Timestamp::from("2024-08-26 20:48:52 (GMT+08:00)");
        let instant = jiff::Timestamp::try_from(&time).unwrap();
        assert_eq!(Timestamp::from(instant), "2024-08-26T12:48:52.000Z");
        let zoned = instant.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(8)));
        assert_eq!(Timestamp::from(&zoned), "2024-08-26T20:48:52.000+08:00");
        let local = jiff::civil::date(2024, 8, 26).at(20, 48, 52, 0);
        assert_eq!(jiff::civil::DateTime::try_from(&time), Ok(local));
        assert_eq!(jiff::civil::DateTime::try_from(&Timestamp::from("20240826204852")), Ok(local));
        assert_eq!(jiff::Timestamp::try_from(&Timestamp::from("20240826204852")), Err(TimestampError::NoZone));
    }

    #[cfg(feature = "chrono")]
    #[test]
    fn times_of_chrono_convert_in_both_directions() {
        use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, Utc};

        let time = Timestamp::from("2024-08-26 20:48:52 (GMT+08:00)");
        let utc = DateTime::<Utc>::try_from(&time).unwrap();
        assert_eq!(Timestamp::from(utc), "2024-08-26T12:48:52.000Z");
        let fixed = DateTime::<FixedOffset>::try_from(&time).unwrap();
        assert_eq!(Timestamp::from(fixed), "2024-08-26T20:48:52.000+08:00");
        let local = NaiveDate::from_ymd_opt(2024, 8, 26).unwrap().and_hms_opt(20, 48, 52).unwrap();
        assert_eq!(NaiveDateTime::try_from(&time), Ok(local));
        assert_eq!(NaiveDateTime::try_from(&Timestamp::from("20240826204852")), Ok(local));
        assert_eq!(DateTime::<Utc>::try_from(&Timestamp::from("20240826204852")), Err(TimestampError::NoZone));
    }
}
