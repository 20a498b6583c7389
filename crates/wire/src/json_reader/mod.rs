//! Fast reader of JSON text, as a deserializer of serde for what models need: values of any type and their names.
//!
//! It accepts a text only if serde_json does, with equal values. It needs fewer instructions, because the text is in memory as a
//! whole, it is known to be valid UTF-8, and errors are not described. A rejected text is read again by serde_json, which accepts
//! it or describes the error. That includes texts with nested values beyond [`MAX_DEPTH`].

mod access;
mod number;
mod string;

use std::fmt;

use serde::de::{self, Deserializer, Visitor};
use serde::forward_to_deserialize_any;

use self::access::Items;
use self::number::Number;

/// The maximum depth of nested values, which protects the stack.
const MAX_DEPTH: usize = 100;

/// A reader of JSON text.
pub(crate) struct JsonReader<'de> {
    text: &'de str,
    /// The position of the next byte.
    at: usize,
    /// The number of open lists and objects.
    depth: usize,
    /// The last string with escapes.
    unescaped: String,
}

/// The error of a text that is not JSON, or of a value that does not fit.
#[derive(Debug)]
pub(crate) struct Rejected;

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("rejected")
    }
}

impl std::error::Error for Rejected {}

impl de::Error for Rejected {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl<'de> JsonReader<'de> {
    pub(crate) fn new(text: &'de str) -> Self {
        Self { text, at: 0, depth: 0, unescaped: String::new() }
    }

    /// Checks that only whitespace follows.
    pub(crate) fn end(&mut self) -> Result<(), Rejected> {
        if self.next_token().is_none() { Ok(()) } else { Err(Rejected) }
    }

    #[inline]
    fn bytes(&self) -> &'de [u8] {
        self.text.as_bytes()
    }

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.bytes().get(self.at).copied()
    }

    /// Returns the next byte after whitespace, without consuming it.
    #[inline]
    fn next_token(&mut self) -> Option<u8> {
        loop {
            match self.peek() {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                byte => return byte,
            }
        }
    }

    /// Consumes the next byte after whitespace, which must be `expected`.
    #[inline]
    fn token(&mut self, expected: u8) -> Result<(), Rejected> {
        if self.next_token() != Some(expected) {
            return Err(Rejected);
        }
        self.at += 1;
        Ok(())
    }

    /// Consumes `null`, `true` or `false`.
    fn word(&mut self, word: &str) -> Result<(), Rejected> {
        let rest = self.bytes().get(self.at..).unwrap_or_default();
        if !rest.starts_with(word.as_bytes()) {
            return Err(Rejected);
        }
        self.at += word.len();
        Ok(())
    }

    /// Reads a string from its opening quote.
    #[inline]
    fn string<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Rejected> {
        match self.text()? {
            Some(text) => visitor.visit_borrowed_str(text),
            None => visitor.visit_str(&self.unescaped),
        }
    }

    /// Reads a list or an object from its opening bracket. `read` reads the items.
    #[inline]
    fn nested<T>(&mut self, end: u8, read: impl FnOnce(Items<'_, 'de>) -> Result<T, Rejected>) -> Result<T, Rejected> {
        if self.depth == MAX_DEPTH {
            return Err(Rejected);
        }
        self.depth += 1;
        self.at += 1;
        let value = read(Items::new(self, end))?;
        self.depth -= 1;
        self.token(end)?;
        Ok(value)
    }
}

impl<'de> Deserializer<'de> for &mut JsonReader<'de> {
    type Error = Rejected;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Rejected> {
        match self.next_token() {
            Some(b'"') => self.string(visitor),
            Some(b'{') => self.nested(b'}', |members| visitor.visit_map(members)),
            Some(b'[') => self.nested(b']', |elements| visitor.visit_seq(elements)),
            Some(b'-' | b'0'..=b'9') => match self.number()? {
                Number::Uint(number) => visitor.visit_u64(number),
                Number::Int(number) => visitor.visit_i64(number),
                Number::Float(number) => visitor.visit_f64(number),
            },
            Some(b'n') => self.word("null").and_then(|()| visitor.visit_unit()),
            Some(b't') => self.word("true").and_then(|()| visitor.visit_bool(true)),
            Some(b'f') => self.word("false").and_then(|()| visitor.visit_bool(false)),
            _ => Err(Rejected),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct
        seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests;
