//! Text, local paths, numbers and Booleans as fields.
//!
//! Each accepts the other forms that services send: numbers in quotes, numbers for text, 0 and 1 for a Boolean.

use std::path::PathBuf;

use crate::decode::{DecodeContext, DeviationKind};
#[cfg(feature = "catalog")]
use crate::descriptor::Kind;
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

/// Reports `null` for a value that is always present.
fn note_null(cx: &mut DecodeContext) -> Result<(), ValueError> {
    cx.note(DeviationKind::MissingRequired, "", "is null")
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
    fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
        let mut text = String::new();
        text.decode(input, cx)?;
        *self = text.into();
        Ok(())
    }

    fn view(&self) -> ValueRef<'_> {
        ValueRef::Path(self)
    }

    #[cfg(feature = "catalog")]
    fn kind(&self) -> Kind {
        Kind::String
    }
}

impl WireType for PathBuf {
    fn empty() -> Self {
        Self::new()
    }

    #[cfg(feature = "catalog")]
    fn type_kind() -> Kind {
        Kind::String
    }
}

impl WireValue for bool {
    fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
        let found = input.found();
        *self = match input {
            InputValue::Bool(value) => {
                *self = value;
                return Ok(());
            }
            InputValue::Null => return note_null(cx),
            InputValue::Text("") => {
                return cx.note_coercion("true or false", "an empty text").and(Err(ValueError::EmptyString));
            }
            InputValue::Text("true" | "True" | "TRUE" | "1") | InputValue::Uint(1) => true,
            InputValue::Text("false" | "False" | "FALSE" | "0") | InputValue::Uint(0) => false,
            other => return Err(other.mismatch("true or false")),
        };
        cx.note_coercion("true or false", found)
    }

    fn view(&self) -> ValueRef<'_> {
        ValueRef::Bool(*self)
    }

    #[cfg(feature = "catalog")]
    fn kind(&self) -> Kind {
        Self::type_kind()
    }
}

impl WireType for bool {
    fn empty() -> Self {
        false
    }

    #[cfg(feature = "catalog")]
    fn type_kind() -> Kind {
        Kind::Bool
    }
}

/// Reads a whole number. Accepts one in quotes, and one with a fraction of zero.
///
/// # Errors
/// Returns [`ValueError`] if the input is not a whole number.
pub(crate) fn integer(input: &InputValue<'_>, cx: &mut DecodeContext) -> Result<Option<i128>, ValueError> {
    let found = input.found();
    let number = match input {
        InputValue::Int(value) => return Ok(Some((*value).into())),
        InputValue::Uint(value) => return Ok(Some((*value).into())),
        InputValue::Null => return note_null(cx).map(|()| None),
        InputValue::Text("") => {
            return cx.note_coercion("a whole number", "an empty text").and(Err(ValueError::EmptyString));
        }
        InputValue::Text(text) => text.trim().parse().ok(),
        #[expect(clippy::cast_possible_truncation, reason = "the guard leaves only whole numbers far below the limit")]
        InputValue::Float(value) if value.fract() == 0.0 && value.abs() < 1e15 => Some(*value as i128),
        _ => None,
    };
    match number {
        Some(number) => cx.note_coercion("a whole number", found).map(|()| Some(number)),
        None => Err(input.mismatch("a whole number")),
    }
}

fn decode_integer<T: TryFrom<i128>>(
    into: &mut T,
    input: &InputValue<'_>,
    cx: &mut DecodeContext,
) -> Result<(), ValueError> {
    if let Some(number) = integer(input, cx)? {
        *into =
            T::try_from(number).map_err(|_| ValueError::Mismatch("the number is too large or too small".to_owned()))?;
    }
    Ok(())
}

macro_rules! integer_value {
    ($($type:ident $output:ident $wide:ident;)*) => {$(
        impl WireValue for $type {
            fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
                decode_integer(self, &input, cx)
            }

            fn view(&self) -> ValueRef<'_> {
                ValueRef::$output($wide::from(*self))
            }

            #[cfg(feature = "catalog")]
            fn kind(&self) -> Kind {
                Self::type_kind()
            }
        }

        impl WireType for $type {
            fn empty() -> Self {
                0
            }

            #[cfg(feature = "catalog")]
            fn type_kind() -> Kind {
                #[allow(clippy::useless_conversion, reason = "one of the two widens")]
                Kind::Int(i64::from($type::MIN as i64), u64::from($type::MAX as u64))
            }
        }
    )*};
}

integer_value! {
    i32 Int i64;
    i64 Int i64;
    u32 Uint u64;
    u64 Uint u64;
}

impl WireValue for f64 {
    fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
        #[expect(clippy::cast_precision_loss, reason = "a number with a fraction is what the field holds")]
        let number = match &input {
            InputValue::Float(value) => Some(*value),
            InputValue::Int(value) => Some(*value as f64),
            InputValue::Uint(value) => Some(*value as f64),
            InputValue::Null => return note_null(cx),
            InputValue::Text("") => {
                return cx.note_coercion("a number", "an empty text").and(Err(ValueError::EmptyString));
            }
            InputValue::Text(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
            _ => None,
        };
        *self = number.ok_or_else(|| input.mismatch("a number"))?;
        match input {
            InputValue::Text(_) => cx.note_coercion("a number", "text"),
            _ => Ok(()),
        }
    }

    fn view(&self) -> ValueRef<'_> {
        ValueRef::Float(*self)
    }

    #[cfg(feature = "catalog")]
    fn kind(&self) -> Kind {
        Self::type_kind()
    }
}

impl WireType for f64 {
    fn empty() -> Self {
        0.0
    }

    #[cfg(feature = "catalog")]
    fn type_kind() -> Kind {
        Kind::Float
    }
}
