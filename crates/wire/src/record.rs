//! Records: objects with known fields, and the code that all records share.
//!
//! A record exposes its fields as an array of [`WireValue`]s in the order of its descriptor ([`RecordDescriptor`]). This module decodes,
//! encodes, compares and prints records through that array.

use std::fmt;

use crate::context::DecodeContext;
use crate::field::{FieldDescriptor, Location};
#[cfg(feature = "catalog")]
use crate::kind::{Kind, RecordKind};
use crate::value::{InputValue, ValueError, ValueRef, WireType, WireValue, no_object};

/// The descriptor of a record.
#[derive(Debug)]
pub struct RecordDescriptor {
    /// The name of the Rust type.
    pub name: &'static str,
    /// The fields, in the order of the slots.
    pub fields: &'static [FieldDescriptor],
    /// True if the body has required fields.
    pub(crate) has_required: bool,
    /// True if it is a request, or a record in a request.
    sent: bool,
    /// One bit for each location that a field uses.
    places: u8,
}

impl RecordDescriptor {
    /// Creates the descriptor of a record in responses.
    #[must_use]
    pub const fn received(name: &'static str, fields: &'static [FieldDescriptor]) -> Self {
        let (mut has_required, mut places) = (false, 0);
        let mut index = 0;
        while index < fields.len() {
            has_required |= fields[index].required && fields[index].in_body();
            places |= 1 << fields[index].location as u8;
            index += 1;
        }
        Self { name, fields, has_required, sent: false, places }
    }

    /// Creates the descriptor of a record in requests.
    #[must_use]
    pub const fn sent(name: &'static str, fields: &'static [FieldDescriptor]) -> Self {
        let mut shape = Self::received(name, fields);
        shape.sent = true;
        shape
    }

    /// Returns true if the record is a request, or a record in a request.
    #[must_use]
    pub const fn is_sent(&self) -> bool {
        self.sent
    }

    /// Returns true if a field has this location.
    #[must_use]
    pub const fn has(&self, place: Location) -> bool {
        self.places & (1 << place as u8) != 0
    }

    /// Returns true if the body is the content of a file. Headers may hold other fields.
    #[must_use]
    pub fn is_content(&self) -> bool {
        self.fields.iter().any(|field| field.binary)
    }

    /// Returns true if the body is a form.
    #[must_use]
    pub fn is_form(&self) -> bool {
        self.has(Location::Form)
    }
}

/// An object with known fields. A [`Model`] is a record whose type is known.
pub trait Record: fmt::Debug + Send + Sync + 'static {
    /// Returns the descriptor of the record.
    fn descriptor(&self) -> &'static RecordDescriptor;

    /// Calls `visit` with the values of the fields, in the order of the descriptor.
    fn slots(&self, visit: &mut dyn FnMut(&[&dyn WireValue]));

    /// Calls `visit` with the mutable values of the fields, in the order of the descriptor.
    fn slots_mut(&mut self, visit: &mut dyn FnMut(&mut [&mut dyn WireValue]));
}

/// A record whose type is known. Implemented by `model!` and `request!`. Not for manual implementation.
pub trait Model: Record + Sized {
    /// Returns a record without any field set.
    fn unset() -> Self;

    /// Returns the descriptor of the record.
    fn type_descriptor() -> &'static RecordDescriptor;
}

impl<T: Model> WireValue for T {
    fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
        read(self, input, cx)
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
        Kind::Record(RecordKind { shape: T::type_descriptor(), make: || Box::new(T::unset()) })
    }
}

/// Decodes an object into an empty record. An empty value of another kind is not a record.
///
/// # Errors
/// Returns [`ValueError`] if the input is not an object or a member does not fit.
pub fn read(record: &mut dyn Record, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
    let InputValue::Object(object) = input else {
        return no_object(input, cx).and(Err(ValueError::EmptyString));
    };
    let shape = record.descriptor();
    let mut done = Ok(());
    record.slots_mut(&mut |slots| done = object.fields(shape, slots, cx));
    done
}

