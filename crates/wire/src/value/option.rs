//! Optional values as fields. `null` and an absent field are `None`.

use crate::decode::DecodeContext;
#[cfg(feature = "catalog")]
use crate::descriptor::Kind;
use crate::value::{InputValue, ValueError, ValueRef, WireType, WireValue};

impl<T: WireType> WireValue for Option<T> {
    fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
        if !matches!(input, InputValue::Null) {
            let read = self.insert(T::empty()).decode(input, cx);
            if !matches!(read, Err(ValueError::EmptyString)) {
                return read;
            }
        }
        *self = None;
        Ok(())
    }

    fn view(&self) -> ValueRef<'_> {
        match self {
            Some(value) => value.view(),
            None => ValueRef::Absent,
        }
    }

    #[cfg(feature = "catalog")]
    fn kind(&self) -> Kind {
        Self::type_kind()
    }
}

impl<T: WireType> WireType for Option<T> {
    fn empty() -> Self {
        None
    }

    #[cfg(feature = "catalog")]
    fn type_kind() -> Kind {
        T::type_kind()
    }
}
