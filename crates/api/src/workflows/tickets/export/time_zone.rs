//! Times as the list filters expect them: without a zone, in the time zone of the call.

use hwc_wire::{Timestamp, UtcOffset};

use crate::error::Error;
use crate::workflows::tickets::Tickets;

/// The default time zone of the service.
const DEFAULT: &str = "GMT+8";

/// A time zone: its name in the settings, and its offset from UTC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TimeZone {
    pub(super) name: String,
    offset: UtcOffset,
}

impl TimeZone {
    /// Returns the time zone of the calls, or the default of the service.
    ///
    /// # Errors
    /// Returns [`ErrorKind::Config`](crate::ErrorKind::Config) if the offset of the zone is unknown, because time windows
    /// would be shifted.
    pub(super) fn from_settings(tickets: &Tickets) -> Result<Self, Error> {
        let own = tickets.options.get().settings.get("time_zone");
        let name = own.or_else(|| tickets.client.0.settings.get("time_zone")).map_or(DEFAULT, String::as_str);
        let unknown = || {
            let text = format!("unknown offset of the time zone `{name}`; set one such as GMT+8");
            Error::config(text).with_context("tickets.export", None, false)
        };
        Self::parse(name).ok_or_else(unknown)
    }

    fn parse(name: &str) -> Option<Self> {
        Some(Self { name: name.to_owned(), offset: UtcOffset::parse(name)? })
    }

    /// Formats a second since 1970 as the filters expect it, as in `2025-11-28 00:00:00`.
    pub(super) fn format(&self, second: i64) -> Timestamp {
        self.offset.local_time(second.saturating_mul(1000)).into()
    }

    /// Converts a time to milliseconds since 1970. Times without a zone are in this one.
    pub(super) fn parse_time(&self, time: &Timestamp) -> Option<i64> {
        time.unix_millis_at(self.offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_formatted_and_parsed_in_the_zone() {
        for (name, text) in
            [("GMT+8", "2023-11-15 06:13:20"), ("GMT-03:30", "2023-11-14 18:43:20"), ("UTC", "2023-11-14 22:13:20")]
        {
            let zone = TimeZone::parse(name).unwrap();
            assert_eq!(zone.format(1_700_000_000).as_str(), text);
            assert_eq!(zone.parse_time(&zone.format(1_700_000_000)), Some(1_700_000_000_000));
        }
        let zone = TimeZone::parse("GMT+8").unwrap();
        assert_eq!(
            zone.parse_time(&"2023-11-14T22:13:20.5Z".into()),
            Some(1_700_000_000_500),
            "a zone in the time takes precedence"
        );
        for name in ["", "CET", "Asia/Shanghai"] {
            assert_eq!(TimeZone::parse(name), None, "{name}");
        }
    }
}
