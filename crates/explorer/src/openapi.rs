//! One OpenAPI document of all operations, made from the catalog, for other tools.
//!
//! The documents in `docs/openapi` of the repository have more details, one for each service.

use hwc_api::serde_json::{Map, Value as Json, json};
use hwc_api::{CATALOG, Service};
use hwc_dynamic::{DynamicOperation, Field, request_schema, response_schema};
use hwc_wire::Location;

/// Returns the document. Its schemas have the name of their operation and record.
pub(crate) fn document() -> Json {
    let mut document = Document::default();
    DynamicOperation::all().for_each(|operation| document.add(operation));
    let tags: Vec<Json> =
        CATALOG.services().map(|service| json!({ "name": service.id, "description": service.title })).collect();
    let services = json!({
        "openapi": "3.1.0",
        "info": { "title": "Huawei Cloud services of hwc", "version": env!("CARGO_PKG_VERSION") },
        "tags": tags,
        "paths": document.paths,
        "components": { "schemas": document.schemas },
    });
    with_control(services)
}

/// Adds the control API of the sandbox, with its security scheme.
#[cfg(feature = "sandbox")]
fn with_control(mut document: Json) -> Json {
    let mut control = hwc_sandbox::control_openapi();
    for pointer in ["/paths", "/components/schemas"] {
        let added = control.pointer_mut(pointer).map(Json::take);
        if let (Some(Json::Object(all)), Some(Json::Object(added))) = (document.pointer_mut(pointer), added) {
            all.extend(added);
        }
    }
    if let (Some(all), Some(added)) = (document["tags"].as_array_mut(), control["tags"].as_array_mut()) {
        all.append(added);
    }
    document["components"]["securitySchemes"] = control["components"]["securitySchemes"].take();
    document
}

#[cfg(not(feature = "sandbox"))]
fn with_control(document: Json) -> Json {
    document
}

#[derive(Default)]
struct Document {
    paths: Map<String, Json>,
    schemas: Map<String, Json>,
}

impl Document {
    fn add(&mut self, operation: DynamicOperation) {
        let descriptor = operation.descriptor();
        let service = descriptor.service.id;
        let request = self.add_schema(service, request_schema(operation));
        let response = self.add_schema(service, response_schema(operation));
        let fields = operation.fields();
        let parameters = fields.iter().filter_map(|field| parameter(field, &request));
        let mut document = json!({
            "operationId": operation.full_name(),
            "tags": [service],
            "summary": operation.doc().map(|doc| &doc.summary),
            "servers": servers(descriptor.service),
            "parameters": parameters.chain(project(descriptor.path, &fields)).collect::<Vec<_>>(),
            "responses": responses(operation, &response),
        });
        if let Some(body) = body(&fields, &request) {
            document["requestBody"] = body;
        }
        let path = self.paths.entry(descriptor.path).or_insert_with(|| json!({}));
        path[descriptor.method.as_str().to_lowercase()] = document;
    }

    /// Adds the definitions of a schema as components of the service, and returns the schema with references to them.
    fn add_schema(&mut self, service: &str, mut schema: Json) -> Json {
        rename_references(&mut schema, service);
        if let Some(Json::Object(definitions)) = schema.as_object_mut().and_then(|schema| schema.remove("$defs")) {
            for (name, definition) in definitions {
                self.schemas.insert(format!("{service}.{name}"), definition);
            }
        }
        schema
    }
}

fn rename_references(schema: &mut Json, service: &str) {
    match schema {
        Json::Object(members) => {
            for (name, value) in members {
                match value.as_str().and_then(|text| text.strip_prefix("#/$defs/")) {
                    Some(target) if name == "$ref" => {
                        *value = json!(format!("#/components/schemas/{service}.{target}"));
                    }
                    _ => rename_references(value, service),
                }
            }
        }
        Json::Array(items) => items.iter_mut().for_each(|item| rename_references(item, service)),
        _ => {}
    }
}

