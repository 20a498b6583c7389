//! The flags of an operation: one for each field of its request, in any location.

use hwc_api::Record;
use hwc_api::wire::catalog::OperationEntry;
use hwc_api::wire::record::each_field;
use hwc_api::wire::{FieldDescriptor, Kind};

use crate::case::kebab;

/// A field of a request as a flag.
pub(crate) struct Flag {
    /// The name without dashes, as in `case-id`.
    pub(crate) name: String,
    /// The field.
    pub(crate) field: &'static FieldDescriptor,
    /// The kind of value that it accepts.
    pub(crate) kind: Kind,
}

/// Returns the flags of an operation, in the order of its table.
pub(crate) fn of(entry: &OperationEntry) -> Vec<Flag> {
    let fields = fields(&*(entry.request)());
    fields.into_iter().map(|(field, kind)| Flag { name: kebab(field.name), field, kind }).collect()
}

/// Returns the fields of a record with the kind of each.
pub(crate) fn fields(record: &dyn Record) -> Vec<(&'static FieldDescriptor, Kind)> {
    let mut fields = Vec::new();
    each_field(record, &mut |field, value| fields.push((field, value.kind())));
    fields
}

/// Finds the flag called `name`. Names on the wire take precedence over names of flags.
pub(crate) fn find<'a>(flags: &'a [Flag], name: &str) -> Option<&'a Flag> {
    let on_the_wire = flags.iter().find(|flag| flag.field.name == name);
    on_the_wire.or_else(|| flags.iter().find(|flag| flag.name == name))
}
