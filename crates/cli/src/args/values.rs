//! Values on the command line that several commands parse: durations as in `7d`, seconds, pairs.

use std::time::Duration;

/// The units of durations: letter and seconds.
const UNITS: [(char, u64); 5] = [('s', 1), ('m', 60), ('h', 3600), ('d', 86_400), ('w', 604_800)];

/// Parses a duration such as `90s`, `30m`, `12h`, `7d` or `2w`.
pub(crate) fn parse_duration(text: &str) -> Option<Duration> {
    let unit = text.chars().last()?;
    let (_, seconds) = UNITS.iter().find(|(letter, ..)| *letter == unit)?;
    let count: u64 = text.strip_suffix(unit)?.parse().ok()?;
    count.checked_mul(*seconds).map(Duration::from_secs)
}

/// Returns the letters of the units, for errors and help.
pub(crate) fn units() -> String {
    UNITS.map(|(letter, _)| letter.to_string()).join(", ")
}

/// Parses a number of seconds, which may have a fraction.
pub(crate) fn parse_seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "expected a number of seconds")?;
    let duration = Duration::try_from_secs_f64(seconds).ok().filter(|duration| !duration.is_zero());
    duration.ok_or_else(|| "expected more than 0 seconds".to_owned())
}

/// Parses `NAME=VALUE`.
pub(crate) fn parse_pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_need_a_number_and_a_unit() {
        let seconds = |text| parse_duration(text).map(|duration| duration.as_secs());
        assert_eq!(["90s", "30m", "12h", "7d", "2w"].map(seconds), [90, 1800, 43_200, 604_800, 1_209_600].map(Some));
        assert_eq!(
            ["", "7", "d", "-1d", "1.5h", "7D", "99999999999999999999d", "9999999999999999999w"].map(seconds),
            [None; 8]
        );
        assert_eq!(units(), "s, m, h, d, w");
    }
}
