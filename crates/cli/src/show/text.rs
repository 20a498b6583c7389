//! Texts of a service on a terminal. Whoever writes to a ticket must not be able to move the reader's cursor.

use std::ops::RangeInclusive;

use hwc_api::wire::{Output, Value};

use crate::names::kebab;

/// The text in one line.
pub(crate) fn line(text: &str) -> String {
    text.split_whitespace().map(harmless).collect::<Vec<_>>().join(" ")
}

/// The text with its own lines, without blanks at their ends and empty lines around it.
pub(crate) fn lines(text: &str) -> String {
    text.trim().lines().map(|line| harmless(line.trim_end())).collect::<Vec<_>>().join("\n")
}

/// The text without characters that terminals take for commands, and without those that hide or reorder others. A tab is
/// harmless.
fn harmless(text: &str) -> String {
    text.chars().filter(|c| !is_hidden(*c) || *c == '\t').collect()
}

/// Returns true for characters that are not seen and change what is: controls (category Cc), formats such as those for the
/// direction of text or of no width (Cf), and separators of lines and paragraphs (Zl, Zp).
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') || FORMATS.iter().any(|formats| formats.contains(&c))
}

/// Category Cf of Unicode 16.
const FORMATS: [RangeInclusive<char>; 21] = [
    '\u{ad}'..='\u{ad}',
    '\u{600}'..='\u{605}',
    '\u{61c}'..='\u{61c}',
    '\u{6dd}'..='\u{6dd}',
    '\u{70f}'..='\u{70f}',
    '\u{890}'..='\u{891}',
    '\u{8e2}'..='\u{8e2}',
    '\u{180e}'..='\u{180e}',
    '\u{200b}'..='\u{200f}',
    '\u{202a}'..='\u{202e}',
    '\u{2060}'..='\u{2064}',
    '\u{2066}'..='\u{206f}',
    '\u{feff}'..='\u{feff}',
    '\u{fff9}'..='\u{fffb}',
    '\u{110bd}'..='\u{110bd}',
    '\u{110cd}'..='\u{110cd}',
    '\u{13430}'..='\u{1343f}',
    '\u{1bca0}'..='\u{1bca3}',
    '\u{1d173}'..='\u{1d17a}',
    '\u{e0001}'..='\u{e0001}',
    '\u{e0020}'..='\u{e007f}',
];

/// The name of a code, as in `in-progress`; the number of one that nobody has described.
pub(crate) fn word(code: &impl Value) -> String {
    match code.show() {
        Output::NumberCode(code, info) => {
            let code = code.to_string();
            info.variant(&code).map_or(code.clone(), kebab)
        }
        Output::TextCode(code, info) => info.variant(code).map_or_else(|| line(code), kebab),
        _ => String::new(),
    }
}

/// One of something or several: `1 file`, `2 files`.
pub(crate) fn count(number: impl TryInto<u64>, what: &str) -> String {
    let number = number.try_into().unwrap_or(u64::MAX);
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

#[cfg(test)]
mod tests {
    use hwc_api::osm::CaseStatus;

    use super::*;

    #[test]
    fn nothing_in_a_text_commands_the_terminal() {
        assert_eq!(line("one\r\n two\x1b[2J\tthree "), "one two[2J three");
        assert_eq!(line("pay \u{202e}001\u{202c} to \u{2066}b\u{200b}ob\u{ad}\u{e0041}"), "pay 001 to bob");
        assert_eq!(lines("\n one\x07 \r\n\n\ttwo\u{9b}1m\n\n"), "one\n\n\ttwo1m");
    }

    #[test]
    fn codes_have_words() {
        assert_eq!(word(&CaseStatus::AwaitingCustomer), "awaiting-customer");
        assert_eq!(word(&CaseStatus::from(99)), "99");
        assert_eq!((count(1, "file"), count(0, "file")), ("1 file".to_owned(), "0 files".to_owned()));
    }
}
