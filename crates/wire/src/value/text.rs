//! Text and local paths as fields. They accept numbers and Booleans too, which services send in place of text.

use std::path::PathBuf;

use crate::decode::DecodeContext;
#[cfg(feature = "catalog")]
use crate::descriptor::Kind;
use crate::value::null::note_null;
use crate::value::{InputValue, ValueError, ValueRef, WireType, WireValue};

/// Reads text. Numbers and Booleans are converted to their JSON form.
///
/// # Errors
/// Returns [`ValueError`] for a list or an object.
pub(crate) fn decode_text(into: &mut String, input: &InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
    if let InputValue::Text(text) = input {
        *into = (*text).to_owned();
        return Ok(());
    }
    into.clear();
    match input {
        InputValue::Text(_) => {}
        InputValue::Null => return note_null(cx),
        InputValue::Bool(value) => *into = value.to_string(),
        InputValue::Int(value) => *into = value.to_string(),
        InputValue::Uint(value) => *into = value.to_string(),
        // A larger number has lost digits, so its text would be wrong.
        InputValue::Float(value) if value.abs() >= 9e15 => return Err(input.mismatch("text")),
        InputValue::Float(value) => *into = serde_json::Value::from(*value).to_string(),
        InputValue::Bytes(_) | InputValue::List(_) | InputValue::Object(_) => return Err(input.mismatch("text")),
    }
    cx.note_coercion("text", input.found())
}

impl WireValue for String {
    fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
        decode_text(self, &input, cx)
    }

    fn view(&self) -> ValueRef<'_> {
        ValueRef::Text(self)
    }

    #[cfg(feature = "catalog")]
    fn kind(&self) -> Kind {
        Self::type_kind()
    }
}

impl WireType for String {
    fn empty() -> Self {
        Self::new()
    }

    #[cfg(feature = "catalog")]
    fn type_kind() -> Kind {
        Kind::String
    }
}

/// A local path in the form of the operating system. A name may contain bytes that are not UTF-8.
impl WireValue for PathBuf {
    #[inline]
    fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
        let mut text = String::new();
        text.decode(input, cx)?;
        *self = text.into();
        Ok(())
    }

    #[inline]
    fn view(&self) -> ValueRef<'_> {
        ValueRef::Path(self)
    }

    #[cfg(feature = "catalog")]
    fn kind(&self) -> Kind {
        Kind::String
    }
}

impl WireType for PathBuf {
    #[inline]
    fn empty() -> Self {
        Self::new()
    }

    #[cfg(feature = "catalog")]
    fn type_kind() -> Kind {
        Kind::String
    }
}
