//! Types and fields as JSON Schemas.

use hwc_wire::{Constraints, JsonForm, MemberPresence};
use serde_json::{Map, Value as Json, json};

use crate::model::{Constant, Field, FieldType, Form, Type, TypeKind, Variant};
use crate::openapi::components::Components;
use crate::openapi::document::without_empty;

/// The direction in which a value travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// Callers send it: limits apply, and values are those that are listed.
    Request,
    /// The service sends it: every member may be absent, and codes may be new.
    Response,
}

/// Returns the schema of a named type.
pub(super) fn declared(components: &Components<'_>, declared: &Type, direction: Direction) -> Json {
    let mut schema = match &declared.kind {
        TypeKind::Id { numeric } => json!({ "type": if *numeric { "integer" } else { "string" } }),
        TypeKind::Enum { numeric, variants } => codes(*numeric, variants, direction),
        TypeKind::Record(fields) => object(components, fields, &declared.constants, direction),
    };
    if direction == Direction::Request && !declared.forms.is_empty() {
        schema["oneOf"] = declared.forms.iter().map(form).collect();
    }
    if let Some(members) = schema.as_object_mut() {
        members.insert("description".to_owned(), description(declared).into());
    }
    schema
}

/// Returns the description of a type, with the meanings of its codes.
fn description(declared: &Type) -> String {
    let TypeKind::Enum { variants, .. } = &declared.kind else { return declared.doc.trim().to_owned() };
    let meanings = variants.iter().map(|variant| format!("\n- `{}`: {}", variant.code, variant.doc.trim()));
    format!("{}\n{}", declared.doc.trim(), meanings.collect::<String>())
}

/// Returns the schema of an enum. The list of codes is closed in requests only: services add values.
fn codes(numeric: bool, variants: &[Variant], direction: Direction) -> Json {
    let code = |code: &str| if numeric { code.parse::<i64>().map_or(Json::Null, Json::from) } else { code.into() };
    let mut known: Vec<Json> = Vec::new();
    for variant in variants {
        known.push(code(&variant.code));
        known.extend(variant.aliases.iter().map(|(_, alias)| code(alias)));
    }
    let list = if direction == Direction::Request { "enum" } else { "x-extensible-enum" };
    json!({ "type": if numeric { "integer" } else { "string" }, (list): known })
}

/// Returns the schema of an object with fields.
pub(super) fn object(
    components: &Components<'_>,
    fields: &[Field],
    constants: &[Constant],
    direction: Direction,
) -> Json {
    let mut properties = Map::new();
    let mut required: Vec<&str> = Vec::new();
    for field in fields {
        let schema = described(components, field, direction);
        for name in &field.wire_names[..if direction == Direction::Request { 1 } else { field.wire_names.len() }] {
            properties.insert(name.clone(), schema.clone());
        }
        if field.required && direction == Direction::Request {
            required.push(field.wire_name());
        }
    }
    for constant in constants.iter().filter(|_| direction == Direction::Request) {
        required.push(&constant.name);
        let schema = json!({ "const": constant.value, "description": constant.doc.trim() });
        properties.insert(constant.name.clone(), schema);
    }
    let object = json!({ "type": "object", "properties": properties, "required": required });
    without_empty(object.as_object().cloned().unwrap_or_default())
}

/// Returns the schema of a form of a record, which adds to that of the record.
fn form(form: &Form) -> Json {
    let values = form.values.iter().map(|(name, value)| (name.clone(), json!({ "const": value })));
    let omitted = form.omits.iter().map(|name| (name.clone(), Json::Bool(false)));
    let schema = json!({
        "description": form.doc,
        "properties": values.chain(omitted).collect::<Map<_, _>>(),
        "required": form.requires,
    });
    without_empty(schema.as_object().cloned().unwrap_or_default())
}

/// Returns the schema of a field with its description and its default.
pub(super) fn described(components: &Components<'_>, field: &Field, direction: Direction) -> Json {
    let mut schema = value(components, field, direction);
    if let Some(members) = schema.as_object_mut() {
        members.insert("description".to_owned(), field.doc.trim().into());
        if let (Some(default), Direction::Request) = (&field.default, direction) {
            members.insert("default".to_owned(), default.clone());
        }
    }
    schema
}

/// Returns the schema of the value of a field.
pub(super) fn value(components: &Components<'_>, field: &Field, direction: Direction) -> Json {
    if direction == Direction::Response {
        return received(components, field);
    }
    let schema = match (field.wire_type, field.members) {
        (JsonForm::Native, MemberPresence::AsDeclared) => plain(components, &field.ty, direction),
        (JsonForm::String, _) => text_form(components, &field.ty),
        (JsonForm::Number, _) => json!({ "type": "integer" }),
        (JsonForm::SingleItem, _) => match &field.ty {
            FieldType::List(item) => plain(components, item, direction),
            other => plain(components, other, direction),
        },
        (JsonForm::Native, members) => with_members(components, &field.ty, members, direction),
    };
    constrained(schema, field.constraints)
}

