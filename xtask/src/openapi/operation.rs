//! An operation: parameters, request body and responses.

use hwc_wire::Location;
use serde_json::{Map, Value as Json, json};

use crate::model::{Field, FieldType, Operation, Service};
use crate::openapi::components::Components;
use crate::openapi::document::without_empty;
use crate::openapi::errors;
use crate::openapi::schema::{self, Direction};

/// Returns an operation. `template` is its path in the document, whose parameters may have other names than in the spec.
pub(super) fn operation(operation: &Operation, components: &Components<'_>, template: &str) -> Json {
    let mut object = Map::new();
    object.insert("operationId".to_owned(), operation.name.clone().into());
    object.insert("summary".to_owned(), operation.yaml.summary.value.trim().into());
    object.insert("description".to_owned(), operation.yaml.doc.as_deref().map(str::trim).into());
    object.insert("tags".to_owned(), json!([operation.group]));
    object.insert("parameters".to_owned(), parameters(operation, components, template));
    object.insert("requestBody".to_owned(), request_body(operation, components));
    object.insert("responses".to_owned(), responses(operation, components));
    let mut object = without_empty(object);
    object["security"] = errors::security(operation);
    object["x-effect"] = operation.effect.as_str().into();
    object
}

/// Returns the settings of a service as named parameters.
pub(super) fn settings(service: &Service) -> Json {
    let settings = service.yaml.settings.iter().map(|(name, setting)| {
        let (location, wire) = match (&setting.value.header, &setting.value.path) {
            (Some(header), _) => ("header", header),
            (None, path) => ("path", path.as_ref().unwrap_or(name)),
        };
        let parameter = json!({
            "name": wire,
            "in": location,
            "required": location == "path",
            "description": setting.value.doc.trim(),
            "schema": { "type": "string" },
        });
        (name.clone(), parameter)
    });
    Json::Object(settings.collect())
}

fn parameters(operation: &Operation, components: &Components<'_>, template: &str) -> Json {
    let names = crate::model::path_params(&operation.path).into_iter().zip(crate::model::path_params(template));
    let names: Vec<(&str, &str)> = names.collect();
    let own = operation.request.iter().filter_map(|field| parameter(field, components, &names));
    let params = operation.setting_params();
    let used = components.service.yaml.settings.iter().filter(|(name, setting)| {
        let path = setting.value.path.as_ref().unwrap_or(name);
        setting.value.header.is_some() || params.contains(path)
    });
    let shared = used.map(|(name, _)| json!({ "$ref": format!("#/components/parameters/{name}") }));
    own.chain(shared).collect()
}

/// Returns a field of the path, the query or the headers as a parameter.
fn parameter(field: &Field, components: &Components<'_>, names: &[(&str, &str)]) -> Option<Json> {
    let (location, style) = match field.location {
        Location::Path => ("path", None),
        Location::Query => ("query", None),
        Location::QueryCommaSeparated => ("query", Some(false)),
        Location::Header => ("header", None),
        Location::BodyField | Location::Payload | Location::Form => return None,
    };
    let renamed = names.iter().find(|(own, _)| location == "path" && *own == field.wire_name());
    let mut parameter = json!({
        "name": renamed.map_or(field.wire_name(), |(_, name)| name),
        "in": location,
        "required": field.required || location == "path",
        "description": field.doc.trim(),
        "schema": schema::value(components, field, Direction::Request),
    });
    if let Some(explode) = style {
        parameter["explode"] = explode.into();
    }
    Some(parameter)
}

/// Returns the body of a request, or null.
fn request_body(operation: &Operation, components: &Components<'_>) -> Json {
    let with = |location: Location| operation.request.iter().filter(move |field| field.location == location);
    let fields: Vec<Field> = with(Location::BodyField).cloned().collect();
    let parts: Vec<Field> = with(Location::Form).cloned().collect();
    let (media_type, fields) =
        if parts.is_empty() { ("application/json", fields) } else { ("multipart/form-data", parts) };
    let schema = match with(Location::Payload).next() {
        Some(payload) => schema::described(components, payload, Direction::Request),
        None if fields.is_empty() && operation.constants.is_empty() => return Json::Null,
        None => schema::object(components, &fields, &operation.constants, Direction::Request),
    };
    let is_required = schema.get("required").is_some();
    let mut content = json!({ "schema": schema });
    if let Some(example) = operation.yaml.examples.iter().find_map(|example| example.value.request_body.clone()) {
        content["example"] = example;
    }
    json!({ "required": is_required, "content": { (media_type): content } })
}

fn responses(operation: &Operation, components: &Components<'_>) -> Json {
    let mut responses = Map::new();
    for status in operation.success() {
        responses.insert(status.to_string(), success(operation, components));
    }
    responses.insert("default".to_owned(), json!({ "$ref": format!("#/components/responses/{}", errors::SCHEMA) }));
    Json::Object(responses)
}

fn success(operation: &Operation, components: &Components<'_>) -> Json {
    let mut response = json!({ "description": "Success." });
    if let Some(content) = content(operation, components) {
        response["content"] = content;
    }
    let headers = operation.response.iter().filter(|field| field.location == Location::Header);
    let headers: Map<String, Json> = headers
        .map(|field| {
            let schema = schema::value(components, field, Direction::Response);
            (field.wire_name().to_owned(), json!({ "description": field.doc.trim(), "schema": schema }))
        })
        .collect();
    if !headers.is_empty() {
        response["headers"] = Json::Object(headers);
    }
    response
}

/// Returns the content of a successful response: a file, any JSON, or an object with fields. An operation without fields and
/// envelope has none.
fn content(operation: &Operation, components: &Components<'_>) -> Option<Json> {
    if operation.is_download() {
        // An error may have the status of a success.
        return Some(json!({
            "*/*": { "schema": { "type": "string", "format": "binary" } },
            "application/json": { "schema": { "$ref": format!("#/components/schemas/{}", errors::SCHEMA) } },
        }));
    }
    let payload = operation.response.iter().find(|field| field.location == Location::Payload);
    let schema = match payload {
        Some(field) => schema::described(components, field, Direction::Response),
        None => object(operation, components)?,
    };
    Some(json!({ "application/json": { "schema": schema } }))
}

fn object(operation: &Operation, components: &Components<'_>) -> Option<Json> {
    let in_body = |field: &&Field| field.location == Location::BodyField && field.ty != FieldType::Bytes;
    let fields: Vec<Field> = operation.response.iter().filter(in_body).cloned().collect();
    let has_envelope = components.service.yaml.envelope.on_success;
    if fields.is_empty() && !has_envelope {
        return None;
    }
    let mut schema = schema::object(components, &fields, &[], Direction::Response);
    if has_envelope {
        let mut properties = errors::envelope(components.service);
        properties.extend(schema["properties"].as_object().cloned().unwrap_or_default());
        schema["properties"] = Json::Object(properties);
    }
    Some(schema)
}
