//! Records: objects with known fields, and the code that all records share.
//!
//! A [`Record`] gives access to its values by index, in the order of its [`RecordDescriptor`]. This module decodes, compares
//! and prints records that way.

use std::any::Any;
use std::fmt;

use crate::decode::DecodeContext;
use crate::descriptor::{FieldDescriptor, RecordDescriptor};
#[cfg(feature = "catalog")]
use crate::descriptor::{Kind, RecordKind};
use crate::value::{InputValue, MapRef, REDACTED, ValueError, ValueRef, WireType, WireValue, expect_empty_object};

/// An object with known fields. A [`Model`] is a record whose type is known.
///
/// A `Box<dyn Record>` of a known model can be converted to it through [`Any`].
pub trait Record: Any + fmt::Debug + Send + Sync {
    /// Returns the descriptor of the record.
    fn descriptor(&self) -> &'static RecordDescriptor;

    /// Returns the value of the field at `index` in the descriptor.
    ///
    /// # Panics
    /// Panics if the descriptor has no such field.
    fn get(&self, index: usize) -> &dyn WireValue;

    /// Returns the mutable value of the field at `index` in the descriptor.
    ///
    /// # Panics
    /// Panics if the descriptor has no such field.
    fn get_mut(&mut self, index: usize) -> &mut dyn WireValue;
}

/// Panics because a record has no field at `index`, as indexing of a slice does.
#[cold]
#[doc(hidden)]
#[expect(clippy::panic, reason = "an index that the descriptor does not have is a bug of the caller")]
pub fn no_such_field(index: usize) -> ! {
    panic!("the record has no field at index {index}")
}

/// Collects the argument of the setter of a list. One function for all setters compiles faster than a chain of calls in each.
#[doc(hidden)]
pub fn collect<T, I: Into<T>>(items: impl IntoIterator<Item = I>) -> Vec<T> {
    items.into_iter().map(Into::into).collect()
}

impl dyn Record + '_ {
    /// Returns the descriptor and the value of each field, in the order of the descriptor.
    ///
    /// ```
    /// # use hwc_wire::{Record, ValueRef};
    /// # hwc_wire::model! { /// A label.
    /// # pub struct Label {
    /// #     /// The name.
    /// #     name: req String = body("name");
    /// # } }
    /// let mut label = Label::default();
    /// label.name = "urgent".to_owned();
    /// let record: &dyn Record = &label;
    /// for (field, value) in record.fields() {
    ///     assert_eq!(field.name, "name");
    ///     assert!(matches!(value.view(), ValueRef::Text("urgent")));
    /// }
    /// ```
    pub fn fields(&self) -> impl Iterator<Item = (&'static FieldDescriptor, &dyn WireValue)> {
        self.descriptor().fields.iter().enumerate().map(|(index, field)| (field, self.get(index)))
    }
}

/// A type of records. Implemented by `model!` and `request!`. Not for manual implementation.
///
/// Each model is a [`Record`] by one implementation for all of them, which compiles faster than one for each.
pub trait Model: Any + fmt::Debug + Send + Sync + Sized {
    /// The descriptor of the record.
    const DESCRIPTOR: &'static RecordDescriptor;

    /// Returns a record without any field set.
    fn unset() -> Self;

    /// Returns the value of the field at `index`, as [`Record::get`] does.
    #[doc(hidden)]
    fn field(&self, index: usize) -> &dyn WireValue;

    /// Returns the mutable value of the field at `index`, as [`Record::get_mut`] does.
    #[doc(hidden)]
    fn field_mut(&mut self, index: usize) -> &mut dyn WireValue;
}

impl<T: Model> Record for T {
    #[inline]
    fn descriptor(&self) -> &'static RecordDescriptor {
        T::DESCRIPTOR
    }

    #[inline]
    fn get(&self, index: usize) -> &dyn WireValue {
        self.field(index)
    }

    #[inline]
    fn get_mut(&mut self, index: usize) -> &mut dyn WireValue {
        self.field_mut(index)
    }
}

impl<T: Model> WireValue for T {
    fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
        decode(self, input, cx)
    }

    fn view(&self) -> ValueRef<'_> {
        ValueRef::Record(self)
    }

    #[cfg(feature = "catalog")]
    fn kind(&self) -> Kind {
        T::type_kind()
    }
}

impl<T: Model> WireType for T {
    fn empty() -> Self {
        T::unset()
    }

    #[cfg(feature = "catalog")]
    fn type_kind() -> Kind {
        Kind::Record(RecordKind { descriptor: T::DESCRIPTOR, make: || Box::new(T::unset()) })
    }
}

/// Decodes an object into an empty record. An empty value of another kind is not a record.
///
/// # Errors
/// Returns [`ValueError`] if the input is not an object or a member does not fit.
pub fn decode(record: &mut dyn Record, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
    let InputValue::Object(object) = input else {
        return expect_empty_object(input, cx).and(Err(ValueError::EmptyString));
    };
    object.decode_record(record, cx)
}

/// Returns the secrets in a record and its nested records, in no particular order.
#[must_use]
pub fn collect_secrets(record: &dyn Record) -> Vec<String> {
    let mut found = Vec::new();
    for (_, value) in record.fields() {
        match value.view() {
            // Most fields of a request are absent.
            ValueRef::Absent => {}
            value => collect_secrets_of(value, &mut found),
        }
    }
    found
}

