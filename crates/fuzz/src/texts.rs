//! All texts in a record, including nested records.

use hwc_wire::ValueRef;

/// Calls `visit` with each text of a value, including secrets.
pub(crate) fn each(output: ValueRef<'_>, visit: &mut dyn FnMut(&str)) {
    match output {
        ValueRef::Text(text) | ValueRef::Secret(text) | ValueRef::StringEnum(text, _) => visit(text),
        ValueRef::List(items) => items.iter().for_each(|item| each(item.view(), visit)),
        ValueRef::Map(entries) => entries.iter().for_each(|(_, value)| each(value.view(), visit)),
        ValueRef::Record(record) => record.fields().for_each(|(_, value)| each(value.view(), visit)),
        _ => {}
    }
}
