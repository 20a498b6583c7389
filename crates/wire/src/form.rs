//! Forms (`multipart/form-data`): bodies of named parts, some of which are files.
//!
//! A request field that is a [part of a form](crate::field::form) travels as text, a record as JSON text, and a [`FilePart`]
//! as a file. The client joins the parts to bytes, because files may not be in memory.

use std::fmt;

use crate::binary::Binary;
use crate::context::{DecodeContext, DeviationKind};
use crate::decode::{DecodeError, decode_value};
use crate::encode::EncodeError;
use crate::field::{FieldDescriptor, Location};
use crate::file_part::FilePart;
use crate::receive::absent;
use crate::record::{Model, Record, RecordDescriptor, each_field};
use crate::text::to_query_text;
use crate::value::{InputValue, MapBuilder, ObjectReader, ValueError, ValueRef, WireValue};

/// One part of a form to send.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct FormPart {
    /// The name of the field.
    pub name: &'static str,
    /// The content of the part.
    pub value: FormValue,
}

/// The content of a part of a form.
#[derive(Clone, PartialEq)]
pub enum FormValue {
    /// Text or JSON text.
    Text(String),
    /// A file.
    File(FilePart),
}

impl FormPart {
    /// Returns the part as a server receives it. A file that is not in memory has no content.
    #[must_use]
    pub fn received(&self) -> FormPartRef<'_> {
        let part = |content| FormPartRef { name: self.name, file_name: None, content_type: None, content };
        match &self.value {
            FormValue::Text(text) => part(text.as_bytes()),
            FormValue::File(file) => FormPartRef {
                file_name: Some(&file.file_name),
                content_type: file.content_type.as_deref(),
                ..part(file.content.as_ref().map(Binary::as_slice).unwrap_or_default())
            },
        }
    }

    /// Returns the content of the part as JSON: text, or an object with the fields of [`FilePart`].
    ///
    /// # Errors
    /// Returns an error if a value cannot be written as JSON. This does not happen with models.
    pub fn to_json(&self) -> Result<serde_json::Value, serde_json::Error> {
        match &self.value {
            FormValue::Text(text) => Ok(text.as_str().into()),
            FormValue::File(file) => serde_json::to_value(file),
        }
    }
}

/// One received part of a form.
#[derive(Clone, Copy)]
pub struct FormPartRef<'a> {
    /// The name of the field.
    pub name: &'a str,
    /// The name of the file, if the part is a file.
    pub file_name: Option<&'a str>,
    /// The media type, if present.
    pub content_type: Option<&'a str>,
    /// The content.
    pub content: &'a [u8],
}

/// Texts show only their lengths, because a text may be JSON with a secret.
impl fmt::Debug for FormPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:?}", self.name, self.value)
    }
}

impl fmt::Debug for FormValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "[{} bytes]", text.len()),
            Self::File(file) => file.fmt(f),
        }
    }
}

impl fmt::Debug for FormPartRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut part = f.debug_struct("ReceivedPart");
        part.field("name", &self.name).field("file_name", &self.file_name).field("content_type", &self.content_type);
        part.field("content", &self.content.len()).finish()
    }
}

/// Returns the parts of a request, in the order of its fields.
pub(crate) fn parts(request: &dyn Record) -> Result<Vec<FormPart>, EncodeError> {
    let mut parts = Vec::new();
    let mut done = Ok(());
    each_field(request, &mut |field, value| {
        let output = value.view();
        if field.location == Location::Form && !matches!(output, ValueRef::Absent) && done.is_ok() {
            match part(field, output) {
                Ok(value) => parts.push(FormPart { name: field.name, value }),
                Err(error) => done = Err(error),
            }
        }
    });
    done.map(|()| parts)
}

fn part(field: &FieldDescriptor, output: ValueRef<'_>) -> Result<FormValue, EncodeError> {
    if let ValueRef::Record(record) = output
        && std::ptr::eq(record.descriptor(), FilePart::type_descriptor())
    {
        return Ok(FormValue::File(file(record)));
    }
    if let Some(text) = to_query_text(output) {
        return Ok(FormValue::Text(text.into_owned()));
    }
    let json = serde_json::to_string(&output).map_err(|error| EncodeError::new(field.name, &error.to_string()))?;
    Ok(FormValue::Text(json))
}

