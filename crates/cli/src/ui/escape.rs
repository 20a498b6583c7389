//! Removal of characters that are dangerous on a terminal. Control characters command the terminal. Format characters
//! (bidirectional overrides, characters without width) make a text look like another one.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The characters of the category Cf of Unicode 16.
const FORMATS: [(u32, u32); 21] = [
    (0xAD, 0xAD),
    (0x600, 0x605),
    (0x61C, 0x61C),
    (0x6DD, 0x6DD),
    (0x70F, 0x70F),
    (0x890, 0x891),
    (0x8E2, 0x8E2),
    (0x180E, 0x180E),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x2064),
    (0x2066, 0x206F),
    (0xFEFF, 0xFEFF),
    (0xFFF9, 0xFFFB),
    (0x110BD, 0x110BD),
    (0x110CD, 0x110CD),
    (0x13430, 0x1343F),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0001, 0xE0001),
    (0xE0020, 0xE007F),
];

/// Returns true for characters that must not reach a terminal.
pub(crate) fn is_harmful(c: char) -> bool {
    let code = u32::from(c);
    c.is_control() || FORMATS.iter().any(|(first, last)| (*first..=*last).contains(&code))
}

/// Returns the text without harmful characters. Tabs are kept.
pub(crate) fn harmless(text: &str) -> String {
    text.chars().filter(|c| !is_harmful(*c) || *c == '\t').collect()
}

/// Returns the text without harmful characters. Tabs and line breaks are kept.
pub(crate) fn harmless_lines(text: &str) -> String {
    text.chars().filter(|c| !is_harmful(*c) || matches!(c, '\t' | '\n')).collect()
}

/// Escapes harmful characters in JSON. This changes no value: outside of strings, JSON contains none except line
/// breaks.
pub(crate) fn json(json: &str) -> Cow<'_, str> {
    let is_escaped = |c: char| is_harmful(c) && c != '\n';
    if !json.contains(is_escaped) {
        return Cow::Borrowed(json);
    }
    let mut escaped = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if is_escaped(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use hwc_api::serde_json::{self, Value};

    use super::*;

    #[test]
    fn controls_and_formats_are_harmful() {
        for c in ['\u{1b}', '\u{7f}', '\u{80}', '\u{9b}', '\u{ad}', '\u{200b}', '\u{202e}', '\u{feff}', '\u{e0041}'] {
            assert!(is_harmful(c), "{c:?}");
        }
        for c in ['a', '\u{e9}', '\u{6162}', '\u{2010}', '\u{1f600}', '\u{a0}', '\u{ffff}'] {
            assert!(!is_harmful(c), "{c:?}");
        }
    }

    #[test]
    fn escaped_json_has_the_same_value() {
        let value = Value::from("a\u{9b}2J\u{7f}\u{202e}\u{e0041}\u{6162}\n");
        let pretty = serde_json::to_string_pretty(&serde_json::json!({ "text": value })).unwrap();
        let escaped = json(&pretty);
        assert!(!escaped.contains(|c| is_harmful(c) && c != '\n'), "{escaped}");
        assert!(escaped.contains("\\u009b2J\\u007f\\u202e\\udb40\\udc41\u{6162}\\n"), "{escaped}");
        assert_eq!(serde_json::from_str::<Value>(&escaped).unwrap()["text"], value);
        assert!(matches!(json("{\n}"), Cow::Borrowed(_)));
    }
}