/// Returns the schema of a received value. A lenient field has several forms.
fn received(components: &Components<'_>, field: &Field) -> Json {
    let schema = plain(components, &field.ty, Direction::Response);
    if !field.lenient && field.wire_type == JsonForm::Native {
        return schema;
    }
    let mut forms = vec![schema];
    match &field.ty {
        FieldType::List(item) => forms.push(plain(components, item, Direction::Response)),
        // Some tools do not read a list of types here.
        _ => forms.extend(["string", "number", "boolean"].map(|kind| json!({ "type": kind }))),
    }
    forms.push(json!({ "type": "null" }));
    json!({ "anyOf": forms })
}

/// Returns the schema of a number or a code that is written as text.
fn text_form(components: &Components<'_>, kind: &FieldType) -> Json {
    let variants = kind.type_name().and_then(|name| components.service.types.get(name)).map(|found| &found.kind);
    match (kind, variants) {
        (FieldType::List(item), _) => json!({ "type": "array", "items": text_form(components, item) }),
        (_, Some(TypeKind::Enum { variants, .. })) => codes(false, variants, Direction::Request),
        (FieldType::U32 | FieldType::U64, _) => json!({ "type": "string", "pattern": "^[0-9]+$" }),
        (FieldType::I32 | FieldType::I64, _) | (_, Some(TypeKind::Id { numeric: true })) => {
            json!({ "type": "string", "pattern": "^-?[0-9]+$" })
        }
        _ => json!({ "type": "string" }),
    }
}

/// Returns the schema of a record whose members are all required here, or all optional.
fn with_members(components: &Components<'_>, kind: &FieldType, members: MemberPresence, direction: Direction) -> Json {
    match kind {
        FieldType::List(item) => {
            json!({ "type": "array", "items": with_members(components, item, members, direction) })
        }
        FieldType::Named(name) => {
            let fields = components.service.types.get(name).map_or(&[][..], Type::fields);
            if members == MemberPresence::Required {
                let mut schema = components.reference(name, direction);
                schema["required"] = fields.iter().map(Field::wire_name).collect();
                return schema;
            }
            let mut fields = fields.to_vec();
            fields.iter_mut().for_each(|field| field.required = false);
            object(components, &fields, &[], direction)
        }
        other => plain(components, other, direction),
    }
}

/// Returns the schema of a type without constraints.
fn plain(components: &Components<'_>, kind: &FieldType, direction: Direction) -> Json {
    match kind {
        FieldType::String | FieldType::Timestamp => json!({ "type": "string" }),
        FieldType::Secret => json!({ "type": "string", "format": "password" }),
        FieldType::PresignedUrl => json!({ "type": "string", "format": "uri-reference" }),
        FieldType::Bool => json!({ "type": "boolean" }),
        FieldType::I32 => json!({ "type": "integer", "format": "int32" }),
        FieldType::I64 => json!({ "type": "integer", "format": "int64" }),
        FieldType::U32 => json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX }),
        FieldType::U64 => json!({ "type": "integer", "minimum": 0 }),
        FieldType::F64 => json!({ "type": "number" }),
        FieldType::Any => json!({}),
        FieldType::Bytes | FieldType::FilePart => json!({ "type": "string", "format": "binary" }),
        FieldType::List(item) => json!({ "type": "array", "items": plain(components, item, direction) }),
        FieldType::Map(item) => json!({ "type": "object", "additionalProperties": plain(components, item, direction) }),
        FieldType::MapOrText(item) => json!({ "anyOf": [
            plain(components, &FieldType::Map(item.clone()), direction),
            { "type": "string" },
        ] }),
        FieldType::Named(name) => components.reference(name, direction),
    }
}

/// Adds the constraints of a field to its schema.
fn constrained(mut schema: Json, constraints: Constraints) -> Json {
    let is_text = schema["type"] == "string" || schema.get("$ref").is_some();
    let is_map = schema["type"] == "object";
    let Some(members) = schema.as_object_mut() else { return schema };
    let mut set = |name: &str, value: Json| drop(members.insert(name.to_owned(), value));
    bounds(constraints.length.filter(|_| is_text), ["minLength", "maxLength"], &mut set);
    if let Some((low, high)) = constraints.range {
        set("minimum", low.into());
        if high != i64::MAX {
            set("maximum", high.into());
        }
    }
    let counts = if is_map { ["minProperties", "maxProperties"] } else { ["minItems", "maxItems"] };
    bounds(constraints.item_count, counts, &mut set);
    if let Some(pattern) = constraints.pattern {
        set("pattern", format!("^(?:{pattern})$").into());
    }
    if let Some((low, high)) = constraints.key_length {
        set("propertyNames", json!({ "minLength": low, "maxLength": high }));
    }
    items_constrained(schema, constraints)
}

/// Adds the limits of the texts in a list or a map.
fn items_constrained(mut schema: Json, constraints: Constraints) -> Json {
    let inner = if schema["type"] == "object" { "additionalProperties" } else { "items" };
    if let Some(items) = schema.get_mut(inner).and_then(Json::as_object_mut) {
        let mut set = |name: &str, value: Json| drop(items.insert(name.to_owned(), value));
        bounds(constraints.item_length, ["minLength", "maxLength"], &mut set);
    }
    schema
}

/// Sets a lower and an upper bound, without those that exclude nothing.
fn bounds(limits: Option<(u64, u64)>, [low_name, high_name]: [&str; 2], set: &mut impl FnMut(&str, Json)) {
    let Some((low, high)) = limits else { return };
    if low > 0 {
        set(low_name, low.into());
    }
    if high != u64::MAX {
        set(high_name, high.into());
    }
}
