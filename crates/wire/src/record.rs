//! Records: objects with known fields, and the code that all records share.
//!
//! A record exposes its fields as an array of [`Value`]s in the order of its descriptor ([`Shape`]). This module decodes,
//! encodes, compares and prints records through that array.

use std::fmt;

use crate::context::Context;
use crate::field::{Field, Place};
#[cfg(feature = "catalog")]
use crate::kind::{Kind, RecordKind};
use crate::value::{Blank, Input, Output, Stop, Value, no_object};

/// The descriptor of a record.
#[derive(Debug)]
pub struct Shape {
    /// The name of the Rust type.
    pub name: &'static str,
    /// The fields, in the order of the slots.
    pub fields: &'static [Field],
    /// True if the body has required fields.
    pub(crate) has_required: bool,
    /// True if it is a request, or a record in a request.
    sent: bool,
    /// One bit for each location that a field uses.
    places: u8,
}

impl Shape {
    /// Creates the descriptor of a record in responses.
    #[must_use]
    pub const fn received(name: &'static str, fields: &'static [Field]) -> Self {
        let (mut has_required, mut places) = (false, 0);
        let mut index = 0;
        while index < fields.len() {
            has_required |= fields[index].required && fields[index].in_body();
            places |= 1 << fields[index].place as u8;
            index += 1;
        }
        Self { name, fields, has_required, sent: false, places }
    }

    /// Creates the descriptor of a record in requests.
    #[must_use]
    pub const fn sent(name: &'static str, fields: &'static [Field]) -> Self {
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
    pub const fn has(&self, place: Place) -> bool {
        self.places & (1 << place as u8) != 0
    }

    /// Returns true if the body is the content of a file. Headers may hold other fields.
    #[must_use]
    pub fn is_content(&self) -> bool {
        self.fields.iter().any(|field| field.content)
    }

    /// Returns true if the body is a form.
    #[must_use]
    pub fn is_form(&self) -> bool {
        self.has(Place::Form)
    }
}

/// An object with known fields. A [`Model`] is a record whose type is known.
pub trait Record: fmt::Debug + Send + Sync + 'static {
    /// Returns the descriptor of the record.
    fn shape(&self) -> &'static Shape;

    /// Calls `visit` with the values of the fields, in the order of the descriptor.
    fn slots(&self, visit: &mut dyn FnMut(&[&dyn Value]));

    /// Calls `visit` with the mutable values of the fields, in the order of the descriptor.
    fn slots_mut(&mut self, visit: &mut dyn FnMut(&mut [&mut dyn Value]));
}

/// A record whose type is known. Implemented by `model!` and `request!`. Not for manual implementation.
pub trait Model: Record + Sized {
    /// Returns a record without any field set.
    fn empty() -> Self;

    /// Returns the descriptor of the record.
    fn table() -> &'static Shape;
}

impl<T: Model> Value for T {
    fn read(&mut self, input: Input<'_>, cx: &mut Context) -> Result<(), Stop> {
        read(self, input, cx)
    }

    fn show(&self) -> Output<'_> {
        Output::Record(self)
    }

    #[cfg(feature = "catalog")]
    fn own_kind(&self) -> Kind {
        T::kind()
    }
}

impl<T: Model> Blank for T {
    fn blank() -> Self {
        T::empty()
    }

    #[cfg(feature = "catalog")]
    fn kind() -> Kind {
        Kind::Record(RecordKind { shape: T::table(), make: || Box::new(T::empty()) })
    }
}

/// Decodes an object into an empty record. An empty value of another kind is not a record.
///
/// # Errors
/// Returns [`Stop`] if the input is not an object or a member does not fit.
pub fn read(record: &mut dyn Record, input: Input<'_>, cx: &mut Context) -> Result<(), Stop> {
    let Input::Object(object) = input else {
        return no_object(input, cx).and(Err(Stop::Nothing));
    };
    let shape = record.shape();
    let mut done = Ok(());
    record.slots_mut(&mut |slots| done = object.fields(shape, slots, cx));
    done
}

