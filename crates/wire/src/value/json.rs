//! Free-form JSON as fields.

use crate::decode::DecodeContext;
#[cfg(feature = "catalog")]
use crate::descriptor::Kind;
use crate::value::map::entry_cost;
use crate::value::{Element, InputValue, ListReader, MapBuilder, ValueError, ValueRef, WireType, WireValue};

impl WireValue for serde_json::Value {
    fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
        *self = match input {
            InputValue::Null => Self::Null,
            InputValue::Bool(value) => value.into(),
            InputValue::Int(value) => value.into(),
            InputValue::Uint(value) => value.into(),
            InputValue::Float(value) => value.into(),
            InputValue::Text(text) => text.into(),
            InputValue::Bytes(_) => return Err(input.mismatch("JSON")),
            InputValue::List(list) => Self::Array(read_elements(list, cx)?),
            InputValue::Object(object) => {
                let mut members = serde_json::Map::new();
                object.decode_map(&mut members, cx)?;
                Self::Object(members)
            }
        };
        Ok(())
    }

    fn view(&self) -> ValueRef<'_> {
        ValueRef::Json(self)
    }

    #[cfg(feature = "catalog")]
    fn kind(&self) -> Kind {
        Self::type_kind()
    }
}

/// Reads the elements of a list. In free-form JSON, `null` is a value like any other.
fn read_elements(list: &mut dyn ListReader, cx: &mut DecodeContext) -> Result<Vec<serde_json::Value>, ValueError> {
    let mut elements = Vec::new();
    let mut element = serde_json::Value::Null;
    while list.next(&mut element, cx)? == Element::Read {
        cx.budget.reserve(2 * size_of::<serde_json::Value>())?;
        elements.push(element.take());
    }
    Ok(elements)
}

impl WireType for serde_json::Value {
    #[inline]
    fn empty() -> Self {
        Self::Null
    }

    #[cfg(feature = "catalog")]
    fn type_kind() -> Kind {
        Kind::Any
    }
}

impl MapBuilder for serde_json::Map<String, serde_json::Value> {
    fn slot(&mut self, name: &str) -> &mut dyn WireValue {
        self.entry(name).or_insert(serde_json::Value::Null)
    }

    fn remove(&mut self, name: &str) {
        serde_json::Map::remove(self, name);
    }

    fn cost(&self) -> usize {
        entry_cost(size_of::<serde_json::Value>(), self.len())
    }
}
