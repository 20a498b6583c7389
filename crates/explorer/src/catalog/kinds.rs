//! Fields and their kinds as JSON. Records and enums are listed once for each service.

use hwc_api::CATALOG;
use hwc_api::serde_json::{Map, Value as Json, json};
use hwc_dynamic::{Field, fields_of_record, is_file};
use hwc_wire::{Constraints, EnumDescriptor, Kind, Location, MemberPresence, Pattern};

use super::{compact, inner};

/// The records and enums of a service by name.
#[derive(Default)]
pub(super) struct Types {
    pub(super) records: Map<String, Json>,
    pub(super) enums: Map<String, Json>,
}

/// Returns a field, and adds the types that it names.
pub(super) fn field_json(field: &Field, types: &mut Types) -> Json {
    let doc = field.doc();
    compact(json!({
        "name": field.name(),
        "in": location(field.descriptor.location),
        "kind": kind_json(field, &field.kind, types),
        "required": field.descriptor.required,
        "members": members(field.descriptor.members),
        "doc": doc.map(|doc| &doc.doc),
        "default": doc.and_then(|doc| doc.default.as_ref()),
        "limits": limits(&field.descriptor.constraints),
    }))
}

/// Returns the presence of the members of a record, if the field states it.
fn members(presence: MemberPresence) -> Option<&'static str> {
    match presence {
        MemberPresence::AsDeclared => None,
        MemberPresence::Required => Some("required"),
        MemberPresence::Optional => Some("optional"),
    }
}

/// Returns the location of a field. Members of the body, also within records, are the most frequent ones and have none.
fn location(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query | Location::QueryCommaSeparated => "query",
        Location::Header => "header",
        Location::BodyField => "",
        Location::Payload => "payload",
        Location::Form => "form",
    }
}

fn limits(constraints: &Constraints) -> Option<Json> {
    let limits = compact(json!({
        "length": constraints.length,
        "range": constraints.range,
        "items": constraints.item_count,
        "each": constraints.item_length,
        "keys": constraints.key_length,
        "pattern": constraints.pattern.map(Pattern::anchored),
    }));
    let is_empty = limits.as_object().is_none_or(Map::is_empty);
    (!is_empty).then_some(limits)
}

fn kind_json(field: &Field, kind: &Kind, types: &mut Types) -> Json {
    match kind {
        kind if is_file(kind) => json!("file"),
        Kind::Bool => json!("bool"),
        Kind::Int(..) | Kind::IntId(_) => json!("int"),
        Kind::Float => json!("float"),
        Kind::Time => json!("time"),
        Kind::Secret | Kind::PresignedUrl => json!("secret"),
        Kind::Enum(descriptor) => {
            add_enum(field, descriptor, types);
            json!({ "enum": descriptor.name })
        }
        Kind::List(element) => json!({ "list": kind_json(field, element, types) }),
        Kind::Map(element) | Kind::MapOrText(element) => json!({ "map": kind_json(field, element, types) }),
        Kind::Record(_) => {
            add_record(field, kind, types);
            json!({ "record": record_name(kind) })
        }
        Kind::Bytes => json!("bytes"),
        Kind::Any => json!("any"),
        _ => json!("text"),
    }
}

fn record_name(kind: &Kind) -> &'static str {
    match inner(kind) {
        Kind::Record(record) => record.descriptor.name,
        _ => "",
    }
}

fn add_record(field: &Field, kind: &Kind, types: &mut Types) {
    let Kind::Record(record) = inner(kind) else { return };
    let name = record.descriptor.name;
    if types.records.contains_key(name) {
        return;
    }
    // The name exists before the fields are visited, so that a record may contain itself.
    types.records.insert(name.to_owned(), Json::Null);
    let fields = fields_of_record(&*(record.make)(), field.service());
    let fields: Vec<Json> = fields.iter().map(|field| field_json(field, types)).collect();
    types.records.insert(name.to_owned(), Json::Array(fields));
}

fn add_enum(field: &Field, descriptor: &'static EnumDescriptor, types: &mut Types) {
    if types.enums.contains_key(descriptor.name) {
        return;
    }
    let doc = CATALOG.type_doc(field.service(), descriptor.name);
    let value = |(code, variant): &(&str, &str)| {
        let meaning = doc.and_then(|doc| doc.values.get(*variant)).cloned().unwrap_or_else(|| (*variant).to_owned());
        json!([code, meaning])
    };
    let values: Vec<Json> = descriptor.codes.iter().map(value).collect();
    types.enums.insert(descriptor.name.to_owned(), json!({ "numeric": descriptor.numeric, "values": values }));
}
