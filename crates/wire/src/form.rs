//! Forms (`multipart/form-data`): bodies of named parts, some of which are files.
//!
//! A request field that is a [part of a form](crate::field::form) travels as text, a record as JSON text, and a [`FilePart`]
//! as a file. The client joins the parts to bytes, because files may not be in memory.

use std::fmt;

use crate::binary::Binary;
use crate::context::{Context, DeviationKind};
use crate::decode::{DecodeError, decode_value};
use crate::encode::EncodeError;
use crate::field::{Field, Place};
use crate::file_part::FilePart;
use crate::receive::absent;
use crate::record::{Model, Record, Shape, each_field};
use crate::text::plain;
use crate::value::{EntrySlots, Input, ObjectInput, Output, Stop, Value};

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
    pub fn received(&self) -> ReceivedPart<'_> {
        let part = |content| ReceivedPart { name: self.name, file_name: None, content_type: None, content };
        match &self.value {
            FormValue::Text(text) => part(text.as_bytes()),
            FormValue::File(file) => ReceivedPart {
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
pub struct ReceivedPart<'a> {
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

impl fmt::Debug for ReceivedPart<'_> {
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
        let output = value.show();
        if field.place == Place::Form && !matches!(output, Output::Absent) && done.is_ok() {
            match part(field, output) {
                Ok(value) => parts.push(FormPart { name: field.name, value }),
                Err(error) => done = Err(error),
            }
        }
    });
    done.map(|()| parts)
}

fn part(field: &Field, output: Output<'_>) -> Result<FormValue, EncodeError> {
    if let Output::Record(record) = output
        && std::ptr::eq(record.shape(), FilePart::table())
    {
        return Ok(FormValue::File(file(record)));
    }
    if let Some(text) = plain(output) {
        return Ok(FormValue::Text(text.into_owned()));
    }
    let json = serde_json::to_string(&output).map_err(|error| EncodeError::new(field.name, &error.to_string()))?;
    Ok(FormValue::Text(json))
}

/// Converts a record with the fields of [`FilePart`] to a file. The content is shared, not copied.
fn file(record: &dyn Record) -> FilePart {
    let mut file = FilePart::default();
    each_field(record, &mut |field, value| match (field.name, value.show()) {
        ("file_name", Output::Text(text)) => file.file_name = text.to_owned(),
        ("content_type", Output::Text(text)) => file.content_type = Some(text.to_owned()),
        ("content", Output::Bytes(bytes)) => file.content = Some(Binary::clone(bytes)),
        ("path", Output::Path(path)) => file.path = Some(path.to_owned()),
        _ => {}
    });
    file
}

/// Reads the parts of a form into their fields. An unknown or duplicate part is a deviation. The last duplicate counts.
pub(crate) fn read(into: &mut dyn Record, parts: &[ReceivedPart<'_>], cx: &mut Context) -> Result<(), DecodeError> {
    let fields = into.shape().fields;
    let last = last_parts(fields, parts, cx)?;
    let mut done = Ok(());
    into.slots_mut(&mut |slots| {
        for ((field, slot), part) in fields.iter().zip(slots).zip(&last) {
            if field.place == Place::Form && done.is_ok() {
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
    fields: &[Field],
    parts: &'p [ReceivedPart<'c>],
    cx: &mut Context,
) -> Result<Vec<Option<&'p ReceivedPart<'c>>>, DecodeError> {
    let mut last = vec![None; fields.len()];
    for part in parts {
        let index = fields.iter().position(|field| field.place == Place::Form && field.is_called(part.name));
        let before = index.and_then(|index| last.get_mut(index)?.replace(part));
        let noted = match (index, before) {
            (None, _) => cx.deviate(DeviationKind::AddedField, part.name, "is not described"),
            (_, Some(_)) => cx.deviate(DeviationKind::Duplicate, part.name, "came twice"),
            (_, None) => Ok(()),
        };
        noted.map_err(|stop| DecodeError::new(part.name, stop))?;
    }
    Ok(last)
}

fn read_part(slot: &mut dyn Value, part: &ReceivedPart<'_>, cx: &mut Context) -> Result<(), DecodeError> {
    let broken = |stop: Stop| DecodeError::new(part.name, stop);
    if part.file_name.is_some() {
        return slot.read(Input::Object(&mut Received(part)), cx).map_err(broken);
    }
    let text = std::str::from_utf8(part.content);
    let text = text.map_err(|error| DecodeError::new(part.name, format!("not UTF-8: {error}")))?;
    cx.loose = true;
    let read = slot.read(Input::Text(text), cx);
    cx.loose = false;
    match read {
        Err(Stop::Mismatch(_)) if is_file(slot) => {
            Err(broken(Stop::Mismatch("expected a file, found text".to_owned())))
        }
        // A value that does not accept text is a record, which travels as JSON.
        Err(Stop::Mismatch(_)) => decode_part(slot, text, cx).map_err(|error| error.inside(part.name)),
        read => read.map_err(broken),
    }
}

fn decode_part(slot: &mut dyn Value, text: &str, cx: &mut Context) -> Result<(), DecodeError> {
    cx.is_part = true;
    let read = decode_value(slot, text.as_bytes(), cx);
    cx.is_part = false;
    read
}

/// Returns true if a decoded value is a file. Other values must not become files by naming a path.
fn is_file(slot: &dyn Value) -> bool {
    matches!(slot.show(), Output::Record(record) if std::ptr::eq(record.shape(), FilePart::table()))
}

/// A received file, read as an object with the fields of [`FilePart`].
struct Received<'a>(&'a ReceivedPart<'a>);

impl ObjectInput for Received<'_> {
    fn fields(&mut self, shape: &'static Shape, slots: &mut [&mut dyn Value], cx: &mut Context) -> Result<(), Stop> {
        for (field, slot) in shape.fields.iter().zip(slots) {
            let input = match field.name {
                "file_name" => self.0.file_name.map(Input::Text),
                "content_type" => self.0.content_type.map(Input::Text),
                "content" => Some(Input::Bytes(self.0.content)),
                _ => None,
            };
            input.map_or(Ok(()), |input| slot.read(input, cx))?;
        }
        Ok(())
    }

    fn entries(&mut self, _: &mut dyn EntrySlots, _: &mut Context) -> Result<(), Stop> {
        Err(Stop::Mismatch("expected text, found a file".to_owned()))
    }
}