/// Calls `visit` with the descriptor and the value of each field.
pub fn each_field(record: &dyn Record, visit: &mut dyn FnMut(&'static FieldDescriptor, &dyn WireValue)) {
    let shape = record.descriptor();
    record.slots(&mut |slots| {
        for (field, value) in shape.fields.iter().zip(slots) {
            visit(field, *value);
        }
    });
}

/// Sets one field by its name on the wire. Pagination sets the next offset this way. Returns `None` for an unknown field.
///
/// # Errors
/// Returns the errors of [`WireValue::decode`].
pub fn set_field(record: &mut dyn Record, name: &str, input: InputValue<'_>) -> Option<Result<(), ValueError>> {
    let index = record.descriptor().fields.iter().position(|field| field.is_called(name))?;
    let mut input = Some(input);
    let mut done = None;
    record.slots_mut(&mut |slots| {
        if let (Some(slot), Some(input)) = (slots.get_mut(index), input.take()) {
            done = Some(slot.decode(input, &mut DecodeContext::default().with_text_values()));
        }
    });
    done
}

/// Returns the secrets in a record and its nested records, in no particular order.
#[must_use]
pub fn collect_secrets(record: &dyn Record) -> Vec<String> {
    let mut found = Vec::new();
    each_field(record, &mut |_, value| collect_secrets_of(value.view(), &mut found));
    found
}

fn collect_secrets_of(output: ValueRef<'_>, found: &mut Vec<String>) {
    match output {
        ValueRef::Secret(text) if !text.is_empty() => found.push(text.to_owned()),
        ValueRef::Record(record) => found.extend(collect_secrets(record)),
        ValueRef::List(items) => {
            (0..items.count()).for_each(|index| collect_secrets_of(items.item(index).view(), found));
        }
        ValueRef::Map(entries) => entries.each(&mut |_, value| collect_secrets_of(value.view(), found)),
        _ => {}
    }
}

/// Returns true if two records have equal values.
#[must_use]
pub fn records_equal(left: &dyn Record, right: &dyn Record) -> bool {
    if !std::ptr::eq(left.descriptor(), right.descriptor()) {
        return false;
    }
    let mut equal = true;
    left.slots(&mut |left| {
        right.slots(&mut |right| {
            equal = left.iter().zip(right).all(|(left, right)| values_equal(left.view(), right.view()));
        });
    });
    equal
}

/// Returns true if two outputs are equal.
#[must_use]
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
                && (0..left.count()).all(|index| values_equal(left.item(index).view(), right.item(index).view()))
        }
        (ValueRef::Map(left), ValueRef::Map(right)) => same_map(left, right),
        (ValueRef::Record(left), ValueRef::Record(right)) => records_equal(left, right),
        (ValueRef::Bytes(left), ValueRef::Bytes(right)) => left == right,
        (ValueRef::Path(left), ValueRef::Path(right)) => left == right,
        (ValueRef::Json(left), ValueRef::Json(right)) => left == right,
        _ => false,
    }
}

fn same_map(left: &dyn crate::value::MapRef, right: &dyn crate::value::MapRef) -> bool {
    let mut entries = Vec::new();
    left.each(&mut |name, value| entries.push((name, value)));
    let mut entries = entries.into_iter();
    let mut equal = left.count() == right.count();
    right.each(&mut |name, value| {
        let twin = entries.next();
        equal &= twin.is_some_and(|(twin, other)| twin == name && values_equal(other.view(), value.view()));
    });
    equal
}

/// Prints the fields of a record that are set. Secrets print as `[redacted]`.
///
/// # Errors
/// Returns the errors of the formatter.
pub fn debug(record: &dyn Record, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut lines = f.debug_struct(record.descriptor().name);
    each_field(record, &mut |field, value| {
        if !matches!(value.view(), ValueRef::Absent) {
            lines.field(field.name, &Shown(value));
        }
    });
    lines.finish()
}

/// A value whose `Debug` prints its output.
struct Shown<'a>(&'a dyn WireValue);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.view() {
            ValueRef::StringEnum(code, info) => f.write_str(info.variant(code).unwrap_or(code)),
            ValueRef::IntEnum(code, info) => {
                let code = code.to_string();
                f.write_str(info.variant(&code).unwrap_or(&code))
            }
            ValueRef::Secret(_) => f.write_str("[redacted]"),
            ValueRef::Record(record) => debug(record, f),
            ValueRef::List(items) => {
                let items = (0..items.count()).map(|index| Shown(items.item(index)));
                f.debug_list().entries(items).finish()
            }
            ValueRef::Map(entries) => {
                let mut lines = f.debug_map();
                entries.each(&mut |name, value| {
                    lines.entry(&name, &Shown(value));
                });
                lines.finish()
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