fn collect_secrets_of(output: ValueRef<'_>, found: &mut Vec<String>) {
    match output {
        ValueRef::Secret(text) if !text.is_empty() => found.push(text.to_owned()),
        ValueRef::Record(record) => found.extend(collect_secrets(record)),
        ValueRef::List(items) => items.iter().for_each(|item| collect_secrets_of(item.view(), found)),
        ValueRef::Map(entries) => entries.iter().for_each(|(_, value)| collect_secrets_of(value.view(), found)),
        _ => {}
    }
}

/// Returns true if two records have equal values.
#[must_use]
#[inline]
pub fn records_equal(left: &dyn Record, right: &dyn Record) -> bool {
    if !std::ptr::eq(left.descriptor(), right.descriptor()) {
        return false;
    }
    left.fields().zip(right.fields()).all(|((_, left), (_, right))| values_equal(left.view(), right.view()))
}

/// Returns true if two outputs are equal.
#[must_use]
#[inline]
pub fn values_equal(left: ValueRef<'_>, right: ValueRef<'_>) -> bool {
    match (left, right) {
        (ValueRef::Absent, ValueRef::Absent) => true,
        (ValueRef::Bool(left), ValueRef::Bool(right)) => left == right,
        (ValueRef::Int(left), ValueRef::Int(right)) => left == right,
        (ValueRef::Uint(left), ValueRef::Uint(right)) => left == right,
        (ValueRef::Float(left), ValueRef::Float(right)) => left == right,
        (ValueRef::IntEnum(left, _), ValueRef::IntEnum(right, _)) => left == right,
        (ValueRef::Text(left), ValueRef::Text(right))
        | (ValueRef::StringEnum(left, _), ValueRef::StringEnum(right, _))
        | (ValueRef::Secret(left), ValueRef::Secret(right)) => left == right,
        (ValueRef::List(left), ValueRef::List(right)) => {
            left.count() == right.count()
                && left.iter().zip(right.iter()).all(|(left, right)| values_equal(left.view(), right.view()))
        }
        (ValueRef::Map(left), ValueRef::Map(right)) => maps_equal(left, right),
        (ValueRef::Record(left), ValueRef::Record(right)) => records_equal(left, right),
        (ValueRef::Bytes(left), ValueRef::Bytes(right)) => left == right,
        (ValueRef::Path(left), ValueRef::Path(right)) => left == right,
        (ValueRef::Json(left), ValueRef::Json(right)) => left == right,
        _ => false,
    }
}

#[inline]
fn maps_equal(left: &dyn MapRef, right: &dyn MapRef) -> bool {
    let same = |((left_name, left), (right_name, right)): ((&str, &dyn WireValue), (&str, &dyn WireValue))| {
        left_name == right_name && values_equal(left.view(), right.view())
    };
    left.count() == right.count() && left.iter().zip(right.iter()).all(same)
}

/// Prints a record as `derive(Debug)` does, but without the fields that are not set. Secrets print as `[redacted]`.
///
/// `fields` holds the kind and the Rust name of each field, as in `opt status vec labels`, since the descriptor has only names
/// on the wire. Without them it prints these.
///
/// # Errors
/// Returns the errors of the formatter.
pub fn debug(record: &dyn Record, fields: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut lines = f.debug_struct(record.descriptor().name);
    let mut is_complete = true;
    let mut words = fields.split_whitespace();
    for (field, value) in record.fields() {
        let (kind, name) = words.next().zip(words.next()).unwrap_or(("", field.name));
        match value.view() {
            ValueRef::Absent => is_complete = false,
            _ if kind.starts_with("opt") => _ = lines.field(name, &Some(DebugValue(value))),
            _ => _ = lines.field(name, &DebugValue(value)),
        }
    }
    if is_complete { lines.finish() } else { lines.finish_non_exhaustive() }
}

/// A value whose `Debug` prints its output.
struct DebugValue<'a>(&'a dyn WireValue);

impl fmt::Debug for DebugValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.view() {
            ValueRef::StringEnum(code, info) => debug_code(info.variant(code), &code, f),
            ValueRef::IntEnum(code, info) => debug_code(info.variant(&code.to_string()), &code, f),
            ValueRef::Secret(_) => f.write_str(REDACTED),
            ValueRef::Record(record) => fmt::Debug::fmt(record, f),
            ValueRef::List(items) => f.debug_list().entries(items.iter().map(DebugValue)).finish(),
            ValueRef::Map(entries) => {
                f.debug_map().entries(entries.iter().map(|(name, value)| (name, DebugValue(value)))).finish()
            }
            ValueRef::Absent => f.write_str("None"),
            ValueRef::Bool(value) => fmt::Debug::fmt(&value, f),
            ValueRef::Int(value) => fmt::Debug::fmt(&value, f),
            ValueRef::Uint(value) => fmt::Debug::fmt(&value, f),
            ValueRef::Float(value) => fmt::Debug::fmt(&value, f),
            ValueRef::Text(text) => fmt::Debug::fmt(text, f),
            ValueRef::Path(path) => fmt::Debug::fmt(path, f),
            ValueRef::Bytes(bytes) => fmt::Debug::fmt(bytes, f),
            ValueRef::Json(json) => fmt::Display::fmt(json, f),
        }
    }
}

/// Prints the variant of an enum, or an unknown code.
///
/// # Errors
/// Returns the errors of the formatter.
pub fn debug_code(variant: Option<&str>, code: &dyn fmt::Debug, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match variant {
        Some(variant) => f.write_str(variant),
        None => f.debug_tuple("Unknown").field(code).finish(),
    }
}
