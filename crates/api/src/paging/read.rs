//! Reads the fields that paging goes by out of records whose types it does not know.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::mem::discriminant;

use hwc_wire::record::each_field;
use hwc_wire::value::Items;
use hwc_wire::{Output, Record};

/// Shows the field at `path`, as in `total` or `data.files`; gives what `look` makes of it. `None` without such a field.
pub(super) fn field<T>(record: &dyn Record, path: &str, look: &dyn Fn(Output<'_>) -> T) -> Option<T> {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let mut found = None;
    each_field(record, &mut |known, value| {
        if known.is_called(name) {
            found = match (rest, value.show()) {
                (Some(rest), Output::Record(inner)) => field(inner, rest, look),
                (Some(_), Output::Absent) | (None, _) => Some(look(value.show())),
                (Some(_), _) => None,
            };
        }
    });
    found
}

/// A value as a number, also where it came as text.
pub(super) fn number(output: Output<'_>) -> Option<u64> {
    match output {
        Output::Uint(number) => Some(number),
        Output::Int(number) => u64::try_from(number).ok(),
        Output::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A value as text, also where it came as a number; `None` where there is none.
pub(super) fn text(output: Output<'_>) -> Option<String> {
    match output {
        Output::Text(text) | Output::Secret(text) => Some(text.to_owned()).filter(|text| !text.is_empty()),
        Output::Uint(number) => Some(number.to_string()),
        Output::Int(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The elements of a page: how many there are, and a number that differs for others. A list that is absent is empty;
/// `None` for what is no list.
pub(super) fn elements(output: Output<'_>) -> Option<(u64, u64)> {
    match output {
        Output::List(items) => Some((items.count() as u64, fingerprint(items))),
        Output::Absent => Some((0, 0)),
        _ => None,
    }
}

fn fingerprint(items: &dyn Items) -> u64 {
    let mut hasher = DefaultHasher::new();
    hash(Output::List(items), &mut hasher);
    hasher.finish()
}

/// Hashes a value with all that is in it. It is not written as JSON first, which would cost more than reading the page.
fn hash(output: Output<'_>, into: &mut DefaultHasher) {
    discriminant(&output).hash(into);
    match output {
        Output::Absent => {}
        Output::Bool(value) => value.hash(into),
        Output::Int(number) => number.hash(into),
        Output::NumberCode(number, _) => number.hash(into),
        Output::Uint(number) => number.hash(into),
        Output::Float(number) => number.to_bits().hash(into),
        Output::Text(text) | Output::TextCode(text, _) | Output::Secret(text) => text.hash(into),
        Output::Bytes(bytes) => bytes.as_slice().hash(into),
        Output::Path(path) => path.hash(into),
        Output::Json(json) => json.to_string().hash(into),
        Output::Record(record) => each_field(record, &mut |_, value| hash(value.show(), into)),
        Output::Map(entries) => entries.each(&mut |name, value| {
            name.hash(into);
            hash(value.show(), into);
        }),
        Output::List(items) => {
            items.count().hash(into);
            (0..items.count()).for_each(|index| hash(items.item(index).show(), into));
        }
    }
}
