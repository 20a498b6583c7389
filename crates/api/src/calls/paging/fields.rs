//! Reads pagination fields from records whose types are unknown.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::mem::discriminant;

use hwc_wire::value::ListRef;
use hwc_wire::{Record, ValueRef};

/// Returns the result of `look` for the field at `path`, such as `total` or `data.files`, or `None` without such a field.
#[inline]
pub(in crate::calls) fn field<T>(record: &dyn Record, path: &str, look: &dyn Fn(ValueRef<'_>) -> T) -> Option<T> {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let (_, value) = record.fields().find(|(known, _)| known.is_called(name))?;
    match (rest, value.view()) {
        (Some(rest), ValueRef::Record(inner)) => field(inner, rest, look),
        (Some(_), ValueRef::Absent) | (None, _) => Some(look(value.view())),
        (Some(_), _) => None,
    }
}

/// Returns a value as a Boolean.
#[inline]
pub(super) fn boolean(output: ValueRef<'_>) -> Option<bool> {
    match output {
        ValueRef::Bool(value) => Some(value),
        _ => None,
    }
}

/// Returns a value as a number. Numbers in strings are accepted.
#[inline]
pub(super) fn number(output: ValueRef<'_>) -> Option<u64> {
    match output {
        ValueRef::Uint(number) => Some(number),
        ValueRef::Int(number) => u64::try_from(number).ok(),
        ValueRef::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Returns a value as text, or `None` if it is absent or empty. Numbers are converted.
#[inline]
pub(in crate::calls) fn text(output: ValueRef<'_>) -> Option<String> {
    match output {
        ValueRef::Text(text) | ValueRef::Secret(text) => Some(text.to_owned()).filter(|text| !text.is_empty()),
        ValueRef::Uint(number) => Some(number.to_string()),
        ValueRef::Int(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Returns the number of elements of a page, with a fingerprint of them. An absent list counts as empty. Returns `None` for
/// a value that is not a list.
#[inline]
pub(super) fn elements(output: ValueRef<'_>) -> Option<(u64, u64)> {
    match output {
        ValueRef::List(items) => Some((items.count() as u64, fingerprint(items))),
        ValueRef::Absent => Some((0, 0)),
        _ => None,
    }
}

#[inline]
fn fingerprint(items: &dyn ListRef) -> u64 {
    let mut hasher = DefaultHasher::new();
    hash(ValueRef::List(items), &mut hasher);
    hasher.finish()
}

/// Hashes a value recursively. Serializing it to JSON first would cost more than decoding the page.
#[inline]
fn hash(output: ValueRef<'_>, into: &mut DefaultHasher) {
    discriminant(&output).hash(into);
    match output {
        ValueRef::Absent => {}
        ValueRef::Bool(value) => value.hash(into),
        ValueRef::Int(number) => number.hash(into),
        ValueRef::IntEnum(number, _) => number.hash(into),
        ValueRef::Uint(number) => number.hash(into),
        ValueRef::Float(number) => number.to_bits().hash(into),
        ValueRef::Text(text) | ValueRef::StringEnum(text, _) | ValueRef::Secret(text) => text.hash(into),
        ValueRef::Bytes(bytes) => bytes.as_slice().hash(into),
        ValueRef::Path(path) => path.hash(into),
        ValueRef::Json(json) => json.to_string().hash(into),
        ValueRef::Record(record) => record.fields().for_each(|(_, value)| hash(value.view(), into)),
        ValueRef::Map(entries) => {
            for (name, value) in entries.iter() {
                name.hash(into);
                hash(value.view(), into);
            }
        }
        ValueRef::List(items) => {
            items.count().hash(into);
            items.iter().for_each(|item| hash(item.view(), into));
        }
    }
}
