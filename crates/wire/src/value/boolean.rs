//! Booleans as fields. They accept 0 and 1, and words in quotes.

use crate::decode::DecodeContext;
#[cfg(feature = "catalog")]
use crate::descriptor::Kind;
use crate::value::null::note_null;
use crate::value::{InputValue, ValueError, ValueRef, WireType, WireValue};

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
