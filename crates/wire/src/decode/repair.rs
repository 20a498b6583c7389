//! Repair of JSON text that a strict parser rejects, so that one bad byte does not lose a whole page.
//!
//! This is the slow path: a text is repaired once, after parsing has failed.

use std::borrow::Cow;

/// The byte order mark in UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// The replacement for half of a surrogate pair and for bytes that are not UTF-8.
const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;

/// A text that JSON parsers accept, and the repairs.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Repaired {
    pub(crate) text: String,
    pub(crate) damage: Damage,
}

/// The damage of a text, by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Damage {
    mark: bool,
    invalid: usize,
    surrogates: usize,
    controls: usize,
}

impl Damage {
    /// Returns true if there is damage other than a byte order mark.
    pub(crate) fn is_in_texts(self) -> bool {
        self.invalid + self.surrogates + self.controls > 0
    }

    /// Describes the damage, with one sentence for each kind.
    pub(crate) fn notes(self) -> impl Iterator<Item = String> {
        let counted = [
            (self.invalid, "a sequence of bytes that is not UTF-8", "; replaced by U+FFFD"),
            (self.surrogates, "half of a surrogate pair", "; replaced by U+FFFD"),
            (self.controls, "a control character that is not escaped", ""),
        ];
        let mark = self.mark.then(|| "begins with a byte order mark".to_owned());
        let counted = counted.into_iter().filter(|(count, ..)| *count > 0);
        mark.into_iter().chain(counted.map(|(count, what, then)| format!("holds {what}, {count} in all{then}")))
    }
}

/// Returns the body without a byte order mark.
pub(crate) fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(MARK).unwrap_or(body)
}

/// Repairs a text. Returns `None` if there is nothing to repair; the text is then invalid for another reason.
pub(crate) fn repair(body: &[u8]) -> Option<Repaired> {
    let rest = without_mark(body);
    let mut damage = Damage { mark: rest.len() < body.len(), ..Damage::default() };
    let text = valid(rest, &mut damage);
    let text = escapes(&text, &mut damage).unwrap_or_else(|| text.into_owned());
    (damage != Damage::default()).then_some(Repaired { text, damage })
}

/// Replaces bytes that are not UTF-8.
fn valid<'a>(body: &'a [u8], damage: &mut Damage) -> Cow<'a, str> {
    damage.invalid = body.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
    String::from_utf8_lossy(body)
}

/// Escapes control characters in strings, and replaces halves of surrogate pairs. Returns `None` if there are none.
fn escapes(text: &str, damage: &mut Damage) -> Option<String> {
    let bytes = text.as_bytes();
    let (mut repaired, mut copied, mut at, mut in_string) = (String::new(), 0, 0, false);
    while let Some(byte) = bytes.get(at).copied() {
        let piece = if in_string { Piece::at_start(&bytes[at..]) } else { Piece::Sound(1) };
        in_string ^= byte == b'"';
        let length = piece.length();
        if !matches!(piece, Piece::Sound(_)) {
            repaired.push_str(&text[copied..at]);
            copied = at + length;
        }
        match piece {
            Piece::Sound(_) => {}
            Piece::Half => {
                damage.surrogates += 1;
                repaired.push(REPLACEMENT);
            }
            Piece::Control => {
                damage.controls += 1;
                repaired.push_str(&format!("\\u{byte:04x}"));
            }
        }
        at += length;
    }
    repaired.push_str(text.get(copied..)?);
    (copied > 0).then_some(repaired)
}

/// A piece of a JSON string.
enum Piece {
    /// A number of bytes that need no repair.
    Sound(usize),
    /// An escape that is half of a surrogate pair.
    Half,
    Control,
}

impl Piece {
    fn at_start(rest: &[u8]) -> Self {
        let second = || unit(rest.get(ESCAPE..).unwrap_or_default());
        match (rest, unit(rest)) {
            (_, Some(0xd800..=0xdbff)) if matches!(second(), Some(0xdc00..=0xdfff)) => Self::Sound(2 * ESCAPE),
            (_, Some(0xd800..=0xdfff)) => Self::Half,
            ([b'\\', ..], _) => Self::Sound(2),
            ([0..=0x1f, ..], _) => Self::Control,
            _ => Self::Sound(1),
        }
    }

    fn length(&self) -> usize {
        match self {
            Self::Sound(length) => *length,
            Self::Half => ESCAPE,
            Self::Control => 1,
        }
    }
}

/// The length of an escape such as `\ud83d`.
const ESCAPE: usize = 6;

/// Returns the UTF-16 code unit of an escape at the start of the text.
fn unit(rest: &[u8]) -> Option<u32> {
    let digits = rest.strip_prefix(b"\\u")?.get(..4)?;
    digits.iter().try_fold(0, |unit, digit| Some(unit * 16 + char::from(*digit).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(body: &[u8]) -> String {
        repair(body).unwrap().text
    }

    #[test]
    fn half_of_a_surrogate_pair_becomes_the_replacement_character() {
        assert_eq!(repaired(br#"{"a": "x\ud83d"}"#), "{\"a\": \"x\u{fffd}\"}");
        assert_eq!(repaired(br#"["\udE00y"]"#), "[\"\u{fffd}y\"]");
        assert_eq!(repaired(br#"["\ud83d\ud83d\ude00"]"#), "[\"\u{fffd}\\ud83d\\ude00\"]");
        assert_eq!(repaired(br#"["\ud83d\n"]"#), "[\"\u{fffd}\\n\"]");
    }

    #[test]
    fn pairs_and_escaped_backslashes_are_left_alone() {
        for sound in
            [&br#"["\ud83d\ude00"]"#[..], br#"["\\ud83d"]"#, br#"["\\\\ud83d \u00e9 \""]"#, br"\ud83d", b"[\n\t1]", b""]
        {
            assert_eq!(repair(sound), None, "{}", String::from_utf8_lossy(sound));
        }
    }

    #[test]
    fn a_byte_order_mark_is_skipped() {
        let found = repair(b"\xef\xbb\xbf{}").unwrap();
        assert_eq!((found.text.as_str(), found.damage.is_in_texts()), ("{}", false));
    }

    #[test]
    fn control_characters_are_escaped_within_strings_alone() {
        assert_eq!(repaired(b"{\n\"a\": \"1\n2\x01\\\"\t\"}"), "{\n\"a\": \"1\\u000a2\\u0001\\\"\\u0009\"}");
    }

    #[test]
    fn bytes_that_are_not_utf8_become_the_replacement_character() {
        assert_eq!(repaired(b"[\"\xe4\xbd\", \"\xff\xfe\"]"), "[\"\u{fffd}\", \"\u{fffd}\u{fffd}\"]");
    }

    #[test]
    fn each_kind_of_damage_is_told_with_its_count() {
        let notes: Vec<String> = repair(b"\xef\xbb\xbf[\"\xff\n\xff\\ud83d\"]").unwrap().damage.notes().collect();
        assert_eq!(
            notes,
            [
                "begins with a byte order mark",
                "holds a sequence of bytes that is not UTF-8, 2 in all; replaced by U+FFFD",
                "holds half of a surrogate pair, 1 in all; replaced by U+FFFD",
                "holds a control character that is not escaped, 1 in all",
            ]
        );
    }

    #[test]
    fn a_text_that_breaks_off_is_repaired_up_to_its_end() {
        for body in [&b"[\"\xff\\"[..], b"[\"\xff\\u", b"[\"\xff\\ud8", b"[\"\xff\\\xe4"] {
            assert!(repair(body).is_some());
        }
    }
}
