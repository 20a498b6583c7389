//! Forms (`multipart/form-data`) to send: named parts, some of which are files.
//!
//! A request field that is a [part of a form](crate::descriptor::form) travels as text, a record as JSON text, and a
//! [`FilePart`] as a file. The caller joins the parts to bytes, because files may not be in memory.

use std::fmt;

use crate::client::EncodeError;
use crate::descriptor::{FieldDescriptor, Location};
use crate::record::{Model, Record};
use crate::serde::ser::RequestValue;
use crate::text::to_query_text;
use crate::value::{Binary, FilePart, ValueRef};

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
    /// Returns the content of the part as JSON: text, or an object with the fields of [`FilePart`].
    ///
    /// # Errors
    /// Returns an error if a value cannot be written as JSON. This does not happen with models.
    #[inline]
    pub fn to_json(&self) -> Result<serde_json::Value, serde_json::Error> {
        match &self.value {
            FormValue::Text(text) => Ok(text.as_str().into()),
            FormValue::File(file) => serde_json::to_value(file),
        }
    }
}

/// Texts show only their lengths, because a text may be JSON with a secret.
impl fmt::Debug for FormPart {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:?}", self.name, self.value)
    }
}

impl fmt::Debug for FormValue {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "[{} bytes]", text.len()),
            Self::File(file) => file.fmt(f),
        }
    }
}

/// Returns the parts of a request, in the order of its fields.
pub(super) fn parts(request: &dyn Record) -> Result<Vec<FormPart>, EncodeError> {
    let mut parts = Vec::new();
    for (field, value) in request.fields().filter(|(field, _)| field.location == Location::Form) {
        if !matches!(value.view(), ValueRef::Absent) {
            parts.push(FormPart { name: field.wire_name, value: form_value(field, value.view())? });
        }
    }
    Ok(parts)
}

fn form_value(field: &FieldDescriptor, output: ValueRef<'_>) -> Result<FormValue, EncodeError> {
    if let ValueRef::Record(record) = output
        && std::ptr::eq(record.descriptor(), FilePart::DESCRIPTOR)
    {
        return Ok(FormValue::File(file_part(record)));
    }
    if let Some(text) = to_query_text(output) {
        return Ok(FormValue::Text(text.into_owned()));
    }
    let json = serde_json::to_string(&RequestValue(output))
        .map_err(|error| EncodeError::new(field.name, &error.to_string()))?;
    Ok(FormValue::Text(json))
}

/// Converts a record with the fields of [`FilePart`] to a file. The content is shared, not copied.
fn file_part(record: &dyn Record) -> FilePart {
    let mut file = FilePart::default();
    for (field, value) in record.fields() {
        match (field.name, value.view()) {
            ("file_name", ValueRef::Text(text)) => file.file_name = text.to_owned(),
            ("content_type", ValueRef::Text(text)) => file.content_type = Some(text.to_owned()),
            ("content", ValueRef::Bytes(bytes)) => file.content = Some(Binary::clone(bytes)),
            ("path", ValueRef::Path(path)) => file.path = Some(path.to_owned()),
            _ => {}
        }
    }
    file
}
