//! Texts from a service on a terminal. Authors of messages must not be able to move the reader's cursor.

use hwc_wire::{ValueRef, WireValue};

use super::escape::harmless;
use crate::case::kebab;

/// Returns the text in one line.
pub(crate) fn sanitize_line(text: &str) -> String {
    text.split_whitespace().map(harmless).collect::<Vec<_>>().join(" ")
}

/// Returns the text with its own lines, without trailing spaces and without empty lines around it.
pub(crate) fn sanitize(text: &str) -> String {
    text.trim().lines().map(|line| harmless(line.trim_end())).collect::<Vec<_>>().join("\n")
}

/// Wraps lines at a width. Words that are longer are broken, as in texts without spaces.
pub(crate) fn fill(text: &str, width: usize) -> String {
    textwrap::fill(text, width.max(1))
}

/// Returns the name of a code, as in `in-progress`; for an unknown code, its number.
pub(crate) fn enum_label(code: &impl WireValue) -> String {
    match code.view() {
        ValueRef::IntEnum(code, info) => {
            let code = code.to_string();
            info.variant(&code).map_or(code.clone(), kebab)
        }
        ValueRef::StringEnum(code, info) => info.variant(code).map_or_else(|| sanitize_line(code), kebab),
        _ => String::new(),
    }
}

/// Formats a count: `1 file`, `2 files`.
pub(crate) fn plural(number: impl TryInto<u64>, noun: &str) -> String {
    let number = number.try_into().unwrap_or(u64::MAX);
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

#[cfg(test)]
mod tests {
    use hwc_api::osm::CaseStatus;

    use super::*;

    #[test]
    fn text_does_not_control_the_terminal() {
        assert_eq!(sanitize_line("one\r\n two\x1b[2J\tthree "), "one two[2J three");
        assert_eq!(sanitize_line("pay \u{202e}001\u{202c} to \u{2066}b\u{200b}ob\u{ad}\u{e0041}"), "pay 001 to bob");
        assert_eq!(sanitize_line("\u{202e}gol.a\u{200b} \u{7f}x"), "gol.a x");
        assert_eq!(sanitize("\n one\x07 \r\n\n\ttwo\u{9b}1m\n\n"), "one\n\n\ttwo1m");
    }

    #[test]
    fn codes_have_labels() {
        assert_eq!(enum_label(&CaseStatus::AwaitingCustomer), "awaiting-customer");
        assert_eq!(enum_label(&CaseStatus::from(99)), "99");
        assert_eq!((plural(1, "file"), plural(0, "file")), ("1 file".to_owned(), "0 files".to_owned()));
    }
}
