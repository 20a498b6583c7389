//! JSON Schemas of requests and responses, with descriptions from the docs.

use hwc_api::CATALOG;
use hwc_api::serde_json::Value as Json;
use hwc_wire::schema;

use crate::operation::DynamicOperation;

/// Returns the JSON Schema of the request: its fields by name on the wire, with docs and defaults.
///
/// Records within it are definitions. Enums accept any code; the known codes are examples.
#[must_use]
pub fn request_schema(operation: DynamicOperation) -> Json {
    schema::request(&CATALOG, operation.entry())
}

/// Returns the JSON Schema of the response.
#[must_use]
pub fn response_schema(operation: DynamicOperation) -> Json {
    schema::response(&CATALOG, operation.entry())
}

#[cfg(test)]
mod tests {
    use hwc_api::serde_json::json;

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
