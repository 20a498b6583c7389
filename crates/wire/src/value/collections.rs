//! Optional values, lists, and maps from text as fields.

use std::collections::BTreeMap;

use crate::decode::DecodeContext;
#[cfg(feature = "catalog")]
use crate::descriptor::Kind;
use crate::value::{
    Element, InputValue, ListReader, ListRef, MapBuilder, MapRef, ObjectReader, ValueError, ValueRef, WireType,
    WireValue,
};

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

impl<T: WireType> WireValue for Vec<T> {
    fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
        self.clear();
        read_list(self, input, cx)
    }

    fn view(&self) -> ValueRef<'_> {
        ValueRef::List(self)
    }

    #[cfg(feature = "catalog")]
    fn kind(&self) -> Kind {
        Self::type_kind()
    }
}

impl<T: WireType> WireType for Vec<T> {
    fn empty() -> Self {
        Self::new()
    }

    #[cfg(feature = "catalog")]
    fn type_kind() -> Kind {
        Kind::List(Box::new(T::type_kind()))
    }
}

/// The interface through which [`read_list`] builds a list of any type.
pub trait ListBuilder {
    /// Appends a blank element and returns it.
    fn grow(&mut self) -> &mut dyn WireValue;
    /// Removes the last element.
    fn shrink(&mut self);
    /// Returns the memory that one more element takes, in bytes. A full list doubles its size.
    fn cost(&self) -> usize;
}

impl<T: WireType> ListBuilder for Vec<T> {
    fn grow(&mut self) -> &mut dyn WireValue {
        let index = self.len();
        self.push(T::empty());
        &mut self[index]
    }

    fn shrink(&mut self) {
        self.pop();
    }

    fn cost(&self) -> usize {
        2 * size_of::<T>()
    }
}

/// Decodes the elements in place. Each one is first appended as a blank.
///
/// Services have other spellings of an empty list: `null`, `""`, `false`, and `{}`, which Lua writes for an empty table. A
/// single value is accepted as a list of one.
///
/// # Errors
/// Returns [`ValueError`] if an element does not fit.
pub fn read_list(into: &mut dyn ListBuilder, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
    let found = input.found();
    match input {
        InputValue::List(list) => return read_elements(into, list, cx),
        InputValue::Null | InputValue::Text("") | InputValue::Bool(false) => {}
        InputValue::Object(object) => read_single_object(into, object, cx)?,
        single => match into.grow().decode(single, cx) {
            Err(ValueError::EmptyString) => into.shrink(),
            read => read?,
        },
    }
    cx.note_coercion("a list", found)
}

fn read_elements(
    into: &mut dyn ListBuilder,
    list: &mut dyn ListReader,
    cx: &mut DecodeContext,
) -> Result<(), ValueError> {
    let cost = into.cost();
    loop {
        cx.budget.reserve(cost)?;
        match list.next(into.grow(), cx)? {
            Element::Read => {}
            Element::Absent => into.shrink(),
            Element::End => {
                into.shrink();
                return Ok(());
            }
        }
    }
}

/// Reads an object as the only element of a list. An empty object adds nothing.
fn read_single_object(
    into: &mut dyn ListBuilder,
    object: &mut dyn ObjectReader,
    cx: &mut DecodeContext,
) -> Result<(), ValueError> {
    let mark = cx.mark();
    let read = into.grow().decode(InputValue::Object(object), cx);
    if object.has_members() || matches!(read, Err(ValueError::Input)) {
        return read;
    }
    // Nothing was read: the object is empty, or the elements are not objects.
    into.shrink();
    cx.rewind(mark);
    match object.is_at_end()? {
        true => Ok(()),
        false => read,
    }
}

impl<T: WireType> ListRef for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn item(&self, index: usize) -> &dyn WireValue {
        &self[index]
    }
}

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