/// Calls `visit` with the descriptor and the value of each field.
pub fn each_field(record: &dyn Record, visit: &mut dyn FnMut(&'static Field, &dyn Value)) {
    let shape = record.shape();
    record.slots(&mut |slots| {
        for (field, value) in shape.fields.iter().zip(slots) {
            visit(field, *value);
        }
    });
}

/// Sets one field by its name on the wire. Pagination sets the next offset this way. Returns `None` for an unknown field.
///
/// # Errors
/// Returns the errors of [`Value::read`].
pub fn set(record: &mut dyn Record, name: &str, input: Input<'_>) -> Option<Result<(), Stop>> {
    let index = record.shape().fields.iter().position(|field| field.is_called(name))?;
    let mut input = Some(input);
    let mut done = None;
    record.slots_mut(&mut |slots| {
        if let (Some(slot), Some(input)) = (slots.get_mut(index), input.take()) {
            done = Some(slot.read(input, &mut Context::default().from_text()));
        }
    });
    done
}

/// Returns the secrets in a record and its nested records, in no particular order.
#[must_use]
pub fn secrets(record: &dyn Record) -> Vec<String> {
    let mut found = Vec::new();
    each_field(record, &mut |_, value| collect_secrets(value.show(), &mut found));
    found
}

fn collect_secrets(output: Output<'_>, found: &mut Vec<String>) {
    match output {
        Output::Secret(text) if !text.is_empty() => found.push(text.to_owned()),
        Output::Record(record) => found.extend(secrets(record)),
        Output::List(items) => (0..items.count()).for_each(|index| collect_secrets(items.item(index).show(), found)),
        Output::Map(entries) => entries.each(&mut |_, value| collect_secrets(value.show(), found)),
        _ => {}
    }
}

/// Returns true if two records have equal values.
#[must_use]
pub fn same(left: &dyn Record, right: &dyn Record) -> bool {
    if !std::ptr::eq(left.shape(), right.shape()) {
        return false;
    }
    let mut equal = true;
    left.slots(&mut |left| {
        right.slots(&mut |right| {
            equal = left.iter().zip(right).all(|(left, right)| same_output(left.show(), right.show()));
        });
    });
    equal
}

/// Returns true if two outputs are equal.
#[must_use]
pub fn same_output(left: Output<'_>, right: Output<'_>) -> bool {
    match (left, right) {
        (Output::Absent, Output::Absent) => true,
        (Output::Bool(left), Output::Bool(right)) => left == right,
        (Output::Int(left), Output::Int(right)) => left == right,
        (Output::Uint(left), Output::Uint(right)) => left == right,
        (Output::Float(left), Output::Float(right)) => left == right,
        (Output::NumberCode(left, _), Output::NumberCode(right, _)) => left == right,
        (Output::Text(left), Output::Text(right))
        | (Output::TextCode(left, _), Output::TextCode(right, _))
        | (Output::Secret(left), Output::Secret(right)) => left == right,
        (Output::List(left), Output::List(right)) => {
            left.count() == right.count()
                && (0..left.count()).all(|index| same_output(left.item(index).show(), right.item(index).show()))
        }
        (Output::Map(left), Output::Map(right)) => same_map(left, right),
        (Output::Record(left), Output::Record(right)) => same(left, right),
        (Output::Bytes(left), Output::Bytes(right)) => left == right,
        (Output::Path(left), Output::Path(right)) => left == right,
        (Output::Json(left), Output::Json(right)) => left == right,
        _ => false,
    }
}

fn same_map(left: &dyn crate::value::Entries, right: &dyn crate::value::Entries) -> bool {
    let mut entries = Vec::new();
    left.each(&mut |name, value| entries.push((name, value)));
    let mut entries = entries.into_iter();
    let mut equal = left.count() == right.count();
    right.each(&mut |name, value| {
        let twin = entries.next();
        equal &= twin.is_some_and(|(twin, other)| twin == name && same_output(other.show(), value.show()));
    });
    equal
}

/// Prints the fields of a record that are set. Secrets print as `[redacted]`.
///
/// # Errors
/// Returns the errors of the formatter.
pub fn debug(record: &dyn Record, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut lines = f.debug_struct(record.shape().name);
    each_field(record, &mut |field, value| {
        if !matches!(value.show(), Output::Absent) {
            lines.field(field.name, &Shown(value));
        }
    });
    lines.finish()
}

/// A value whose `Debug` prints its output.
struct Shown<'a>(&'a dyn Value);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.show() {
            Output::TextCode(code, info) => f.write_str(info.variant(code).unwrap_or(code)),
            Output::NumberCode(code, info) => {
                let code = code.to_string();
                f.write_str(info.variant(&code).unwrap_or(&code))
            }
            Output::Secret(_) => f.write_str("[redacted]"),
            Output::Record(record) => debug(record, f),
            Output::List(items) => {
                let items = (0..items.count()).map(|index| Shown(items.item(index)));
                f.debug_list().entries(items).finish()
            }
            Output::Map(entries) => {
                let mut lines = f.debug_map();
                entries.each(&mut |name, value| {
                    lines.entry(&name, &Shown(value));
                });
                lines.finish()
            }
            Output::Absent => f.write_str("None"),
            Output::Bool(value) => fmt::Debug::fmt(&value, f),
            Output::Int(value) => fmt::Debug::fmt(&value, f),
            Output::Uint(value) => fmt::Debug::fmt(&value, f),
            Output::Float(value) => fmt::Debug::fmt(&value, f),
            Output::Text(text) => fmt::Debug::fmt(text, f),
            Output::Path(path) => fmt::Debug::fmt(path, f),
            Output::Bytes(bytes) => fmt::Debug::fmt(bytes, f),
            Output::Json(json) => fmt::Display::fmt(json, f),
        }
    }
}
