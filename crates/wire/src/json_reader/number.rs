//! Numbers. Short whole numbers are read here, all others by serde_json.

use super::{JsonReader, Rejected};

/// A number.
pub(super) enum Number {
    Uint(u64),
    /// A negative whole number.
    Int(i64),
    /// A number with a fraction or an exponent, or one that is too large for the others, or `-0`.
    Float(f64),
}

/// The maximum number of digits that fit into 64 bits in any case.
const MAX_DIGITS: usize = 18;

impl JsonReader<'_> {
    /// Reads a number.
    #[inline]
    pub(super) fn number(&mut self) -> Result<Number, Rejected> {
        let (mut at, mut value) = (self.at, 0_u64);
        while let Some(digit @ b'0'..=b'9') = self.bytes().get(at) {
            value = value.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
            at += 1;
        }
        let digits = at - self.at;
        let has_leading_zero = digits > 1 && self.peek() == Some(b'0');
        let has_more = matches!(self.bytes().get(at), Some(b'.' | b'e' | b'E'));
        if digits == 0 || digits > MAX_DIGITS || has_leading_zero || has_more {
            return self.other_number();
        }
        self.at = at;
        Ok(Number::Uint(value))
    }

    #[cold]
    fn other_number(&mut self) -> Result<Number, Rejected> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let end = rest.find(|c: char| !matches!(c, '0'..='9' | '-' | '+' | '.' | 'e' | 'E')).unwrap_or(rest.len());
        let number: serde_json::Number = rest[..end].parse().map_err(|_| Rejected)?;
        self.at += end;
        let whole = number.as_u64().map(Number::Uint).or_else(|| number.as_i64().map(Number::Int));
        whole.or_else(|| number.as_f64().map(Number::Float)).ok_or(Rejected)
    }
}
