//! Lists as fields.

use crate::context::Context;
#[cfg(feature = "catalog")]
use crate::kind::Kind;
use crate::value::{Blank, Element, Input, Items, ListInput, ObjectInput, Output, Stop, Value};

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

/// The interface that [`read_list`] needs of a list, so that it is compiled only once.
pub trait ElementSlots {
    /// Appends a blank element and returns it.
    fn grow(&mut self) -> &mut dyn Value;
    /// Removes the last element.
    fn shrink(&mut self);
    /// Returns the memory that one more element takes, in bytes. A full list doubles its size.
    fn cost(&self) -> usize;
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
/// Returns [`Stop`] if an element does not fit.
pub fn read_list(into: &mut dyn ElementSlots, input: Input<'_>, cx: &mut Context) -> Result<(), Stop> {
    let found = input.found();
    match input {
        Input::List(list) => return elements(into, list, cx),
        Input::Null | Input::Text("") | Input::Bool(false) => {}
        Input::Object(object) => single_object(into, object, cx)?,
        single => match into.grow().read(single, cx) {
            Err(Stop::Nothing) => into.shrink(),
            read => read?,
        },
    }
    cx.coerced("a list", found)
}

fn elements(into: &mut dyn ElementSlots, list: &mut dyn ListInput, cx: &mut Context) -> Result<(), Stop> {
    let cost = into.cost();
    loop {
        cx.budget.take(cost)?;
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
fn single_object(into: &mut dyn ElementSlots, object: &mut dyn ObjectInput, cx: &mut Context) -> Result<(), Stop> {
    let mark = cx.mark();
    let read = into.grow().read(Input::Object(object), cx);
    if object.has_members() || matches!(read, Err(Stop::Source)) {
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

impl<T: Blank> Items for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn item(&self, index: usize) -> &dyn Value {
        &self[index]
    }
}
