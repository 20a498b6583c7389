//! Reads pagination fields from records whose types are unknown.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::mem::discriminant;

use hwc_wire::record::each_field;
use hwc_wire::value::Items;
use hwc_wire::{Output, Record};

/// Returns the result of `look` for the field at `path`, such as `total` or `data.files`, or `None` without such a field.
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

/// Returns a value as a number. Numbers in strings are accepted.
pub(super) fn number(output: Output<'_>) -> Option<u64> {
    match output {
        Output::Uint(number) => Some(number),
        Output::Int(number) => u64::try_from(number).ok(),
        Output::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Returns a value as text, or `None` if it is absent or empty. Numbers are converted.
pub(super) fn text(output: Output<'_>) -> Option<String> {
    match output {
        Output::Text(text) | Output::Secret(text) => Some(text.to_owned()).filter(|text| !text.is_empty()),
        Output::Uint(number) => Some(number.to_string()),
        Output::Int(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Returns the number of elements of a page, with a fingerprint of them. An absent list counts as empty. Returns `None` for
/// a value that is not a list.
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

/// Hashes a value recursively. Serializing it to JSON first would cost more than decoding the page.
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
