//! All texts in a record, including nested records.

use hwc_wire::ValueRef;
use hwc_wire::record::each_field;

/// Calls `visit` with each text of a value, including secrets.
pub(crate) fn each(output: ValueRef<'_>, visit: &mut dyn FnMut(&str)) {
    match output {
        ValueRef::Text(text) | ValueRef::Secret(text) | ValueRef::StringEnum(text, _) => visit(text),
        ValueRef::List(items) => (0..items.count()).for_each(|index| each(items.item(index).view(), visit)),
        ValueRef::Map(entries) => entries.each(&mut |_, value| each(value.view(), visit)),
        ValueRef::Record(record) => each_field(record, &mut |_, value| each(value.view(), visit)),
        _ => {}
    }
}
