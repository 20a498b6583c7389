//! Points in time on the command line, and the time zone in which the service reads and writes times.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hwc_api::Timestamp;
use hwc_wire::UtcOffset;

use crate::args::values::{parse_duration, units};
use crate::error::CliError;

/// The valid range of times: the years 1 to 9999, in milliseconds since 1970.
const YEARS: std::ops::RangeInclusive<i64> = -62_135_596_800_000..=253_402_300_799_999;

/// The time zone of the settings.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Zone(UtcOffset);

impl Zone {
    /// Returns the zone with this name, as in `GMT+8`. Without a name, returns the default zone of the service.
    pub(crate) fn new(name: Option<&str>) -> Result<Self, CliError> {
        let Some(name) = name else { return Ok(Self(UtcOffset::CHINA)) };
        UtcOffset::parse(name).map(Self).ok_or_else(|| unknown_zone(name))
    }

    /// Returns milliseconds since 1970. A time without a zone is in this one.
    pub(crate) fn millis(self, time: &Timestamp) -> Option<i64> {
        time.unix_millis_at(self.0)
    }

    /// Formats a time for filters of the service, as in `2025-11-28 00:00:00`.
    pub(crate) fn write(self, millis: i64) -> Timestamp {
        self.0.local_time(millis).into()
    }
}

/// A point in time: a duration relative to now, or a date with or without a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TimeArg {
    /// A duration before or after now.
    Duration(Duration),
    /// An absolute time.
    At(Timestamp),
}

impl TimeArg {
    /// Parses `7d`, `2025-11-28`, `2025-11-28 10:00`, `2025-11-28T10:00:00+08:00`, `2025-11-28T10:00+0800`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if let Some(span) = parse_duration(text) {
            return Ok(Self::Duration(span));
        }
        let time =
            completed(text).into_iter().map(Timestamp::from).find(|time| time.unix_millis_at(UtcOffset::UTC).is_some());
        time.map(Self::At).ok_or_else(|| {
            format!(
                "expected a duration such as 7d (units: {}), or a date such as 2025-11-28 or \"2025-11-28 10:00\"",
                units()
            )
        })
    }

    /// Returns milliseconds since 1970, for a duration in the past. Fails if the time is out of range.
    pub(crate) fn before(&self, now: i64, zone: Zone) -> Result<i64, CliError> {
        self.millis(zone, |span| now.checked_sub(span))
    }

    /// Returns milliseconds since 1970, for a duration in the future.
    pub(crate) fn after(&self, now: i64, zone: Zone) -> Result<i64, CliError> {
        self.millis(zone, |span| now.checked_add(span))
    }

    fn millis(&self, zone: Zone, from_now: impl Fn(i64) -> Option<i64>) -> Result<i64, CliError> {
        let millis = match self {
            Self::Duration(span) => i64::try_from(span.as_millis()).ok().and_then(from_now),
            Self::At(time) => zone.millis(time),
        };
        let far = || CliError::usage("time out of range; expected the years 1 to 9999");
        millis.filter(|millis| YEARS.contains(millis)).ok_or_else(far)
    }
}

/// Returns the time as given, and with its missing parts added: the time of day, or the seconds, also before a zone.
fn completed(text: &str) -> Vec<String> {
    let seconds = text.split_at_checked("2025-11-28 10:00".len()).map(|(minutes, zone)| format!("{minutes}:00{zone}"));
    [text.to_owned(), format!("{text} 00:00:00")].into_iter().chain(seconds).collect()
}

fn unknown_zone(name: &str) -> CliError {
    CliError::usage(format!("unknown time zone `{name}`; expected an offset from UTC, as in GMT+8"))
}

/// Converts milliseconds since 1970 to a system time. Earlier times become 1970.
pub(crate) fn system_time(millis: i64) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(u64::try_from(millis).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: i64 = 1_764_331_200_000;

    fn before(text: &str, zone: &str) -> i64 {
        TimeArg::parse(text).unwrap().before(NOON, Zone::new(Some(zone)).unwrap()).unwrap() - NOON
    }

    #[test]
    fn durations_and_dates_are_parsed() {
        assert_eq!(before("2h", "GMT+8"), -7_200_000);
        assert_eq!(TimeArg::parse("2h").unwrap().after(NOON, Zone::new(None).unwrap()).unwrap(), NOON + 7_200_000);
        assert_eq!(before("2025-11-28", "UTC"), -12 * 3_600_000);
        assert_eq!(before("2025-11-28", "GMT+8"), -20 * 3_600_000);
        assert_eq!(before("2025-11-28 10:30", "UTC"), -90 * 60_000);
        assert_eq!(before("2025-11-28T12:00:00+00:00", "GMT+8"), 0, "a zone of its own counts");
        for same in [
            "2025-11-28T20:00:00+0800",
            "2025-11-28T20:00+0800",
            "2025-11-28T20:00:00+08",
            "2025-11-28 08:30 -0330",
            "20251128T120000Z",
        ] {
            assert_eq!(before(same, "UTC"), 0, "{same}");
        }
        assert_eq!(before("2025-11-28 20:00", "GMT+0800"), 0);
        for wrong in ["", "yesterday", "2025-13-01", "7x", "2025-11-28 10", "2025-11-28T10:00:00+080", "一一一一一一"]
        {
            assert!(
                TimeArg::parse(wrong)
                    .unwrap_err()
                    .starts_with("expected a duration such as 7d (units: s, m, h, d, w),"),
                "{wrong}"
            );
        }
    }

    #[test]
    fn times_out_of_range_are_errors() {
        let message = |text: &str, zone| TimeArg::parse(text).unwrap().after(NOON, zone).unwrap_err().message();
        for far in ["9999999999999999s", "4000000d", "18446744073709551615s"] {
            assert!(message(far, Zone::new(None).unwrap()).contains("time out of range"), "{far}");
        }
        let unknown = Zone::new(Some("Mars/Phobos")).unwrap_err().message();
        assert_eq!(unknown, "unknown time zone `Mars/Phobos`; expected an offset from UTC, as in GMT+8");
    }

    #[test]
    fn filter_times_are_in_the_zone() {
        let write = |zone| Zone::new(zone).unwrap().write(NOON).to_string();
        assert_eq!(write(None), "2025-11-28 20:00:00");
        assert_eq!(write(Some("GMT-03:30")), "2025-11-28 08:30:00");
    }

    #[test]
    fn times_without_zone_are_in_the_zone_of_the_settings() {
        let time = Timestamp::from("2025-11-28 20:00:00");
        assert_eq!(Zone::new(None).unwrap().millis(&time), Some(NOON));
        assert_eq!(system_time(-5), UNIX_EPOCH);
    }
}
