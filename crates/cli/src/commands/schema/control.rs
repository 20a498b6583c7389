//! Schemas of the commands that print responses of the sandbox's control API, from its OpenAPI document.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use hwc_api::serde_json::{Map, Value, json};
use schemars::Schema;

/// The start of references to the types of the control API.
const TYPES: &str = "#/components/schemas/sandbox.";

static DOCUMENT: LazyLock<Value> = LazyLock::new(hwc_sandbox::control_openapi);

/// Returns the schema of the response of an operation.
pub(super) fn response(operation: &str) -> Schema {
    standalone(response_type(operation))
}

/// Returns the schema of the elements of a list in the response of an operation.
pub(super) fn items(operation: &str, list: &str) -> Schema {
    standalone(element_type(operation, list))
}

/// Returns the schema of `hwc sandbox log`: a list, with a number one request, and with `--follow` a line for each request.
pub(super) fn log() -> Schema {
    let request = element_type("ListRequests", "requests");
    let list = json!({ "description": "The requests.", "type": "array", "items": request });
    standalone(json!({ "title": "RequestLog", "anyOf": [list, response_type("ShowRequest"), request] }))
}

/// Returns the schema in the success response of an operation, which is a reference. An unknown operation has none, which
/// a test finds.
fn response_type(operation: &str) -> Value {
    let id = format!("sandbox.{operation}");
    let paths = DOCUMENT["paths"].as_object().into_iter().flat_map(Map::values);
    let mut operations = paths.filter_map(Value::as_object).flat_map(Map::values);
    let found = operations.find(|found| found["operationId"] == id.as_str());
    let responses = found.and_then(|found| found["responses"].as_object()).into_iter().flatten();
    let mut successes = responses.filter(|(status, _)| *status != "default").map(|(_, response)| response);
    successes.next().map_or(Value::Null, |success| success["content"]["application/json"]["schema"].clone())
}

fn element_type(operation: &str, list: &str) -> Value {
    let response = response_type(operation);
    let found = type_name(&response).map(definition).unwrap_or_default();
    found["properties"][list]["items"].clone()
}

/// Returns a schema with all types that it refers to.
fn standalone(mut schema: Value) -> Schema {
    if let Some(name) = type_name(&schema).map(str::to_owned) {
        schema = definition(&name);
        schema["title"] = json!(name);
    }
    let (mut pending, mut definitions) = (references(&mut schema), Map::new());
    while let Some(name) = pending.pop_first() {
        let mut found = definition(&name);
        let more = references(&mut found);
        definitions.insert(name, found);
        pending.extend(more.into_iter().filter(|name| !definitions.contains_key(name)));
    }
    if !definitions.is_empty() {
        schema["$defs"] = definitions.into();
    }
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    Schema::try_from(schema).unwrap_or_default()
}

/// Returns the name of the type that a schema refers to.
fn type_name(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.strip_prefix(TYPES)
}

fn definition(name: &str) -> Value {
    DOCUMENT["components"]["schemas"][format!("sandbox.{name}")].clone()
}

/// Makes the references of a schema local, and returns the names of their types.
fn references(schema: &mut Value) -> BTreeSet<String> {
    if let Some(name) = type_name(schema).map(str::to_owned) {
        schema["$ref"] = json!(format!("#/$defs/{name}"));
        return BTreeSet::from([name]);
    }
    match schema {
        Value::Object(members) => members.values_mut().flat_map(references).collect(),
        Value::Array(elements) => elements.iter_mut().flat_map(references).collect(),
        _ => BTreeSet::new(),
    }
}
