//! Received forms (`multipart/form-data`): their parts are decoded into the fields of a request.

use std::fmt;

use crate::client::{FormPart, FormValue};
use crate::decode::{DecodeContext, DecodeError, DeviationKind, decode_value};
use crate::descriptor::{FieldDescriptor, Location};
use crate::record::{Model, Record};
use crate::server::decode_request::note_absent;
use crate::value::{Binary, FilePart, InputValue, MapBuilder, ObjectReader, ValueError, ValueRef, WireValue};

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

impl fmt::Debug for FormPartRef<'_> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut part = f.debug_struct("FormPartRef");
        part.field("name", &self.name).field("file_name", &self.file_name).field("content_type", &self.content_type);
        part.field("content", &self.content.len()).finish()
    }
}

impl FormPart {
    /// Returns the part as a server receives it. A file that is not in memory has no content.
    #[must_use]
    #[inline]
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
}

/// Reads the parts of a form into their fields. An unknown or duplicate part is a deviation. The last duplicate counts.
#[inline]
pub(super) fn decode_parts(
    into: &mut dyn Record,
    parts: &[FormPartRef<'_>],
    cx: &mut DecodeContext,
) -> Result<(), DecodeError> {
    let fields = into.descriptor().fields;
    let last = last_parts(fields, parts, cx)?;
    for (index, (field, part)) in fields.iter().zip(&last).enumerate() {
        if field.location == Location::Form {
            match part {
                Some(part) => decode_part(into.get_mut(index), part, cx)?,
                None => note_absent(field, cx)?,
            }
        }
    }
    Ok(())
}

/// Returns the last part for each field. Visits each part once.
#[inline]
fn last_parts<'p, 'c>(
    fields: &[FieldDescriptor],
    parts: &'p [FormPartRef<'c>],
    cx: &mut DecodeContext,
) -> Result<Vec<Option<&'p FormPartRef<'c>>>, DecodeError> {
    let mut last = vec![None; fields.len()];
    for part in parts {
        let index = fields.iter().position(|field| field.location == Location::Form && field.is_sent_as(part.name));
        let before = index.and_then(|index| last.get_mut(index)?.replace(part));
        let noted = match (index, before) {
            (None, _) => cx.note(DeviationKind::UnknownField, part.name, "is not described"),
            (_, Some(_)) => cx.note(DeviationKind::DuplicateField, part.name, "came twice"),
            (_, None) => Ok(()),
        };
        noted.map_err(|error| DecodeError::new(part.name, error))?;
    }
    Ok(last)
}

#[inline]
fn decode_part(value: &mut dyn WireValue, part: &FormPartRef<'_>, cx: &mut DecodeContext) -> Result<(), DecodeError> {
    let broken = |error: ValueError| DecodeError::new(part.name, error);
    if part.file_name.is_some() {
        return value.decode(InputValue::Object(&mut ReceivedFile(part)), cx).map_err(broken);
    }
    let text = std::str::from_utf8(part.content);
    let text = text.map_err(|error| DecodeError::new(part.name, format!("not UTF-8: {error}")))?;
    cx.lenient = true;
    let read = value.decode(InputValue::Text(text), cx);
    cx.lenient = false;
    match read {
        Err(ValueError::Mismatch(_)) if is_file(value) => {
            Err(broken(ValueError::Mismatch("expected a file, found text".to_owned())))
        }
        // A value that does not accept text is a record, which travels as JSON.
        Err(ValueError::Mismatch(_)) => decode_json_part(value, text, cx).map_err(|error| error.in_field(part.name)),
        read => read.map_err(broken),
    }
}

#[inline]
fn decode_json_part(value: &mut dyn WireValue, text: &str, cx: &mut DecodeContext) -> Result<(), DecodeError> {
    cx.is_part = true;
    let read = decode_value(value, text.as_bytes(), cx);
    cx.is_part = false;
    read
}

/// Returns true if a decoded value is a file. Other values must not become files by naming a path.
#[inline]
fn is_file(value: &dyn WireValue) -> bool {
    matches!(value.view(), ValueRef::Record(record) if std::ptr::eq(record.descriptor(), FilePart::DESCRIPTOR))
}

/// A received file, read as an object with the fields of [`FilePart`].
struct ReceivedFile<'a>(&'a FormPartRef<'a>);

impl ObjectReader for ReceivedFile<'_> {
    #[inline]
    fn decode_record(&mut self, record: &mut dyn Record, cx: &mut DecodeContext) -> Result<(), ValueError> {
        for (index, field) in record.descriptor().fields.iter().enumerate() {
            let value = record.get_mut(index);
            let input = match field.name {
                "file_name" => self.0.file_name.map(InputValue::Text),
                "content_type" => self.0.content_type.map(InputValue::Text),
                "content" => Some(InputValue::Bytes(self.0.content)),
                _ => None,
            };
            input.map_or(Ok(()), |input| value.decode(input, cx))?;
        }
        Ok(())
    }

    #[inline]
    fn decode_map(&mut self, _: &mut dyn MapBuilder, _: &mut DecodeContext) -> Result<(), ValueError> {
        Err(ValueError::Mismatch("expected text, found a file".to_owned()))
    }
}
