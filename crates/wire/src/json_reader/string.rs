//! Strings. Those with escapes of code units, such as `\u00e9`, are read by serde_json.

use super::{JsonReader, Rejected};

impl<'de> JsonReader<'de> {
    /// Reads a string from its opening quote. Returns `None` if it has escapes; the text is then in `unescaped`.
    #[inline]
    pub(super) fn text(&mut self) -> Result<Option<&'de str>, Rejected> {
        let start = self.at + 1;
        let end = plain_end(self.bytes(), start);
        if self.bytes().get(end) != Some(&b'"') {
            return self.escaped_text().map(|()| None);
        }
        self.at = end + 1;
        Ok(self.text.get(start..end))
    }

    /// Reads a string with escapes into `unescaped`.
    #[inline(never)]
    fn escaped_text(&mut self) -> Result<(), Rejected> {
        self.unescaped.clear();
        let mut start = self.at + 1;
        loop {
            let end = plain_end(self.bytes(), start);
            self.unescaped.push_str(self.text.get(start..end).ok_or(Rejected)?);
            match self.bytes().get(end..) {
                Some([b'"', ..]) => {
                    self.at = end + 1;
                    return Ok(());
                }
                Some([b'\\', b'u', ..]) => return self.text_with_code_units(),
                Some([b'\\', letter, ..]) => self.unescaped.push(unescape(*letter).ok_or(Rejected)?),
                _ => return Err(Rejected),
            }
            start = end + 2;
        }
    }

    #[inline(never)]
    fn text_with_code_units(&mut self) -> Result<(), Rejected> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let mut strings = serde_json::Deserializer::from_str(rest).into_iter();
        self.unescaped = strings.next().and_then(Result::ok).ok_or(Rejected)?;
        self.at += strings.byte_offset();
        Ok(())
    }
}

/// Returns the character that an escape stands for.
fn unescape(letter: u8) -> Option<char> {
    Some(match letter {
        b'b' => '\x08',
        b'f' => '\x0c',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'"' | b'\\' | b'/' => char::from(letter),
        _ => return None,
    })
}

/// Returns the position of the next byte from `at` on that is a quote, a backslash or a control character.
#[inline]
fn plain_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let special = special_bytes(u64::from_le_bytes(*chunk));
        if special != 0 {
            return at + (special.trailing_zeros() / 8) as usize;
        }
        at += chunk.len();
    }
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|byte| matches!(byte, 0..0x20 | b'"' | b'\\')).unwrap_or(rest.len())
}

/// Sets the highest bit of the first byte that is a quote, a backslash or a control character. The bits of later bytes may be
/// wrong, because a subtraction borrows from them.
#[inline]
const fn special_bytes(bytes: u64) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    let controls = bytes.wrapping_sub(ONES * 0x20) & !bytes;
    let quotes = bytes ^ (ONES * b'"' as u64);
    let quotes = quotes.wrapping_sub(ONES) & !quotes;
    let backslashes = bytes ^ (ONES * b'\\' as u64);
    let backslashes = backslashes.wrapping_sub(ONES) & !backslashes;
    (controls | quotes | backslashes) & (ONES << 7)
}
