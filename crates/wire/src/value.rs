//! The two directions of a value: the [`InputValue`] that it decodes and the [`ValueRef`] that it encodes.
//!
//! Every type that can be a field of a model implements [`WireValue`]. Decoding passes it an [`InputValue`]. Encoding, validation,
//! comparison and printing use its [`ValueRef`]. Both are plain enums, so their loops exist once in this crate rather than
//! once for each model. This keeps hundreds of models cheap to compile.

use std::fmt;
use std::path::Path;

use crate::binary::Binary;
use crate::context::DecodeContext;
#[cfg(feature = "catalog")]
use crate::kind::Kind;
pub use crate::list::{ListBuilder, read_list};
pub use crate::map::no_object;
use crate::open_enum::EnumDescriptor;
use crate::record::{Record, RecordDescriptor};

/// A type that can be a field of a model.
///
/// Implemented for text, numbers, lists, maps, the types of this crate, and every type made by its macros.
pub trait WireValue {
    /// Decodes the input. Called for blank values. If a field comes twice, texts and numbers are decoded a second time.
    ///
    /// # Errors
    /// Returns [`ValueError`] if the input does not fit, even leniently.
    fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError>;

    /// Returns the content to write, print, compare or validate.
    fn view(&self) -> ValueRef<'_>;

    /// Returns [`WireType::type_kind`] for a value of unknown type.
    #[cfg(feature = "catalog")]
    fn kind(&self) -> Kind;
}

/// A value with an empty initial state to decode into.
pub trait WireType: WireValue {
    /// Returns the initial state.
    fn empty() -> Self;

    /// Returns the kind of the value, for tools: flags, help, JSON Schema.
    #[cfg(feature = "catalog")]
    fn type_kind() -> Kind;
}

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
    /// Decodes the members into the slots of the fields of `shape`, in the same order.
    ///
    /// # Errors
    /// Returns [`ValueError`] if a member does not fit or the source fails.
    fn fields(
        &mut self,
        shape: &'static RecordDescriptor,
        slots: &mut [&mut dyn WireValue],
        cx: &mut DecodeContext,
    ) -> Result<(), ValueError>;

    /// Decodes the members into a map, which provides a slot for each name.
    ///
    /// # Errors
    /// Returns [`ValueError`] if a member does not fit or the source fails.
    fn entries(&mut self, into: &mut dyn MapBuilder, cx: &mut DecodeContext) -> Result<(), ValueError>;

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

/// The reason why decoding stopped.
#[derive(Debug)]
pub enum ValueError {
    /// The input does not fit. The text names the expected and the received kind.
    Mismatch(String),
    /// The input is an empty value of another kind, such as an empty text for an optional number. An optional value is then
    /// absent.
    EmptyString,
    /// The source failed below this value and stores its own error.
    Input,
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ValueError::Mismatch(text) => f.write_str(text),
            ValueError::EmptyString => f.write_str("expected a value, found an empty one of another kind"),
            ValueError::Input => f.write_str("the source broke off"),
        }
    }
}

/// The content of a value.
#[derive(Clone, Copy)]
pub enum ValueRef<'a> {
    /// An absent value. The field is omitted.
    Absent,
    /// A Boolean.
    Bool(bool),
    /// A negative whole number, or one of a signed type.
    Int(i64),
    /// A non-negative whole number.
    Uint(u64),
    /// A number with a fraction.
    Float(f64),
    /// Text.
    Text(&'a str),
    /// A local path. JSON has it as text, and cannot hold one that is not UTF-8.
    Path(&'a Path),
    /// The code of an open enum, a number.
    IntEnum(i64, &'static EnumDescriptor),
    /// The code of an open enum, a text.
    StringEnum(&'a str, &'static EnumDescriptor),
    /// Text that is redacted in output.
    Secret(&'a str),
    /// A list.
    List(&'a dyn ListRef),
    /// A map from text.
    Map(&'a dyn MapRef),
    /// An object with known fields.
    Record(&'a dyn Record),
    /// The content of a file.
    Bytes(&'a Binary),
    /// Free-form JSON.
    Json(&'a serde_json::Value),
}

/// The elements of a list, for [`ValueRef::List`].
pub trait ListRef {
    /// Returns the number of elements.
    fn count(&self) -> usize;
    /// Returns the element at `index`, which must be below the count.
    fn item(&self, index: usize) -> &dyn WireValue;
}

/// The entries of a map, for [`ValueRef::Map`].
pub trait MapRef {
    /// Returns the number of entries.
    fn count(&self) -> usize;
    /// Calls `visit` with each entry, in the order of the names.
    fn each<'a>(&'a self, visit: &mut dyn FnMut(&'a str, &'a dyn WireValue));
}
