//! Lists as fields: the elements of a JSON list become a `Vec`.

use crate::decode::DecodeContext;
#[cfg(feature = "catalog")]
use crate::descriptor::Kind;
use crate::value::{Element, InputValue, ListReader, ListRef, ObjectReader, ValueError, ValueRef, WireType, WireValue};

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
            Err(ValueError::Mismatch(_)) if is_list_of_records(into) => {
                return Err(ValueError::Mismatch(format!("expected a list, found {found}")));
            }
            read => read?,
        },
    }
    cx.note_coercion("a list", found)
}

/// Returns true if the elements are objects. A text or a number is not one of them.
fn is_list_of_records(into: &mut dyn ListBuilder) -> bool {
    let is_record = matches!(into.grow().view(), ValueRef::Record(_));
    into.shrink();
    is_record
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