fn servers(service: &Service) -> Vec<Json> {
    let server = |region: &hwc_wire::Region| json!({ "url": region.endpoint, "description": region.id });
    service.regions.iter().map(server).collect()
}

fn parameter(field: &Field, schema: &Json) -> Option<Json> {
    let place = match field.descriptor.location {
        Location::Path => "path",
        Location::Query | Location::QueryCommaSeparated => "query",
        Location::Header => "header",
        Location::BodyField | Location::Payload | Location::Form => return None,
    };
    let mut parameter = json!({
        "name": field.descriptor.wire_name,
        "in": place,
        "required": field.descriptor.required,
        "description": field.doc().map(|doc| &doc.doc),
        "schema": schema["properties"][field.name()],
    });
    if field.descriptor.location == Location::QueryCommaSeparated {
        parameter["explode"] = json!(false);
    }
    Some(parameter)
}

/// Returns the parameters of the path that are settings of the service.
fn project(path: &str, fields: &[Field]) -> Vec<Json> {
    let names = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    let is_field = |name: &str| {
        let mut in_path = fields.iter().filter(|field| field.descriptor.location == Location::Path);
        in_path.any(|field| field.descriptor.wire_name == name)
    };
    let settings = names.filter(|name| !is_field(name));
    settings
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect()
}

fn body(fields: &[Field], schema: &Json) -> Option<Json> {
    if let Some(payload) = fields.iter().find(|field| field.descriptor.location == Location::Payload) {
        let schema = &schema["properties"][payload.name()];
        let media_type = if payload.descriptor.binary { "application/octet-stream" } else { "application/json" };
        return Some(json!({ "content": { media_type: { "schema": schema } } }));
    }
    let members =
        fields.iter().filter(|field| matches!(field.descriptor.location, Location::BodyField | Location::Form));
    let members: Vec<&Field> = members.collect();
    let first = members.first()?;
    let media_type =
        if first.descriptor.location == Location::Form { "multipart/form-data" } else { "application/json" };
    let property = |field: &&Field| (field.descriptor.wire_name.to_owned(), schema["properties"][field.name()].clone());
    let properties: Map<String, Json> = members.iter().map(property).collect();
    let required: Vec<&str> =
        members.iter().filter(|field| field.descriptor.required).map(|field| field.descriptor.wire_name).collect();
    let schema = json!({ "type": "object", "properties": properties, "required": required });
    Some(json!({ "required": !required.is_empty(), "content": { media_type: { "schema": schema } } }))
}

fn responses(operation: DynamicOperation, schema: &Json) -> Json {
    let content = match operation.returns_file() {
        true => json!({ "application/octet-stream": {} }),
        false => json!({ "application/json": { "schema": schema } }),
    };
    let success = operation.descriptor().success.iter();
    let success = success.map(|status| (status.to_string(), json!({ "description": "Success", "content": content })));
    Json::Object(success.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_operation_and_each_reference_is_there() {
        let document = document();
        let paths = document["paths"].as_object().unwrap();
        let of_services = paths.iter().filter(|(path, _)| !path.starts_with("/_sandbox/"));
        let count: usize = of_services.map(|(_, path)| path.as_object().unwrap().len()).sum();
        assert_eq!(count, DynamicOperation::all().count());
        let text = document.to_string();
        assert!(!text.contains("#/$defs/"));
        for reference in text.split("\"#/components/schemas/").skip(1) {
            let name = reference.split('"').next().unwrap();
            assert!(document["components"]["schemas"][name].is_object(), "{name}");
        }
    }

    #[cfg(feature = "sandbox")]
    #[test]
    fn the_control_api_has_its_own_security_scheme() {
        let document = document();
        let security = &document["paths"]["/_sandbox/clock"]["post"]["security"];
        assert_eq!(*security, json!([{ "sandbox-control": [] }]));
        assert_eq!(document["components"]["securitySchemes"]["sandbox-control"]["scheme"], "bearer");
        assert_eq!(document["tags"].as_array().unwrap().last().unwrap()["name"], "sandbox");
    }
}
