//! JSON Schemas of the models, built from the descriptors that the encoder and the decoder use.
//!
//! Descriptors contain types, constraints and codes. The descriptions of fields and codes are in the catalog, so only the
//! schemas of [`request`](fn@request) and [`response`](fn@response) have them.

#[cfg(feature = "schema")]
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value as Json, json};

use crate::catalog::{Catalog, OperationEntry, TypeDoc};
use crate::descriptor::{
    Constraints, EnumDescriptor, FieldDescriptor, Kind, MemberPresence, RecordDescriptor, Service,
};
use crate::pattern::Pattern;
#[cfg(feature = "schema")]
use crate::record::Model;
use crate::record::Record;

/// Returns the schema of a model, without descriptions. Its nested records become definitions of the generator.
#[cfg(feature = "schema")]
#[must_use]
pub fn of<T: Model>(generator: &mut SchemaGenerator) -> Schema {
    let mut builder = Builder { definitions: generator.definitions_mut(), docs: None, is_closed: false };
    let schema = builder.record(T::DESCRIPTOR, &T::unset(), MemberPresence::AsDeclared);
    Schema::try_from(schema).unwrap_or_default()
}

/// Returns the schema of the request of an operation, with the descriptions of its fields and codes.
#[must_use]
pub fn request(catalog: &Catalog, entry: &OperationEntry) -> Json {
    document(catalog, entry, &*(entry.request)())
}

/// Returns the schema of the response of an operation, with the descriptions of its fields and codes.
#[must_use]
pub fn response(catalog: &Catalog, entry: &OperationEntry) -> Json {
    document(catalog, entry, &*(entry.response)())
}

/// Returns the schema of a record as a document with all definitions.
fn document(catalog: &Catalog, entry: &OperationEntry, empty: &dyn Record) -> Json {
    let mut definitions = Map::new();
    let docs = Some((catalog, entry.operation.service));
    let descriptor = empty.descriptor();
    let mut builder = Builder { definitions: &mut definitions, docs, is_closed: descriptor.is_sent() };
    let mut schema = builder.record(descriptor, empty, MemberPresence::AsDeclared);
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    schema["title"] = descriptor.name.into();
    if !definitions.is_empty() {
        schema["$defs"] = definitions.into();
    }
    schema
}

/// The builder of one schema.
struct Builder<'a> {
    /// The schemas of nested records by name.
    definitions: &'a mut Map<String, Json>,
    /// The source of descriptions.
    docs: Option<(&'a Catalog, &'a Service)>,
    /// True if nested records allow no further members, as in a request.
    is_closed: bool,
}

impl<'a> Builder<'a> {
    fn type_doc(&self, name: &str) -> Option<&'a TypeDoc> {
        let (catalog, service) = self.docs?;
        catalog.type_doc(service, name)
    }

    fn record(&mut self, descriptor: &'static RecordDescriptor, empty: &dyn Record, members: MemberPresence) -> Json {
        let doc = self.type_doc(descriptor.name);
        let mut properties = Map::new();
        for (field, value) in empty.fields() {
            let schema = constrained(self.kind(&value.kind(), field.members), field);
            properties.insert(field.name.to_owned(), documented(schema, doc, field.name));
        }
        for constant in descriptor.constants {
            let schema = json!({ "const": constant.value });
            properties.insert(constant.name.to_owned(), documented(schema, doc, constant.name));
        }
        let mut schema = json!({ "type": "object", "properties": properties });
        let required = descriptor.fields.iter().filter(|field| members.requires(field)).map(|field| field.name);
        let required: Vec<&str> = required.collect();
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        if descriptor.is_sent() || self.is_closed {
            schema["additionalProperties"] = Json::Bool(false);
        }
        describe(&mut schema, doc.map(|doc| doc.doc.as_str()));
        schema
    }

    fn kind(&mut self, kind: &Kind, members: MemberPresence) -> Json {
        match kind {
            Kind::String | Kind::StringId(_) | Kind::Time => json!({ "type": "string" }),
            Kind::Secret => json!({ "type": "string", "format": "password" }),
            Kind::PresignedUrl => json!({ "type": "string", "format": "uri" }),
            Kind::Bool => json!({ "type": "boolean" }),
            Kind::Int(min, max) => json!({ "type": "integer", "minimum": min, "maximum": max }),
            Kind::IntId(_) => json!({ "type": "integer" }),
            Kind::Float => json!({ "type": "number", "format": "double" }),
            Kind::Enum(descriptor) => self.open_enum(descriptor),
            Kind::List(inner) => json!({ "type": "array", "items": self.kind(inner, members) }),
            Kind::Map(inner) => json!({ "type": "object", "additionalProperties": self.kind(inner, members) }),
            Kind::Record(inner) => {
                let name = definition_name(inner.descriptor.name, members);
                if !self.definitions.contains_key(&name) {
                    // The definition exists before its fields are visited, so that a record may contain itself.
                    self.definitions.insert(name.clone(), Json::Bool(true));
                    let schema = self.record(inner.descriptor, &*(inner.make)(), members);
                    self.definitions.insert(name.clone(), schema);
                }
                json!({ "$ref": format!("#/$defs/{name}") })
            }
            Kind::MapOrText(inner) => {
                let map = json!({ "type": "object", "additionalProperties": self.kind(inner, members) });
                json!({ "anyOf": [map, { "type": "string" }] })
            }
            Kind::Bytes => json!({ "type": "string", "contentMediaType": "application/octet-stream" }),
            Kind::Any => json!({}),
        }
    }

    /// Returns the schema of an open enum. It accepts any code. The known codes are examples, and the description has their
    /// meanings.
    fn open_enum(&self, descriptor: &EnumDescriptor) -> Json {
        let code = |code: &str| match descriptor.numeric {
            true => code.parse::<i64>().map_or(Json::Null, Json::from),
            false => code.into(),
        };
        let codes: Vec<Json> = descriptor.codes.iter().map(|(text, _)| code(text)).collect();
        let json_type = if descriptor.numeric { "integer" } else { "string" };
        let mut schema = json!({ "type": json_type, "title": descriptor.name, "examples": codes });
        let doc = self.type_doc(descriptor.name).map(|doc| meanings(descriptor, doc));
        describe(&mut schema, doc.as_deref());
        schema
    }
}

