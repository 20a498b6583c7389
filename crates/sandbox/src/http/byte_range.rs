//! The header `Range` of a request for a content. Several ranges at once are answered with the whole content.

use std::ops::Range;

/// The bytes that a request is for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ByteRange {
    /// All bytes.
    Whole,
    /// Some bytes.
    Partial(Range<u64>),
    /// None of the bytes exist.
    Unsatisfiable,
}

impl ByteRange {
    /// Parses the header for a content of `size` bytes. A header in another form is ignored.
    pub(crate) fn parse(header: &str, size: u64) -> Self {
        let Some((first, last)) = bounds(header) else {
            return Self::Whole;
        };
        let range = match (first, last) {
            (Some(first), Some(last)) if first > last => return Self::Whole,
            (Some(first), last) => first..last.map_or(size, |last| size.min(last.saturating_add(1))),
            (None, Some(suffix)) => size.saturating_sub(suffix)..size,
            (None, None) => return Self::Whole,
        };
        if range.is_empty() { Self::Unsatisfiable } else { Self::Partial(range) }
    }
}

/// Returns the first and the last byte of a single range. Without a first byte, the second number is that of the last bytes.
fn bounds(header: &str) -> Option<(Option<u64>, Option<u64>)> {
    let (first, last) = header.trim().strip_prefix("bytes=")?.trim().split_once('-')?;
    Some((number(first)?, number(last)?))
}

fn number(text: &str) -> Option<Option<u64>> {
    if text.is_empty() {
        return Some(None);
    }
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| Some(text.parse().unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_understood() {
        let partial = |range| ByteRange::Partial(range);
        for (header, size, expected) in [
            ("bytes=0-0", 10, partial(0..1)),
            ("bytes=2-", 10, partial(2..10)),
            ("bytes=2-99", 10, partial(2..10)),
            ("bytes=-3", 10, partial(7..10)),
            ("bytes=-30", 10, partial(0..10)),
            ("bytes=0-18446744073709551616", 10, partial(0..10)),
            ("bytes=10-", 10, ByteRange::Unsatisfiable),
            ("bytes=-0", 10, ByteRange::Unsatisfiable),
            ("bytes=0-", 0, ByteRange::Unsatisfiable),
            ("bytes=3-2", 10, ByteRange::Whole),
            ("bytes=-", 10, ByteRange::Whole),
            ("bytes=0-1,3-4", 10, ByteRange::Whole),
            ("bytes=+1-2", 10, ByteRange::Whole),
            ("lines=0-1", 10, ByteRange::Whole),
        ] {
            assert_eq!(ByteRange::parse(header, size), expected, "{header} of {size}");
        }
    }
}
