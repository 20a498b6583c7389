//! Serializer: [`ValueRef`] to serde, with one walk for all models.
//!
//! Serialization by a program redacts secrets. On the wire they are in clear.

use std::path::Path;

use serde::ser::{Error, Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::descriptor::{FieldDescriptor, JsonForm};
use crate::record::Record;
use crate::text::to_query_text;
use crate::value::{ListRef, MapRef, REDACTED, ValueRef};

/// Redacts secrets. [`expose`](crate::expose) writes them.
impl Serialize for ValueRef<'_> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        TypedValue { output: *self, form: Form { types: JsonTypes::Model, redacts: true } }.serialize(serializer)
    }
}

/// The choice of JSON types in the output.
#[derive(Clone, Copy, PartialEq, Eq)]
enum JsonTypes {
    /// The types of the models.
    Model,
    /// The types of the models in a request: with constants, without empty lists in records, and with the numbers and
    /// texts of the service.
    Request,
    /// The types of the service, according to its reference and SDKs.
    Service,
    /// Text for the numbers and codes of loose fields.
    Text,
}

/// The form of the output.
#[derive(Clone, Copy)]
struct Form {
    types: JsonTypes,
    redacts: bool,
}

impl Form {
    /// The form on the wire.
    const fn wire(types: JsonTypes) -> Self {
        Self { types, redacts: false }
    }
}

/// A value with the form of its output.
#[derive(Clone, Copy)]
pub(super) struct TypedValue<'a> {
    output: ValueRef<'a>,
    form: Form,
}

impl<'a> TypedValue<'a> {
    /// Creates a value with the types of the models and secrets in clear.
    #[inline]
    pub(super) fn exposed(output: ValueRef<'a>) -> Self {
        Self { output, form: Form::wire(JsonTypes::Model) }
    }
}

impl Serialize for TypedValue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.output {
            ValueRef::Int(_) | ValueRef::Uint(_) | ValueRef::IntEnum(..) if self.form.types == JsonTypes::Text => {
                serializer.serialize_str(&to_query_text(self.output).unwrap_or_default())
            }
            ValueRef::Absent => serializer.serialize_unit(),
            ValueRef::Bool(value) => serializer.serialize_bool(value),
            ValueRef::Int(value) | ValueRef::IntEnum(value, _) => serializer.serialize_i64(value),
            ValueRef::Uint(value) => serializer.serialize_u64(value),
            ValueRef::Float(value) => serializer.serialize_f64(value),
            ValueRef::Secret(_) if self.form.redacts => serializer.serialize_str(REDACTED),
            ValueRef::Text(value) | ValueRef::StringEnum(value, _) | ValueRef::Secret(value) => {
                serializer.serialize_str(value)
            }
            ValueRef::Path(path) => serializer.serialize_str(utf8(path)?),
            ValueRef::List(items) => list(items, self.form, serializer),
            ValueRef::Map(entries) => map(entries, self.form, serializer),
            ValueRef::Record(record) => object(record, &|_| true, self.form, serializer),
            ValueRef::Bytes(bytes) => match std::str::from_utf8(bytes.as_slice()) {
                Ok(text) => serializer.serialize_str(text),
                Err(_) => serializer.collect_seq(bytes.as_slice()),
            },
            ValueRef::Json(value) => value.serialize(serializer),
        }
    }
}

/// Returns a path as text for JSON. A lossy conversion would name another file, so it is an error.
fn utf8<E: Error>(path: &Path) -> Result<&str, E> {
    path.to_str()
        .ok_or_else(|| E::custom(format_args!("path is not UTF-8, and JSON cannot hold it: {}", path.display())))
}

fn list<S: Serializer>(items: &dyn ListRef, form: Form, serializer: S) -> Result<S::Ok, S::Error> {
    let mut sequence = serializer.serialize_seq(Some(items.count()))?;
    for item in items.iter() {
        sequence.serialize_element(&TypedValue { output: item.view(), form })?;
    }
    sequence.end()
}