/// Converts a record with the fields of [`FilePart`] to a file. The content is shared, not copied.
fn file(record: &dyn Record) -> FilePart {
    let mut file = FilePart::default();
    each_field(record, &mut |field, value| match (field.name, value.view()) {
        ("file_name", ValueRef::Text(text)) => file.file_name = text.to_owned(),
        ("content_type", ValueRef::Text(text)) => file.content_type = Some(text.to_owned()),
        ("content", ValueRef::Bytes(bytes)) => file.content = Some(Binary::clone(bytes)),
        ("path", ValueRef::Path(path)) => file.path = Some(path.to_owned()),
        _ => {}
    });
    file
}

/// Reads the parts of a form into their fields. An unknown or duplicate part is a deviation. The last duplicate counts.
pub(crate) fn read(
    into: &mut dyn Record,
    parts: &[FormPartRef<'_>],
    cx: &mut DecodeContext,
) -> Result<(), DecodeError> {
    let fields = into.descriptor().fields;
    let last = last_parts(fields, parts, cx)?;
    let mut done = Ok(());
    into.slots_mut(&mut |slots| {
        for ((field, slot), part) in fields.iter().zip(slots).zip(&last) {
            if field.location == Location::Form && done.is_ok() {
                done = match part {
                    Some(part) => read_part(&mut **slot, part, cx),
                    None => absent(field, cx),
                };
            }
        }
    });
    done
}

/// Returns the last part for each field. Visits each part once.
fn last_parts<'p, 'c>(
    fields: &[FieldDescriptor],
    parts: &'p [FormPartRef<'c>],
    cx: &mut DecodeContext,
) -> Result<Vec<Option<&'p FormPartRef<'c>>>, DecodeError> {
    let mut last = vec![None; fields.len()];
    for part in parts {
        let index = fields.iter().position(|field| field.location == Location::Form && field.is_called(part.name));
        let before = index.and_then(|index| last.get_mut(index)?.replace(part));
        let noted = match (index, before) {
            (None, _) => cx.note(DeviationKind::UnknownField, part.name, "is not described"),
            (_, Some(_)) => cx.note(DeviationKind::DuplicateField, part.name, "came twice"),
            (_, None) => Ok(()),
        };
        noted.map_err(|stop| DecodeError::new(part.name, stop))?;
    }
    Ok(last)
}

fn read_part(slot: &mut dyn WireValue, part: &FormPartRef<'_>, cx: &mut DecodeContext) -> Result<(), DecodeError> {
    let broken = |stop: ValueError| DecodeError::new(part.name, stop);
    if part.file_name.is_some() {
        return slot.decode(InputValue::Object(&mut Received(part)), cx).map_err(broken);
    }
    let text = std::str::from_utf8(part.content);
    let text = text.map_err(|error| DecodeError::new(part.name, format!("not UTF-8: {error}")))?;
    cx.lenient = true;
    let read = slot.decode(InputValue::Text(text), cx);
    cx.lenient = false;
    match read {
        Err(ValueError::Mismatch(_)) if is_file(slot) => {
            Err(broken(ValueError::Mismatch("expected a file, found text".to_owned())))
        }
        // A value that does not accept text is a record, which travels as JSON.
        Err(ValueError::Mismatch(_)) => decode_part(slot, text, cx).map_err(|error| error.inside(part.name)),
        read => read.map_err(broken),
    }
}

fn decode_part(slot: &mut dyn WireValue, text: &str, cx: &mut DecodeContext) -> Result<(), DecodeError> {
    cx.is_part = true;
    let read = decode_value(slot, text.as_bytes(), cx);
    cx.is_part = false;
    read
}

/// Returns true if a decoded value is a file. Other values must not become files by naming a path.
fn is_file(slot: &dyn WireValue) -> bool {
    matches!(slot.view(), ValueRef::Record(record) if std::ptr::eq(record.descriptor(), FilePart::type_descriptor()))
}

/// A received file, read as an object with the fields of [`FilePart`].
struct Received<'a>(&'a FormPartRef<'a>);

impl ObjectReader for Received<'_> {
    fn fields(
        &mut self,
        shape: &'static RecordDescriptor,
        slots: &mut [&mut dyn WireValue],
        cx: &mut DecodeContext,
    ) -> Result<(), ValueError> {
        for (field, slot) in shape.fields.iter().zip(slots) {
            let input = match field.name {
                "file_name" => self.0.file_name.map(InputValue::Text),
                "content_type" => self.0.content_type.map(InputValue::Text),
                "content" => Some(InputValue::Bytes(self.0.content)),
                _ => None,
            };
            input.map_or(Ok(()), |input| slot.decode(input, cx))?;
        }
        Ok(())
    }

    fn entries(&mut self, _: &mut dyn MapBuilder, _: &mut DecodeContext) -> Result<(), ValueError> {
        Err(ValueError::Mismatch("expected text, found a file".to_owned()))
    }
}
