//! Local paths in the form of the operating system. A name may contain bytes that are not UTF-8.

use std::path::PathBuf;

use crate::context::DecodeContext;
#[cfg(feature = "catalog")]
use crate::kind::Kind;
use crate::value::{InputValue, ValueError, ValueRef, WireType, WireValue};

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