fn map<S: Serializer>(entries: &dyn MapRef, form: Form, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(entries.count()))?;
    for (name, value) in entries.iter() {
        map.serialize_entry(name, &TypedValue { output: value.view(), form })?;
    }
    map.end()
}

/// A part of a request that is a whole body or a part of a form.
pub(crate) struct RequestValue<'a>(pub(crate) ValueRef<'a>);

impl Serialize for RequestValue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        TypedValue { output: self.0, form: Form::wire(JsonTypes::Request) }.serialize(serializer)
    }
}

/// Some of a record's fields as an object: those in the body of a request.
pub(crate) struct JsonMembers<'a> {
    pub(crate) record: &'a dyn Record,
    pub(crate) includes: &'a dyn Fn(&FieldDescriptor) -> bool,
}

impl Serialize for JsonMembers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        object(self.record, self.includes, Form::wire(JsonTypes::Request), serializer)
    }
}

/// The value of a field in the form of the service. The JSON type may differ from that of the model.
pub struct ServiceValue<'a> {
    /// The field.
    pub field: &'a FieldDescriptor,
    /// The value.
    pub output: ValueRef<'a>,
}

impl Serialize for ServiceValue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let as_is = TypedValue { output: self.output, form: Form::wire(JsonTypes::Service) };
        match (self.field.json_form, self.output) {
            (JsonForm::String, _) => TypedValue { form: Form::wire(JsonTypes::Text), ..as_is }.serialize(serializer),
            (JsonForm::Number, ValueRef::Text(text)) => match number(text) {
                Some(number) => serializer.serialize_i64(number),
                None => as_is.serialize(serializer),
            },
            (JsonForm::SingleItem, ValueRef::List(items)) if items.count() == 1 && is_filled(items.item(0).view()) => {
                TypedValue { output: items.item(0).view(), ..as_is }.serialize(serializer)
            }
            _ => as_is.serialize(serializer),
        }
    }
}

/// Returns the number in a text, if it converts back to the same text.
fn number(text: &str) -> Option<i64> {
    text.parse().ok().filter(|number: &i64| number.to_string() == text)
}

/// Returns true for a text, a number or a code, which requests write with the JSON type of the service.
const fn is_scalar(output: ValueRef<'_>) -> bool {
    matches!(output, ValueRef::Text(_) | ValueRef::Int(_) | ValueRef::Uint(_) | ValueRef::IntEnum(..))
}

/// Returns false for an object without members, which would read back as an empty list.
fn is_filled(output: ValueRef<'_>) -> bool {
    let ValueRef::Record(record) = output else { return true };
    record.fields().any(|(_, value)| !matches!(value.view(), ValueRef::Absent))
}

fn object<S: Serializer>(
    record: &dyn Record,
    includes: &dyn Fn(&FieldDescriptor) -> bool,
    form: Form,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    let descriptor = record.descriptor();
    for (field, value) in record.fields() {
        let output = value.view();
        let omitted = match form.types {
            JsonTypes::Request => field.omits(output, descriptor.is_sent()),
            _ => matches!(output, ValueRef::Absent),
        };
        if omitted || !includes(field) {
            continue;
        }
        let name = if form.types == JsonTypes::Model { field.name } else { field.wire_name };
        match form.types {
            JsonTypes::Text if !field.lenient => map.serialize_entry(name, &ServiceValue { field, output }),
            JsonTypes::Service => map.serialize_entry(name, &ServiceValue { field, output }),
            JsonTypes::Request if is_scalar(output) => map.serialize_entry(name, &ServiceValue { field, output }),
            JsonTypes::Text | JsonTypes::Model | JsonTypes::Request => {
                map.serialize_entry(name, &TypedValue { output, form })
            }
        }?;
    }
    if form.types != JsonTypes::Model {
        for constant in descriptor.constants {
            map.serialize_entry(constant.name, &constant.value)?;
        }
    }
    map.end()
}
