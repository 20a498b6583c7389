//! JSON Schemas of the models, built from the descriptors that the encoder and the decoder use.
//!
//! Descriptors contain no docs, so the schemas contain types, limits and codes, but no descriptions.

use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value as Json, json};

use crate::field::FieldDescriptor;
use crate::kind::Kind;
use crate::limits::Constraints;
use crate::open_enum::EnumDescriptor;
use crate::record::{Model, Record, RecordDescriptor};

/// Returns the schema of a model. Its nested records become definitions of the generator.
#[must_use]
pub fn of<T: Model>(generator: &mut SchemaGenerator) -> Schema {
    into_schema(record(T::type_descriptor(), &T::unset(), generator))
}

/// Returns the schema of a record whose type is known only at run time, as [`of`] does.
#[must_use]
pub fn of_record(empty: &dyn Record, generator: &mut SchemaGenerator) -> Schema {
    into_schema(record(empty.descriptor(), empty, generator))
}

fn into_schema(json: Json) -> Schema {
    Schema::try_from(json).unwrap_or_default()
}

fn record(shape: &'static RecordDescriptor, empty: &dyn Record, generator: &mut SchemaGenerator) -> Json {
    let mut properties = Map::new();
    empty.slots(&mut |slots| {
        for (field, slot) in shape.fields.iter().zip(slots) {
            properties.insert(field.name.to_owned(), limited(kind(&slot.kind(), generator), field));
        }
    });
    let required: Vec<&str> = shape.fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    let mut schema = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    if shape.is_sent() {
        schema["additionalProperties"] = Json::Bool(false);
    }
    schema
}

fn kind(kind_: &Kind, generator: &mut SchemaGenerator) -> Json {
    match kind_ {
        Kind::String | Kind::StringId(_) | Kind::Time => json!({ "type": "string" }),
        Kind::Secret => json!({ "type": "string", "format": "password" }),
        Kind::PresignedUrl => json!({ "type": "string", "format": "uri" }),
        Kind::Bool => json!({ "type": "boolean" }),
        Kind::Int(min, max) => json!({ "type": "integer", "minimum": min, "maximum": max }),
        Kind::Float => json!({ "type": "number" }),
        Kind::Enum(info) => codes(info),
        Kind::List(inner) => json!({ "type": "array", "items": kind(inner, generator) }),
        Kind::Map(inner) => json!({ "type": "object", "additionalProperties": kind(inner, generator) }),
        Kind::Record(inner) => {
            let name = inner.shape.name;
            if !generator.definitions().contains_key(name) {
                // The definition exists before its fields are visited, so that a record may contain itself.
                generator.definitions_mut().insert(name.to_owned(), Json::Bool(true));
                let schema = record(inner.shape, &*(inner.make)(), generator);
                generator.definitions_mut().insert(name.to_owned(), schema);
            }
            json!({ "$ref": format!("#/$defs/{name}") })
        }
        Kind::Bytes => json!({ "type": "string", "contentMediaType": "application/octet-stream" }),
        Kind::Any => Json::Bool(true),
    }
}

/// Returns the schema of an open enum. It accepts any code; the known codes are examples.
fn codes(info: &EnumDescriptor) -> Json {
    let code = |code: &str| if info.numeric { code.parse::<i64>().map_or(Json::Null, Json::from) } else { code.into() };
    let codes: Vec<Json> = info.codes.iter().map(|(text, _)| code(text)).collect();
    json!({ "type": if info.numeric { "integer" } else { "string" }, "title": info.name, "examples": codes })
}

fn limited(mut schema: Json, field: &FieldDescriptor) -> Json {
    let Constraints { length: chars, range, item_count: items, item_length: each } = field.constraints;
    let Some(members) = schema.as_object_mut() else {
        return schema;
    };
    let mut set = |names: [&str; 2], (min, max): (Json, Json)| {
        members.insert(names[0].to_owned(), min);
        members.insert(names[1].to_owned(), max);
    };
    if let Some((min, max)) = chars {
        set(["minLength", "maxLength"], (min.into(), max.into()));
    }
    if let Some((min, max)) = items {
        set(["minItems", "maxItems"], (min.into(), max.into()));
    }
    if let Some((name, least)) = least(members, field) {
        members.insert(name.to_owned(), least.into());
    }
    let element = members.get_mut("items").and_then(Json::as_object_mut);
    let is_list = element.is_some();
    if let (Some((min, max)), Some(element)) = (each, element) {
        element.insert("minLength".to_owned(), min.into());
        element.insert("maxLength".to_owned(), max.into());
    }
    if let Some((min, max)) = range {
        let holder = if is_list { members.get_mut("items").and_then(Json::as_object_mut) } else { Some(members) };
        if let Some(holder) = holder {
            holder.insert("minimum".to_owned(), min.into());
            holder.insert("maximum".to_owned(), max.into());
        }
    }
    schema
}

/// Returns the minimum length of a required text or list. It must not be empty, unless its limits state a length.
fn least(members: &Map<String, Json>, field: &FieldDescriptor) -> Option<(&'static str, u64)> {
    let Constraints { length: chars, item_count: items, .. } = field.constraints;
    match members.get("type").and_then(Json::as_str) {
        Some("string") if field.required && chars.is_none() => Some(("minLength", 1)),
        Some("array") if field.required && items.is_none() => Some(("minItems", 1)),
        _ => None,
    }
}
