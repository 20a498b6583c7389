//! The page size of lists that require one.

use hwc_wire::{InputValue, Record, ValueRef, set_field};

/// The name of the field with the page size.
const LIMIT: &str = "limit";

/// Sets the largest page size if the request requires one and has none. A list of all pages does not depend on the size.
pub(super) fn set_page_size(request: &mut dyn Record) {
    let unset = |value: ValueRef<'_>| matches!(value, ValueRef::Uint(0) | ValueRef::Int(0));
    let field = request.fields().find(|(field, value)| field.is_called(LIMIT) && field.required && unset(value.view()));
    if let Some((min, max)) = field.and_then(|(field, _)| field.constraints.range)
        && min > 0
    {
        // A field of another type keeps its value, and validation reports it.
        let _: Option<Result<(), _>> = set_field(request, LIMIT, InputValue::Uint(max.unsigned_abs()));
    }
}
