//! The time format of each service. The database keeps milliseconds since 1970 (UTC).

use hwc_wire::{Timestamp, UtcOffset};

/// One day in milliseconds.
pub(crate) const DAY: i64 = 86_400_000;

/// An hour in milliseconds.
pub(crate) const HOUR: i64 = 3_600_000;

/// The offset from UTC that no time zone exceeds, in minutes.
const LARGEST_OFFSET: u32 = 15 * 60;

/// Parses a time zone such as `GMT+8`, `GMT-03:30` or `UTC`. Returns `None` for an invalid zone.
pub(crate) fn zone(text: &str) -> Option<UtcOffset> {
    let is_named = text.starts_with("GMT") || text.starts_with("UTC");
    let offset = UtcOffset::parse(text).filter(|offset| offset.minutes().unsigned_abs() < LARGEST_OFFSET);
    offset.filter(|_| is_named)
}

/// Formats a time for Service Tickets: `2020-07-07T09:33:43.000Z`. The reference shows no other offset.
pub(crate) fn osm(millis: i64) -> Timestamp {
    Timestamp::from_unix_millis(millis)
}

/// Formats a time for KooDrive: `20231227151904`. No source documents the zone, so it is that of China.
pub(crate) fn koodrive(millis: i64) -> Timestamp {
    let local = UtcOffset::CHINA.local_time(millis);
    local.chars().filter(char::is_ascii_digit).collect::<String>().into()
}

/// Formats a time of an invitation of KooDrive: `Tue Sep 02 02:25:46 UTC 2025`.
pub(crate) fn koodrive_invitation(millis: i64) -> Timestamp {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    // 1970 began on a Thursday.
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    let local = UtcOffset::UTC.local_time(millis);
    let (date, time) = local.split_once(' ').unwrap_or_default();
    let mut parts = date.splitn(3, '-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let month = month.and_then(|month| month.parse::<usize>().ok()).and_then(|month| MONTHS.get(month.checked_sub(1)?));
    let weekday = usize::try_from(millis.div_euclid(DAY).rem_euclid(7)).ok().and_then(|day| DAYS.get(day));
    let [weekday, month] = [weekday, month].map(|name| name.copied().unwrap_or_default());
    format!("{weekday} {month} {} {time} UTC {}", day.unwrap_or_default(), year.unwrap_or_default()).into()
}

/// Formats a time for DataArts Insight: `2024-08-26 20:48:52 (GMT+08:00)`.
pub(crate) fn insight(millis: i64) -> Timestamp {
    let china = UtcOffset::CHINA;
    format!("{} (GMT{china})", china.local_time(millis)).into()
}

/// Formats a time for IAM: `2020-01-04T09:05:22.701000Z`.
pub(crate) fn iam(millis: i64) -> Timestamp {
    let text = Timestamp::from_unix_millis(millis);
    format!("{}000Z", text.as_str().trim_end_matches('Z')).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_understood() {
        let zones = ["GMT+8", "GMT+08:00", "GMT-03:30", "GMT", "UTC", "GMT+99", "CET", ""];
        let minutes = [Some(480), Some(480), Some(-210), Some(0), Some(0), None, None, None];
        assert_eq!(zones.map(|text| zone(text).map(UtcOffset::minutes)), minutes);
    }

    #[test]
    fn each_service_has_its_own_form() {
        let millis = 1_594_114_423_701;
        assert_eq!(koodrive(millis).as_str(), "20200707173343");
        assert_eq!(koodrive_invitation(millis).as_str(), "Tue Jul 07 09:33:43 UTC 2020");
        assert_eq!(koodrive_invitation(1_756_779_946_000).as_str(), "Tue Sep 02 02:25:46 UTC 2025");
        assert_eq!(insight(millis).as_str(), "2020-07-07 17:33:43 (GMT+08:00)");
        assert_eq!(iam(millis).as_str(), "2020-07-07T09:33:43.701000Z");
        assert_eq!(insight(millis).unix_millis(), Some(1_594_114_423_000));
    }
}
