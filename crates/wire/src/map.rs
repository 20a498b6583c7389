//! Maps from text as fields.

use std::collections::BTreeMap;

use crate::context::Context;
#[cfg(feature = "catalog")]
use crate::kind::Kind;
use crate::value::{Blank, Entries, EntrySlots, Input, Output, Stop, Value};

impl<T: Blank> Value for BTreeMap<String, T> {
    fn read(&mut self, input: Input<'_>, cx: &mut Context) -> Result<(), Stop> {
        self.clear();
        match input {
            Input::Object(object) => object.entries(self, cx),
            other => no_object(other, cx),
        }
    }

    fn show(&self) -> Output<'_> {
        if self.is_empty() { Output::Absent } else { Output::Map(self) }
    }

    #[cfg(feature = "catalog")]
    fn own_kind(&self) -> Kind {
        Self::kind()
    }
}

/// Accepts an empty value of another kind as an object without members: `null`, `""`, `false`, and `[]`, which PHP writes
/// for an empty array.
///
/// # Errors
/// Returns [`Stop`] if the value is not empty.
pub fn no_object(input: Input<'_>, cx: &mut Context) -> Result<(), Stop> {
    let found = input.found();
    match input {
        Input::Null | Input::Text("") | Input::Bool(false) => {}
        Input::List(list) => match list.is_at_end()? {
            true => {}
            false => return Err(Stop::Mismatch("expected an object, found a list".to_owned())),
        },
        other => return Err(other.mismatch("an object")),
    }
    cx.coerced("an object", found)
}

impl<T: Blank> Blank for BTreeMap<String, T> {
    fn blank() -> Self {
        Self::new()
    }

    #[cfg(feature = "catalog")]
    fn kind() -> Kind {
        Kind::Map(Box::new(T::kind()))
    }
}

impl<T: Blank> EntrySlots for BTreeMap<String, T> {
    fn slot(&mut self, name: &str) -> &mut dyn Value {
        self.entry(name.to_owned()).or_insert_with(T::blank)
    }

    fn remove(&mut self, name: &str) {
        BTreeMap::remove(self, name);
    }

    fn cost(&self) -> usize {
        entry_cost(size_of::<T>(), self.len())
    }
}

impl<T: Blank> Entries for BTreeMap<String, T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn each<'a>(&'a self, visit: &mut dyn FnMut(&'a str, &'a dyn Value)) {
        for (name, value) in self {
            visit(name, value);
        }
    }
}

/// Returns the memory that one more entry takes in a B-tree, in bytes. A node has room for eleven entries and is at least
/// half full.
pub(crate) const fn entry_cost(value: usize, entries: usize) -> usize {
    if entries.is_multiple_of(6) { 12 * (size_of::<String>() + value) } else { 0 }
}
