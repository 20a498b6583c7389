//! The flags of an operation: one for each field of its request, wherever that travels.

use hwc_api::Record;
use hwc_api::wire::catalog::Entry;
use hwc_api::wire::record::each_field;
use hwc_api::wire::{Field, Kind};

use crate::names::kebab;

/// One field of a request as a flag.
pub(crate) struct Flag {
    /// The name without dashes, as in `case-id`.
    pub(crate) name: String,
    /// The field.
    pub(crate) field: &'static Field,
    /// What sort of value it takes.
    pub(crate) kind: Kind,
}

/// The flags of an operation, in the order of its table.
pub(crate) fn of(entry: &Entry) -> Vec<Flag> {
    let fields = fields(&*(entry.request)());
    fields.into_iter().map(|(field, kind)| Flag { name: kebab(field.name), field, kind }).collect()
}

/// The fields of a record with the sort of each.
pub(crate) fn fields(record: &dyn Record) -> Vec<(&'static Field, Kind)> {
    let mut fields = Vec::new();
    each_field(record, &mut |field, value| fields.push((field, value.own_kind())));
    fields
}

/// The flag called `name`: by the name on the wire first, then by the name of the flag.
pub(crate) fn find<'a>(flags: &'a [Flag], name: &str) -> Option<&'a Flag> {
    let on_the_wire = flags.iter().find(|flag| flag.field.name == name);
    on_the_wire.or_else(|| flags.iter().find(|flag| flag.name == name))
}
