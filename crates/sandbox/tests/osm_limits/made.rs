//! Values that satisfy all constraints: one for each field, by its kind and its constraints.

use hwc_wire::{FieldDescriptor, FilePart, Json, Kind, Model, Record};
use serde_json::{Map, json};

/// The maximum nesting depth of records.
const DEPTH: usize = 4;

/// Returns all fields of a record by name.
pub(crate) fn members(record: &dyn Record) -> Map<String, Json> {
    within(record, 0)
}

fn within(record: &dyn Record, depth: usize) -> Map<String, Json> {
    assert!(depth < DEPTH, "{} holds itself", record.descriptor().name);
    let is_file = record.descriptor().name == FilePart::DESCRIPTOR.name;
    let mut members = Map::new();
    for (field, slot) in record.fields() {
        // The path of a file on the sender's machine is not sent.
        if !(is_file && field.name == "path") {
            members.insert(field.name.to_owned(), value(field, &slot.kind(), depth));
        }
    }
    members
}

fn value(field: &FieldDescriptor, kind: &Kind, depth: usize) -> Json {
    match kind {
        Kind::List(inner) => {
            let count = field.constraints.item_count.map_or(1, |(min, _)| min.max(1));
            (0..count).map(|_| single(field, inner, field.constraints.item_length, depth)).collect()
        }
        Kind::Map(inner) => json!({ "key": single(field, inner, field.constraints.item_length, depth) }),
        single_kind => single(field, single_kind, field.constraints.length, depth),
    }
}

fn single(field: &FieldDescriptor, kind: &Kind, chars: Option<(u64, u64)>, depth: usize) -> Json {
    match kind {
        Kind::Bool => json!(true),
        Kind::Int(min, _) => json!(field.constraints.range.map_or(*min, |(low, _)| low.max(*min)).max(1)),
        Kind::Float => json!(0.5),
        Kind::Enum(info) if info.numeric => json!(info.codes[0].0.parse::<i64>().unwrap()),
        Kind::Enum(info) => json!(info.codes[0].0),
        Kind::Time => json!("2026-01-01T00:00:00.000Z"),
        Kind::Record(inner) => Json::Object(within(&*(inner.make)(), depth + 1)),
        Kind::Any => json!({ "any": 1 }),
        _ => json!(text(chars.map_or(1, |(min, max)| min.max(1).min(max)))),
    }
}

/// Returns a text of this length.
pub(crate) fn text(length: u64) -> String {
    "1".repeat(usize::try_from(length).unwrap())
}
