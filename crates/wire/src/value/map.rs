//! Maps from text as fields.

use std::collections::BTreeMap;

use crate::decode::DecodeContext;
#[cfg(feature = "catalog")]
use crate::descriptor::Kind;
use crate::value::{InputValue, MapBuilder, MapRef, ValueError, ValueRef, WireType, WireValue};

impl<T: WireType> WireValue for BTreeMap<String, T> {
    fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
        self.clear();
        match input {
            InputValue::Object(object) => object.decode_map(self, cx),
            other => expect_empty_object(other, cx),
        }
    }

    fn view(&self) -> ValueRef<'_> {
        if self.is_empty() { ValueRef::Absent } else { ValueRef::Map(self) }
    }

    #[cfg(feature = "catalog")]
    fn kind(&self) -> Kind {
        Self::type_kind()
    }
}

/// Accepts an empty value of another kind as an object without members: `null`, `""`, `false`, and `[]`, which PHP writes
/// for an empty array.
///
/// # Errors
/// Returns [`ValueError`] if the value is not empty.
pub fn expect_empty_object(input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
    let found = input.found();
    match input {
        InputValue::Null | InputValue::Text("") | InputValue::Bool(false) => {}
        InputValue::List(list) => match list.is_at_end()? {
            true => {}
            false => return Err(ValueError::Mismatch("expected an object, found a list".to_owned())),
        },
        other => return Err(other.mismatch("an object")),
    }
    cx.note_coercion("an object", found)
}

impl<T: WireType> WireType for BTreeMap<String, T> {
    fn empty() -> Self {
        Self::new()
    }

    #[cfg(feature = "catalog")]
    fn type_kind() -> Kind {
        Kind::Map(Box::new(T::type_kind()))
    }
}

impl<T: WireType> MapBuilder for BTreeMap<String, T> {
    fn slot(&mut self, name: &str) -> &mut dyn WireValue {
        self.entry(name.to_owned()).or_insert_with(T::empty)
    }

    fn remove(&mut self, name: &str) {
        BTreeMap::remove(self, name);
    }

    fn cost(&self) -> usize {
        entry_cost(size_of::<T>(), self.len())
    }
}

impl<T: WireType> MapRef for BTreeMap<String, T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn iter(&self) -> Box<dyn Iterator<Item = (&str, &dyn WireValue)> + '_> {
        Box::new(BTreeMap::iter(self).map(|(name, value)| (name.as_str(), value as &dyn WireValue)))
    }
}

/// Returns the memory that one more entry takes in a B-tree, in bytes. A node has room for eleven entries and is at least
/// half full.
pub(crate) const fn entry_cost(value: usize, entries: usize) -> usize {
    if entries.is_multiple_of(6) { 12 * (size_of::<String>() + value) } else { 0 }
}
