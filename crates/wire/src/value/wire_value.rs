//! Traits of the types that can be fields of a model.

use crate::decode::DecodeContext;
#[cfg(feature = "catalog")]
use crate::descriptor::Kind;
use crate::value::{InputValue, ValueError, ValueRef};

/// A type that can be a field of a model.
///
/// Implemented for text, numbers, lists, maps, the types of this crate, and every type made by its macros.
pub trait WireValue {
    /// Decodes the input. Called for blank values. If a field comes twice, texts and numbers are decoded a second time.
    ///
    /// # Errors
    /// Returns [`ValueError`] if the input does not fit, even leniently.
    fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError>;

    /// Returns the content to write, print, compare or validate.
    fn view(&self) -> ValueRef<'_>;

    /// Returns [`WireType::type_kind`] for a value of unknown type.
    #[cfg(feature = "catalog")]
    fn kind(&self) -> Kind;
}

/// A value with an empty initial state to decode into.
pub trait WireType: WireValue {
    /// Returns the initial state.
    fn empty() -> Self;

    /// Returns the kind of the value, for tools: flags, help, JSON Schema.
    #[cfg(feature = "catalog")]
    fn type_kind() -> Kind;
}
