//! Local paths in the form of the operating system. A name may contain bytes that are not UTF-8.

use std::path::PathBuf;

use crate::context::Context;
#[cfg(feature = "catalog")]
use crate::kind::Kind;
use crate::value::{Blank, Input, Output, Stop, Value};

impl Value for PathBuf {
    fn read(&mut self, input: Input<'_>, cx: &mut Context) -> Result<(), Stop> {
        let mut text = String::new();
        text.read(input, cx)?;
        *self = text.into();
        Ok(())
    }

    fn show(&self) -> Output<'_> {
        Output::Path(self)
    }

    #[cfg(feature = "catalog")]
    fn own_kind(&self) -> Kind {
        Kind::Text
    }
}

impl Blank for PathBuf {
    fn blank() -> Self {
        Self::new()
    }

    #[cfg(feature = "catalog")]
    fn kind() -> Kind {
        Kind::Text
    }
}
