//! Free-form JSON as fields.

use crate::context::Context;
#[cfg(feature = "catalog")]
use crate::kind::Kind;
use crate::map::entry_cost;
use crate::value::{Blank, Element, EntrySlots, Input, ListInput, Output, Stop, Value};

impl Value for serde_json::Value {
    fn read(&mut self, input: Input<'_>, cx: &mut Context) -> Result<(), Stop> {
        *self = match input {
            Input::Null => Self::Null,
            Input::Bool(value) => value.into(),
            Input::Int(value) => value.into(),
            Input::Uint(value) => value.into(),
            Input::Float(value) => value.into(),
            Input::Text(text) => text.into(),
            Input::Bytes(_) => return Err(input.mismatch("JSON")),
            Input::List(list) => Self::Array(elements(list, cx)?),
            Input::Object(object) => {
                let mut members = serde_json::Map::new();
                object.entries(&mut members, cx)?;
                Self::Object(members)
            }
        };
        Ok(())
    }

    fn show(&self) -> Output<'_> {
        Output::Json(self)
    }

    #[cfg(feature = "catalog")]
    fn own_kind(&self) -> Kind {
        Self::kind()
    }
}

/// Reads the elements of a list. In free-form JSON, `null` is a value like any other.
fn elements(list: &mut dyn ListInput, cx: &mut Context) -> Result<Vec<serde_json::Value>, Stop> {
    let mut elements = Vec::new();
    let mut element = serde_json::Value::Null;
    while list.next(&mut element, cx)? == Element::Read {
        cx.budget.take(2 * size_of::<serde_json::Value>())?;
        elements.push(element.take());
    }
    Ok(elements)
}

impl Blank for serde_json::Value {
    fn blank() -> Self {
        Self::Null
    }

    #[cfg(feature = "catalog")]
    fn kind() -> Kind {
        Kind::Any
    }
}

impl EntrySlots for serde_json::Map<String, serde_json::Value> {
    fn slot(&mut self, name: &str) -> &mut dyn Value {
        self.entry(name).or_insert(serde_json::Value::Null)
    }

    fn remove(&mut self, name: &str) {
        serde_json::Map::remove(self, name);
    }

    fn cost(&self) -> usize {
        entry_cost(size_of::<serde_json::Value>(), self.len())
    }
}
