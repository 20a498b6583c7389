//! Optional values, lists, maps and free-form JSON as fields.

use std::collections::BTreeMap;

use crate::context::Context;
#[cfg(feature = "catalog")]
use crate::kind::Kind;
use crate::value::{Blank, Entries, EntrySlots, Input, Items, ListInput, Output, Stop, Value};

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

impl<T: Blank> Value for Vec<T> {
    fn read(&mut self, input: Input<'_>, cx: &mut Context) -> Result<(), Stop> {
        self.clear();
        read_list(self, input, cx)
    }

    fn show(&self) -> Output<'_> {
        Output::List(self)
    }

    #[cfg(feature = "catalog")]
    fn own_kind(&self) -> Kind {
        Self::kind()
    }
}

impl<T: Blank> Blank for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }

    #[cfg(feature = "catalog")]
    fn kind() -> Kind {
        Kind::List(Box::new(T::kind()))
    }
}

/// A list that is being filled: what [`read_list`] has to know of it, so that it is compiled once.
trait ElementSlots {
    /// A blank element at the end.
    fn grow(&mut self) -> &mut dyn Value;
    /// Takes the last element away.
    fn shrink(&mut self);
}

impl<T: Blank> ElementSlots for Vec<T> {
    fn grow(&mut self) -> &mut dyn Value {
        let index = self.len();
        self.push(T::blank());
        &mut self[index]
    }

    fn shrink(&mut self) {
        self.pop();
    }
}

/// Reads the elements in place: each is made blank at the end of the list first.
fn read_list(into: &mut dyn ElementSlots, input: Input<'_>, cx: &mut Context) -> Result<(), Stop> {
    let found = input.found();
    match input {
        Input::List(list) => {
            while list.next(into.grow(), cx)? {}
            into.shrink();
            return Ok(());
        }
        Input::Null => {}
        single => match into.grow().read(single, cx) {
            // An empty text where there are numbers: none of them.
            Err(Stop::Nothing) => {
                into.shrink();
                return Ok(());
            }
            read => read?,
        },
    }
    cx.coerced("a list", found)
}

impl<T: Blank> Items for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn item(&self, index: usize) -> &dyn Value {
        &self[index]
    }
}

impl<T: Blank> Value for BTreeMap<String, T> {
    fn read(&mut self, input: Input<'_>, cx: &mut Context) -> Result<(), Stop> {
        self.clear();
        match input {
            Input::Object(object) => object.entries(self, cx),
            Input::Null => cx.coerced("an object", "null"),
            Input::List(list) => no_elements(list, cx),
            other => Err(other.mismatch("an object")),
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

/// Some services write an empty map as an empty list.
///
/// # Errors
/// [`Stop`] when the list is not empty.
pub fn no_elements(list: &mut dyn ListInput, cx: &mut Context) -> Result<(), Stop> {
    match list.next(&mut serde_json::Value::Null, cx)? {
        true => Err(Stop::Mismatch("expected an object, found a list".to_owned())),
        false => cx.coerced("an object", "an empty list"),
    }
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
            Input::List(list) => {
                let mut elements = Vec::new();
                let mut element = Self::Null;
                while list.next(&mut element, cx)? {
                    elements.push(element.take());
                }
                Self::Array(elements)
            }
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
}
