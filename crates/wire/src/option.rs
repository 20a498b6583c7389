//! Optional values as fields.

use crate::context::Context;
#[cfg(feature = "catalog")]
use crate::kind::Kind;
use crate::value::{Blank, Input, Output, Stop, Value};

impl<T: Blank> Value for Option<T> {
    fn read(&mut self, input: Input<'_>, cx: &mut Context) -> Result<(), Stop> {
        if !matches!(input, Input::Null) {
            let read = self.insert(T::blank()).read(input, cx);
            if !matches!(read, Err(Stop::Nothing)) {
                return read;
            }
        }
        *self = None;
        Ok(())
    }

    fn show(&self) -> Output<'_> {
        match self {
            Some(value) => value.show(),
            None => Output::Absent,
        }
    }

    #[cfg(feature = "catalog")]
    fn own_kind(&self) -> Kind {
        Self::kind()
    }
}

impl<T: Blank> Blank for Option<T> {
    fn blank() -> Self {
        None
    }

    #[cfg(feature = "catalog")]
    fn kind() -> Kind {
        T::kind()
    }
}
