//! Limits of the sandbox for sizes that the reference does not limit. They bound the cost of a request.

use hwc_wire::{FieldDescriptor, Json, Record, ValueRef, Violation, WireValue};

/// The maximum number of elements in a list, which is the largest that the reference documents for a request.
const MOST_ELEMENTS: usize = 1000;

/// The maximum number of members in a map or a free-form object.
pub(crate) const MOST_MEMBERS: usize = 100;

/// Returns a violation for each list or map that is too large, with the name of its field.
pub(crate) fn check(request: &dyn Record) -> Vec<Violation> {
    let violation =
        |(field, value): (&FieldDescriptor, &dyn WireValue)| Some(Violation::new(field.name, problem(value.view())?));
    request.fields().filter_map(violation).collect()
}

fn problem(output: ValueRef<'_>) -> Option<String> {
    match output {
        ValueRef::List(items) => {
            let inner = || items.iter().find_map(|item| problem(item.view()));
            too_many(items.count(), MOST_ELEMENTS, "elements").or_else(inner)
        }
        ValueRef::Map(entries) => {
            let inner = || entries.iter().find_map(|(_, value)| problem(value.view()));
            too_many(entries.count(), MOST_MEMBERS, "members").or_else(inner)
        }
        ValueRef::Record(record) => {
            check(record).pop().map(|found| format!("has a {} that {}", found.path, found.problem))
        }
        ValueRef::Json(json) => in_json(json),
        _ => None,
    }
}

fn in_json(json: &Json) -> Option<String> {
    match json {
        Json::Array(items) => {
            too_many(items.len(), MOST_ELEMENTS, "elements").or_else(|| items.iter().find_map(in_json))
        }
        Json::Object(members) => {
            too_many(members.len(), MOST_MEMBERS, "members").or_else(|| members.values().find_map(in_json))
        }
        _ => None,
    }
}

fn too_many(count: usize, most: usize, what: &str) -> Option<String> {
    (count > most).then(|| format!("has {count} {what}, at most {most}"))
}
