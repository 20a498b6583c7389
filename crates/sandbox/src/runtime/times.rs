//! The time format of each service. The database keeps milliseconds since 1970 (UTC).

use hwc_wire::Timestamp;

/// The time zone of the reference, in minutes east of Greenwich.
pub(crate) const CHINA_MINUTES: i32 = 480;

/// The same offset in milliseconds.
const CHINA: i64 = CHINA_MINUTES as i64 * 60_000;

/// One day in milliseconds.
pub(crate) const DAY: i64 = 86_400_000;

/// Parses a time zone such as `GMT+8`, `GMT-03:30` or `UTC` to minutes east of Greenwich. Returns `None` for an invalid
/// zone.
pub(crate) fn zone(text: &str) -> Option<i32> {
    let offset = text.strip_prefix("GMT").or_else(|| text.strip_prefix("UTC"))?;
    let (sign, rest) = match offset.split_at_checked(1) {
        None => return Some(0),
        Some(("+", rest)) => (1, rest),
        Some(("-", rest)) => (-1, rest),
        Some(_) => return None,
    };
    let (hours, minutes) = rest.split_once(':').unwrap_or((rest, "0"));
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    ((0..=14).contains(&hours) && (0..60).contains(&minutes)).then_some(sign * (hours * 60 + minutes))
}

/// Formats a time for Service Tickets: `2020-07-07T09:33:43.000Z`. The reference shows no other offset.
pub(crate) fn osm(millis: i64) -> Timestamp {
    Timestamp::from_unix_millis(millis)
}

/// Formats a time for KooDrive: `20231227151904`. No source documents the zone, so it is that of China.
pub(crate) fn koodrive(millis: i64) -> Timestamp {
    let text = Timestamp::from_unix_millis(millis + CHINA);
    let digits: String = text.as_str().chars().filter(char::is_ascii_digit).take(14).collect();
    digits.into()
}

/// Formats a time for DataArts Insight: `2024-08-26 20:48:52 (GMT+08:00)`.
pub(crate) fn insight(millis: i64) -> Timestamp {
    let text = Timestamp::from_unix_millis(millis + CHINA);
    let seconds: String = text.as_str().chars().take(19).collect();
    format!("{} (GMT+08:00)", seconds.replace('T', " ")).into()
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
        assert_eq!(zones.map(zone), minutes);
    }

    #[test]
    fn each_service_has_its_own_form() {
        let millis = 1_594_114_423_701;
        assert_eq!(koodrive(millis).as_str(), "20200707173343");
        assert_eq!(insight(millis).as_str(), "2020-07-07 17:33:43 (GMT+08:00)");
        assert_eq!(iam(millis).as_str(), "2020-07-07T09:33:43.701000Z");
        assert_eq!(insight(millis).unix_millis(), Some(1_594_114_423_000));
    }
}
