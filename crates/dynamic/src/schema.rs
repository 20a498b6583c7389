//! JSON Schemas of requests and responses, with descriptions from the docs.

use hwc_api::serde_json::{Map, Value as Json, json};
use hwc_api::wire::schema;
use hwc_api::wire::schemars::SchemaGenerator;
use hwc_api::wire::schemars::generate::SchemaSettings;
use hwc_api::{CATALOG, Record, Service};

use crate::operation::DynamicOperation;

/// Returns the JSON Schema of the request: its fields by name on the wire, with docs and defaults.
///
/// Records within it are definitions. Enums accept any code; the known codes are examples.
#[must_use]
pub fn request_schema(operation: DynamicOperation) -> Json {
    of_record(&*operation.new_request(), operation.descriptor().service)
}

/// Returns the JSON Schema of the response.
#[must_use]
pub fn response_schema(operation: DynamicOperation) -> Json {
    of_record(&*operation.new_response(), operation.descriptor().service)
}

fn of_record(record: &dyn Record, service: &Service) -> Json {
    let mut generator = SchemaGenerator::new(SchemaSettings::draft2020_12());
    let mut schema: Json = schema::of_record(record, &mut generator).into();
    describe(&mut schema, service, record.descriptor().name);
    let mut definitions = Map::new();
    for (name, mut definition) in generator.take_definitions(true) {
        describe(&mut definition, service, &name);
        definitions.insert(name, definition);
    }
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    if !definitions.is_empty() {
        schema["$defs"] = Json::Object(definitions);
    }
    schema
}

/// Adds the docs of a type and of its fields.
fn describe(schema: &mut Json, service: &Service, name: &str) {
    let Some(doc) = CATALOG.type_doc(service, name) else { return };
    if !doc.doc.is_empty() {
        schema["description"] = json!(doc.doc);
    }
    let Some(properties) = schema.get_mut("properties").and_then(Json::as_object_mut) else { return };
    for (name, field) in &doc.fields {
        let Some(Json::Object(property)) = properties.get_mut(name) else { continue };
        property.insert("description".to_owned(), json!(field.doc));
        if let Some(default) = &field.default {
            property.insert("default".to_owned(), default.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_has_types_constraints_docs_and_defaults() {
        let schema = request_schema(DynamicOperation::find("ListAuthorizations").unwrap());
        let limit = &schema["properties"]["limit"];
        assert_eq!((&limit["type"], &limit["minimum"], &limit["maximum"]), (&json!("integer"), &json!(1), &json!(100)));
        assert!(!limit["description"].as_str().unwrap().is_empty());
        assert_eq!(schema["properties"]["status"]["title"], "AuthorizationStatus");
    }

    #[test]
    fn nested_records_are_definitions_with_docs() {
        let schema = request_schema(DynamicOperation::find("ConfirmAuthorizations").unwrap());
        let items = &schema["properties"]["auth_detail_list"]["items"];
        let name = items["$ref"].as_str().unwrap().strip_prefix("#/$defs/").unwrap();
        let password = &schema["$defs"][name]["properties"]["password"];
        assert_eq!(password["format"], "password");
        assert!(!password["description"].as_str().unwrap().is_empty());
    }

    #[test]
    fn each_reference_has_a_definition() {
        for operation in DynamicOperation::all() {
            for schema in [request_schema(operation), response_schema(operation)] {
                let text = schema.to_string();
                for reference in text.split("\"#/$defs/").skip(1) {
                    let name = reference.split('"').next().unwrap();
                    assert!(schema["$defs"][name].is_object(), "{operation:?}: {name}");
                }
            }
        }
    }
}
