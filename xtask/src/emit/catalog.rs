//! The docs of a service as one compact JSON text, which only tools need at run time.

use heck::ToSnakeCase;
use serde_json::{Map, Value as Json, json};

use crate::model::{Constant, Field, Operation, Service, Type, TypeKind, Variant};
use crate::spec::yaml::{Example, Idempotent};

/// Emits the docs of a service.
pub(super) fn emit(service: &Service) -> String {
    let mut types: Map<String, Json> =
        service.types.values().map(|declared| (declared.name.clone(), type_doc(declared))).collect();
    let mut operations = Map::new();
    for operation in &service.operations {
        operations.insert(operation.name.clone(), operation_doc(operation));
        types.insert(
            operation.name.clone(),
            fields_doc(&operation.yaml.summary, &operation.request, &operation.constants),
        );
        let response = format!("The response to {}.", operation.name);
        types.insert(format!("{}Response", operation.name), fields_doc(&response, &operation.response, &[]));
    }
    let errors: Vec<Json> = service
        .yaml
        .errors
        .iter()
        .map(|rule| without_empty_members(json!({ "doc": rule.doc, "advice": rule.advice })))
        .collect();
    let doc = without_empty_members(json!({
        "doc": service.yaml.doc.trim(),
        "sources": service.yaml.sources,
        "quirks": service.yaml.quirks,
        "open_questions": service.yaml.open_questions,
        "operations": operations,
        "types": types,
        "errors": errors,
    }));
    one_line_per_item(&doc)
}

/// Formats one line for each operation and type, so that a change of one shows as a change of one line.
fn one_line_per_item(doc: &Json) -> String {
    let mut parts = Vec::new();
    for (name, value) in doc.as_object().into_iter().flatten() {
        let text = match value.as_object() {
            Some(members) => {
                let members: Vec<String> = members.iter().map(|(name, value)| format!("{name:?}:{value}")).collect();
                format!("{{\n{}\n}}", members.join(",\n"))
            }
            None => value.to_string(),
        };
        parts.push(format!("{name:?}:{text}"));
    }
    format!("{{\n{}\n}}\n", parts.join(",\n"))
}

fn operation_doc(operation: &Operation) -> Json {
    let yaml = &operation.yaml;
    let idempotent = match &yaml.idempotent {
        Some(Idempotent::Reason(reason)) => Some(reason),
        _ => None,
    };
    let status = operation.success()[0];
    without_empty_members(json!({
        "summary": yaml.summary.value.trim(),
        "summary_zh": yaml.summary_zh.value.trim(),
        "doc": yaml.doc,
        "constructor": operation.constructor,
        "sources": yaml.sources.value,
        "idempotent": idempotent,
        "quirks": yaml.quirks,
        "open_questions": yaml.open_questions,
        "examples": yaml.examples.iter().map(|example| example_doc(example, status)).collect::<Vec<_>>(),
    }))
}

fn example_doc(example: &Example, status: u16) -> Json {
    let documented = example.documented.as_ref();
    let response = example
        .response_body
        .as_ref()
        .map(Json::to_string)
        .or_else(|| example.response_text.clone())
        .unwrap_or_default();
    let mut doc = without_empty_members(json!({
        "name": example.name.value,
        "synthetic": example.synthetic.then_some(true),
        "input": example.input,
        "settings": example.settings,
        "request": example.request.value,
        "documented_request": documented.and_then(|documented| documented.request.clone()),
        "response_status": example.response_status.unwrap_or(status),
        "response_headers": example.response_headers,
        "response_body": response,
        "decode_error": example.decode_error.as_ref().map(|error| error.value.clone()),
    }));
    // An empty value has a meaning in these members, so `without_empty_members` must not remove it.
    let bodies = [
        ("request_body", example.request_body.clone()),
        ("documented_request_body", documented.and_then(|documented| documented.request_body.clone())),
        ("response", example.response.as_ref().map(|response| json!(response))),
    ];
    for (name, body) in bodies {
        if let Some(body) = body {
            doc[name] = body;
        }
    }
    doc
}

fn type_doc(declared: &Type) -> Json {
    match &declared.kind {
        TypeKind::Id { .. } => without_empty_members(json!({ "doc": declared.doc })),
        TypeKind::Enum { variants, .. } => {
            let values: Map<String, Json> =
                variants.iter().map(|variant| (variant.name.clone(), variant_doc(variant).into())).collect();
            without_empty_members(json!({ "doc": declared.doc, "values": values }))
        }
        TypeKind::Record(fields) => fields_doc(&declared.doc, fields, &declared.constants),
    }
}

/// Returns the doc of a value of an enum, with its other spellings.
fn variant_doc(variant: &Variant) -> String {
    let aliases: Vec<&str> = variant.aliases.iter().map(|(_, code)| code.as_str()).collect();
    match aliases.as_slice() {
        [] => variant.doc.clone(),
        aliases => format!("{} Also read: {}.", variant.doc, aliases.join(", ")),
    }
}

fn fields_doc(doc: &str, fields: &[Field], constants: &[Constant]) -> Json {
    let field = |field: &Field| {
        let rust_name = Some(&field.rust_name).filter(|name| **name != field.name().to_snake_case());
        let doc = json!({ "doc": field.doc, "default": field.default, "rust_name": rust_name });
        (field.name().to_owned(), without_empty_members(doc))
    };
    let mut members: Map<String, Json> = fields.iter().map(field).collect();
    members.extend(constants.iter().map(|constant| (constant.name.clone(), json!({ "doc": constant.doc }))));
    without_empty_members(json!({ "doc": doc.trim(), "fields": members }))
}

/// Removes empty members.
fn without_empty_members(mut json: Json) -> Json {
    if let Some(members) = json.as_object_mut() {
        members.retain(|_, value| match value {
            Json::Null => false,
            Json::Array(list) => !list.is_empty(),
            Json::Object(map) => !map.is_empty(),
            _ => true,
        });
    }
    json
}
