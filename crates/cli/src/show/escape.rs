//! Characters that must not reach a terminal from texts of others: controls command it, and formats (bidirectional overrides,
//! characters without width) let a text look like another one.

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

/// Returns true for what no text of others may do to a terminal.
pub(crate) fn is_harmful(c: char) -> bool {
    let code = u32::from(c);
    c.is_control() || FORMATS.iter().any(|(first, last)| (*first..=*last).contains(&code))
}

/// The text without harmful characters. A tab stays.
pub(crate) fn harmless(text: &str) -> String {
    text.chars().filter(|c| !is_harmful(*c) || *c == '\t').collect()
}

#[cfg(test)]
mod tests {
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
}
