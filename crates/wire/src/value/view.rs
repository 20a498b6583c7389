//! View of a value, which the encoder, the validator, comparison and printing use.

use std::path::Path;

use crate::descriptor::EnumDescriptor;
use crate::record::Record;
use crate::value::{Binary, WireValue};

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

impl dyn ListRef + '_ {
    /// Returns the elements.
    pub fn iter(&self) -> impl Iterator<Item = &dyn WireValue> {
        (0..self.count()).map(|index| self.item(index))
    }
}

/// The entries of a map, for [`ValueRef::Map`].
pub trait MapRef {
    /// Returns the number of entries.
    fn count(&self) -> usize;
    /// Returns the entries, in the order of their names.
    fn iter(&self) -> Box<dyn Iterator<Item = (&str, &dyn WireValue)> + '_>;
}
