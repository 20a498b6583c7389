//! All texts in a record, including nested records.

use hwc_wire::Output;
use hwc_wire::record::each_field;

/// Calls `visit` with each text of a value, including secrets.
pub(crate) fn each(output: Output<'_>, visit: &mut dyn FnMut(&str)) {
    match output {
        Output::Text(text) | Output::Secret(text) | Output::TextCode(text, _) => visit(text),
        Output::List(items) => (0..items.count()).for_each(|index| each(items.item(index).show(), visit)),
        Output::Map(entries) => entries.each(&mut |_, value| each(value.show(), visit)),
        Output::Record(record) => each_field(record, &mut |_, value| each(value.show(), visit)),
        _ => {}
    }
}
