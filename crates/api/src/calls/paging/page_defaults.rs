//! The first page and the page size of lists that require them.

use hwc_wire::{FieldDescriptor, InputValue, Pagination, Record, ValueRef, set_field};

/// The names of the fields for the page size.
const SIZES: [&str; 3] = ["limit", "page_size", "pageSize"];

/// The page size if the spec documents no maximum.
const PAGE_SIZE: u64 = 100;

/// The largest page size that is requested.
const MAX_PAGE_SIZE: u64 = 1000;

/// Sets required pagination fields that are not set: the first page, with the maximum number of elements per page. The
/// elements of a list do not depend on its page size.
#[inline]
pub(super) fn set_page_defaults(request: &mut dyn Record, pagination: Option<Pagination>) {
    let Some(pagination) = pagination else { return };
    for (index, field) in request.descriptor().fields.iter().enumerate().filter(|(_, field)| field.required) {
        if let Some(value) = default_value(pagination, field, request.get(index).view()) {
            // A field of another type keeps its value, and validation reports it.
            let _: Option<Result<(), _>> = set_field(request, field.name, InputValue::Uint(value));
        }
    }
}

/// Returns the default of a field that is not set. Zero counts as not set for a page size.
#[inline]
fn default_value(pagination: Pagination, field: &FieldDescriptor, value: ValueRef<'_>) -> Option<u64> {
    let is_absent = matches!(value, ValueRef::Absent);
    let is_zero = matches!(value, ValueRef::Uint(0) | ValueRef::Int(0));
    match pagination {
        Pagination::Offset { offset, .. } if field.is_called(offset) => is_absent.then_some(0),
        Pagination::Page { page, first, .. } if field.is_called(page) => is_absent.then_some(first),
        _ if SIZES.contains(&field.name) && (is_absent || is_zero) => {
            Some(field.constraints.range.map_or(PAGE_SIZE, |(_, max)| max.unsigned_abs().min(MAX_PAGE_SIZE)))
        }
        _ => None,
    }
}
