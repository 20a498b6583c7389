//! Relative times, as in `3 days ago`.

/// The units of relative times, the largest first. Weeks are not used, and a month is the average length.
const WORDS: [(&str, i64); 5] =
    [("year", 365 * 86_400), ("month", 30 * 86_400), ("day", 86_400), ("hour", 3600), ("minute", 60)];

/// Formats a time relative to `now`, both in milliseconds since 1970.
pub(crate) fn from_now(time: i64, now: i64) -> String {
    let seconds = (time - now) / 1000;
    let Some((name, length)) = WORDS.iter().find(|(_, length)| seconds.abs() >= *length) else {
        return "just now".to_owned();
    };
    let count = seconds.abs() / length;
    let plural = if count == 1 { "" } else { "s" };
    if seconds < 0 { format!("{count} {name}{plural} ago") } else { format!("in {count} {name}{plural}") }
}

/// Formats a span in its two largest units, as in `2d 5h`, `3h 10m` or `45s`.
pub(crate) fn span(seconds: i64) -> String {
    const UNITS: [(&str, i64); 4] = [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)];
    let sign = if seconds < 0 { "-" } else { "" };
    let mut rest = seconds.saturating_abs();
    let mut parts = Vec::new();
    for (unit, length) in UNITS {
        if rest >= length && parts.len() < 2 {
            parts.push(format!("{}{unit}", rest / length));
            rest %= length;
        }
    }
    if parts.is_empty() { "0s".to_owned() } else { format!("{sign}{}", parts.join(" ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_have_two_units() {
        let spans = [0, 45, 3599, 3600, 90_061, -60].map(span);
        assert_eq!(spans, ["0s", "45s", "59m 59s", "1h", "1d 1h", "-1m"]);
    }

    #[test]
    fn the_largest_unit_is_used() {
        const NOW: i64 = 1_767_603_600_000;
        let ago = |seconds: i64| from_now(NOW - seconds * 1000, NOW);
        let table = [0, 59, 60, 119, 3599, 3600, 86_399, 86_400, 2_591_999, 2_592_000, 31_536_000, 99_999_999];
        let texts: Vec<String> = table.into_iter().map(ago).collect();
        assert_eq!(
            texts.join(", "),
            "just now, just now, 1 minute ago, 1 minute ago, 59 minutes ago, 1 hour ago, 23 hours ago, 1 day ago, \
             29 days ago, 1 month ago, 1 year ago, 3 years ago"
        );
        assert_eq!((ago(-59), ago(-7200)), ("just now".to_owned(), "in 2 hours".to_owned()));
    }
}
