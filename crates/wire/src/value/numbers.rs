//! Numbers as fields. They accept numbers in quotes, and whole numbers with a fraction of zero.

use crate::decode::DecodeContext;
#[cfg(feature = "catalog")]
use crate::descriptor::Kind;
use crate::value::null::note_null;
use crate::value::{InputValue, ValueError, ValueRef, WireType, WireValue};

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
    #[inline]
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

    #[inline]
    fn view(&self) -> ValueRef<'_> {
        ValueRef::Float(*self)
    }

    #[cfg(feature = "catalog")]
    fn kind(&self) -> Kind {
        Self::type_kind()
    }
}

impl WireType for f64 {
    #[inline]
    fn empty() -> Self {
        0.0
    }

    #[cfg(feature = "catalog")]
    fn type_kind() -> Kind {
        Kind::Float
    }
}
