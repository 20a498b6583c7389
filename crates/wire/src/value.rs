//! The two directions of a value: what arrives for it and what it shows of itself.
//!
//! Everything that can stand in a field of a model implements [`Value`]. Decoding feeds it an [`Input`], and encoding,
//! limits, comparison and printing all look at its [`Output`]. Both are plain enums, so the loops over them are written
//! once in this crate and never again for each model: that is what keeps hundreds of models cheap to compile.

use std::fmt;
use std::path::Path;

use crate::binary::Binary;
use crate::context::Context;
#[cfg(feature = "catalog")]
use crate::kind::Kind;
pub use crate::list::{ElementSlots, read_list};
pub use crate::map::no_object;
use crate::open_enum::EnumInfo;
use crate::record::{Record, Shape};

/// Something that can stand in a field of a model.
///
/// Implemented for text, numbers, lists, maps, the types of this crate, and every type made by its macros.
pub trait Value {
    /// Takes what arrived. Asked of blank values, and of text and numbers again when a field comes twice.
    ///
    /// # Errors
    /// [`Stop`] when nothing sensible can be made of the input, even tolerantly.
    fn read(&mut self, input: Input<'_>, cx: &mut Context) -> Result<(), Stop>;

    /// What there is to write, print, compare or check.
    fn show(&self) -> Output<'_>;

    /// [`Blank::kind`], asked of a value whose type is not known.
    #[cfg(feature = "catalog")]
    fn own_kind(&self) -> Kind;
}

/// A value that can be made from nothing, to be read into.
pub trait Blank: Value {
    /// The value before anything was read into it.
    fn blank() -> Self;

    /// What sort of value this is, for tools: flags, help, JSON Schema.
    #[cfg(feature = "catalog")]
    fn kind() -> Kind;
}

/// One value as it arrives, from JSON, a query string, a header or a path.
pub enum Input<'a> {
    /// JSON's `null`.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number below zero.
    Int(i64),
    /// A whole number from zero.
    Uint(u64),
    /// A number with a fraction or an exponent.
    Float(f64),
    /// Text, in JSON or from a place that knows nothing but text.
    Text(&'a str),
    /// A body that is no JSON, as it came.
    Bytes(&'a [u8]),
    /// The elements of a list, one at a time.
    List(&'a mut dyn ListInput),
    /// The members of an object, one at a time.
    Object(&'a mut dyn ObjectInput),
}

impl Input<'_> {
    /// The input in words, for error messages.
    #[must_use]
    pub fn found(&self) -> &'static str {
        match self {
            Input::Null => "null",
            Input::Bool(_) => "true or false",
            Input::Int(_) | Input::Uint(_) => "a whole number",
            Input::Float(_) => "a number with a fraction",
            Input::Text(_) => "text",
            Input::Bytes(_) => "bytes",
            Input::List(_) => "a list",
            Input::Object(_) => "an object",
        }
    }

    /// The error for an input that `expected` cannot be made of.
    #[must_use]
    pub fn mismatch(&self, expected: &str) -> Stop {
        Stop::Mismatch(format!("expected {expected}, found {}", self.found()))
    }
}

/// A list that is being read.
pub trait ListInput {
    /// Reads the next element into `into`.
    ///
    /// # Errors
    /// [`Stop`] when the element does not fit or the source breaks off.
    fn next(&mut self, into: &mut dyn Value, cx: &mut Context) -> Result<Element, Stop>;

    /// Returns true if there is no further element. The next element is lost if there is one.
    ///
    /// # Errors
    /// [`Stop`] when the source breaks off.
    fn is_at_end(&mut self) -> Result<bool, Stop>;
}

/// The outcome of reading one element of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    /// It was read.
    Read,
    /// It is `null` or empty, which is no element. That was noted.
    Absent,
    /// The list is at its end.
    End,
}

/// An object that is being read.
pub trait ObjectInput {
    /// Reads the members into the slots that stand for the fields of `shape`, in the same order.
    ///
    /// # Errors
    /// [`Stop`] when a member does not fit or the source breaks off.
    fn fields(&mut self, shape: &'static Shape, slots: &mut [&mut dyn Value], cx: &mut Context) -> Result<(), Stop>;

    /// Reads the members into a map, asking it for a place for each name.
    ///
    /// # Errors
    /// [`Stop`] when a member does not fit or the source breaks off.
    fn entries(&mut self, into: &mut dyn EntrySlots, cx: &mut Context) -> Result<(), Stop>;

    /// Returns true if a member has been read. Only a source of JSON has to tell; others are never empty.
    fn has_members(&self) -> bool {
        true
    }

    /// Returns true if there is no further member. The next member is lost if there is one.
    ///
    /// # Errors
    /// [`Stop`] when the source breaks off.
    fn is_at_end(&mut self) -> Result<bool, Stop> {
        Ok(true)
    }
}

/// A map that is being filled.
pub trait EntrySlots {
    /// The place of the entry called `name`.
    fn slot(&mut self, name: &str) -> &mut dyn Value;
    /// Removes the entry called `name`.
    fn remove(&mut self, name: &str);
    /// The memory that one more entry takes, in bytes.
    fn cost(&self) -> usize;
}

/// Why reading stopped.
#[derive(Debug)]
pub enum Stop {
    /// The input does not fit; the text says what was expected and what came.
    Mismatch(String),
    /// The input is an empty value of another kind, such as an empty text where there is a number or nothing. An optional value
    /// is then absent.
    Nothing,
    /// The source failed below this value and keeps its own error.
    Source,
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stop::Mismatch(text) => f.write_str(text),
            Stop::Nothing => f.write_str("expected a value, found an empty one of another kind"),
            Stop::Source => f.write_str("the source broke off"),
        }
    }
}

/// What a value shows of itself.
#[derive(Clone, Copy)]
pub enum Output<'a> {
    /// Nothing: the field is left out.
    Absent,
    /// A truth value.
    Bool(bool),
    /// A whole number below zero, or of a type that can be.
    Int(i64),
    /// A whole number from zero.
    Uint(u64),
    /// A number with a fraction.
    Float(f64),
    /// Text.
    Text(&'a str),
    /// A path of this machine. JSON has it as text, and cannot hold one that is not UTF-8.
    Path(&'a Path),
    /// The code of an open enum, a number.
    NumberCode(i64, &'static EnumInfo),
    /// The code of an open enum, a text.
    TextCode(&'a str, &'static EnumInfo),
    /// Text that must not be printed.
    Secret(&'a str),
    /// A list.
    List(&'a dyn Items),
    /// A map from text.
    Map(&'a dyn Entries),
    /// An object with known fields.
    Record(&'a dyn Record),
    /// The content of a file.
    Bytes(&'a Binary),
    /// Free-form JSON.
    Json(&'a serde_json::Value),
}

/// The elements of a list, for [`Output::List`].
pub trait Items {
    /// How many there are.
    fn count(&self) -> usize;
    /// The element at `index`, which is below the count.
    fn item(&self, index: usize) -> &dyn Value;
}

/// The entries of a map, for [`Output::Map`].
pub trait Entries {
    /// How many there are.
    fn count(&self) -> usize;
    /// Calls `visit` with each entry, in the order of the names.
    fn each<'a>(&'a self, visit: &mut dyn FnMut(&'a str, &'a dyn Value));
}
