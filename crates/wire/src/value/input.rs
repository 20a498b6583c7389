//! Input of decoding: one received value, and readers for lists and objects.

use crate::decode::DecodeContext;
use crate::record::Record;
use crate::value::{ValueError, WireValue};

/// One received value, from JSON, a query string, a header or a path.
pub enum InputValue<'a> {
    /// `null` in JSON.
    Null,
    /// A Boolean.
    Bool(bool),
    /// A negative whole number.
    Int(i64),
    /// A non-negative whole number.
    Uint(u64),
    /// A number with a fraction or an exponent.
    Float(f64),
    /// Text, in JSON or from a location that holds only text.
    Text(&'a str),
    /// The bytes of a body that is not JSON.
    Bytes(&'a [u8]),
    /// The elements of a list, one at a time.
    List(&'a mut dyn ListReader),
    /// The members of an object, one at a time.
    Object(&'a mut dyn ObjectReader),
}

impl InputValue<'_> {
    /// Describes the input, for error messages.
    #[must_use]
    pub fn found(&self) -> &'static str {
        match self {
            InputValue::Null => "null",
            InputValue::Bool(_) => "true or false",
            InputValue::Int(_) | InputValue::Uint(_) => "a whole number",
            InputValue::Float(_) => "a number with a fraction",
            InputValue::Text(_) => "text",
            InputValue::Bytes(_) => "bytes",
            InputValue::List(_) => "a list",
            InputValue::Object(_) => "an object",
        }
    }

    /// Returns the error for an input that is not the `expected` kind.
    #[must_use]
    pub fn mismatch(&self, expected: &str) -> ValueError {
        ValueError::Mismatch(format!("expected {expected}, found {}", self.found()))
    }
}

/// A list that is being decoded.
pub trait ListReader {
    /// Decodes the next element into `into`.
    ///
    /// # Errors
    /// Returns [`ValueError`] if the element does not fit or the source fails.
    fn next(&mut self, into: &mut dyn WireValue, cx: &mut DecodeContext) -> Result<Element, ValueError>;

    /// Returns true at the end of the list. Otherwise the next element is lost.
    ///
    /// # Errors
    /// Returns [`ValueError`] if the source fails.
    fn is_at_end(&mut self) -> Result<bool, ValueError>;
}

/// The outcome of decoding one element of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    /// The element was decoded.
    Read,
    /// The element is `null` or empty, so it was skipped. This is reported as a deviation.
    Absent,
    /// The end of the list.
    End,
}

/// An object that is being decoded.
pub trait ObjectReader {
    /// Decodes the members into the fields of a record.
    ///
    /// # Errors
    /// Returns [`ValueError`] if a member does not fit or the source fails.
    fn decode_record(&mut self, record: &mut dyn Record, cx: &mut DecodeContext) -> Result<(), ValueError>;

    /// Decodes the members into a map, which provides a slot for each name.
    ///
    /// # Errors
    /// Returns [`ValueError`] if a member does not fit or the source fails.
    fn decode_map(&mut self, into: &mut dyn MapBuilder, cx: &mut DecodeContext) -> Result<(), ValueError>;

    /// Returns true if a member has been decoded. Only JSON sources override this; others are never empty.
    fn has_members(&self) -> bool {
        true
    }

    /// Returns true at the end of the object. Otherwise the next member is lost.
    ///
    /// # Errors
    /// Returns [`ValueError`] if the source fails.
    fn is_at_end(&mut self) -> Result<bool, ValueError> {
        Ok(true)
    }
}

/// A map that is being decoded.
pub trait MapBuilder {
    /// Returns the slot of the entry called `name`.
    fn slot(&mut self, name: &str) -> &mut dyn WireValue;
    /// Removes the entry called `name`.
    fn remove(&mut self, name: &str);
    /// Returns the memory that one more entry takes, in bytes.
    fn cost(&self) -> usize;
}