/// Returns the name of the definition of a record. A field that states the presence of its members has its own one.
fn definition_name(record: &str, members: MemberPresence) -> String {
    match members {
        MemberPresence::AsDeclared => record.to_owned(),
        MemberPresence::Required => format!("{record}WithAll"),
        MemberPresence::Optional => format!("{record}WithAny"),
    }
}

/// Returns the description of an enum: its own, and one line for each code.
fn meanings(descriptor: &EnumDescriptor, doc: &TypeDoc) -> String {
    let meaning = |(code, variant): &(&str, &str)| Some(format!("\n{code}: {}", doc.values.get(*variant)?));
    let meanings: String = descriptor.codes.iter().filter_map(meaning).collect();
    format!("{}{meanings}", doc.doc)
}

/// Adds the description and the default of a field. The description of the field precedes that of its type.
fn documented(mut schema: Json, doc: Option<&TypeDoc>, name: &str) -> Json {
    let Some(doc) = doc.and_then(|doc| doc.fields.get(name)) else { return schema };
    let inner = schema.get("description").and_then(Json::as_str);
    let text = inner.map_or_else(|| doc.doc.clone(), |inner| format!("{}\n{inner}", doc.doc));
    describe(&mut schema, Some(&text));
    if let Some(default) = &doc.default {
        schema["default"] = default.clone();
    }
    schema
}

/// Sets the description, unless it is empty.
fn describe(schema: &mut Json, text: Option<&str>) {
    if let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) {
        schema["description"] = text.into();
    }
}

/// Adds the constraints of a field.
fn constrained(mut schema: Json, field: &FieldDescriptor) -> Json {
    let Constraints { length: chars, range, item_count: items, item_length: each, .. } = field.constraints;
    let Some(members) = schema.as_object_mut() else {
        return schema;
    };
    constrain_pattern_and_keys(members, &field.constraints);
    let is_map = members.contains_key("additionalProperties");
    let mut set = |names: [&str; 2], (min, max): (Json, Json)| {
        members.insert(names[0].to_owned(), min);
        members.insert(names[1].to_owned(), max);
    };
    if let Some((min, max)) = chars {
        set(["minLength", "maxLength"], (min.into(), max.into()));
    }
    if let Some((min, max)) = items {
        let names = if is_map { ["minProperties", "maxProperties"] } else { ["minItems", "maxItems"] };
        set(names, (min.into(), max.into()));
    }
    if let Some((name, least)) = least(members, field) {
        members.insert(name.to_owned(), least.into());
    }
    let is_list = members.contains_key("items");
    let element = members.get_mut(if is_map { "additionalProperties" } else { "items" }).and_then(Json::as_object_mut);
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

/// Adds the pattern of a text and the length of the keys of a map.
fn constrain_pattern_and_keys(members: &mut Map<String, Json>, constraints: &Constraints) {
    if let Some(pattern) = constraints.pattern {
        members.insert("pattern".to_owned(), Pattern::anchored(pattern).into());
    }
    if let Some((min, max)) = constraints.key_length {
        members.insert("propertyNames".to_owned(), json!({ "minLength": min, "maxLength": max }));
    }
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
