//! The document of a service: title, servers, tags, paths and components.

use serde_json::{Map, Value as Json, json};

use crate::model::Service;
use crate::openapi::components::{self, Components};
use crate::openapi::paths;

/// Returns the OpenAPI document of a service.
pub(super) fn document(service: &Service) -> Json {
    let components = Components::new(service);
    let mut document = json!({
        "openapi": "3.1.0",
        "info": info(service),
        "servers": servers(service),
        "tags": tags(service),
        "paths": paths::paths(service, &components),
        "components": components::section(service, &components),
    });
    components::remove_unused(&mut document);
    document
}

fn info(service: &Service) -> Json {
    json!({
        "title": service.yaml.title,
        "description": service.yaml.doc.trim(),
        "version": env!("CARGO_PKG_VERSION"),
    })
}

/// Returns the endpoints, that of the default region first.
fn servers(service: &Service) -> Json {
    let regions = &service.yaml.regions;
    let mut endpoints: Vec<_> = regions.endpoints.iter().collect();
    endpoints.sort_by_key(|(region, _)| **region != regions.default.value);
    endpoints.into_iter().map(|(region, url)| json!({ "url": url, "description": region })).collect()
}

/// Returns the groups that have operations, in the order of the reference.
fn tags(service: &Service) -> Json {
    let has_operations = |folder: &str| service.operations.iter().any(|operation| operation.folder == folder);
    let headings = service.yaml.groups.iter().filter(|(folder, _)| has_operations(folder));
    headings.map(|(_, heading)| json!({ "name": heading.value })).collect()
}

/// Removes members without a content, so that the document has no noise.
pub(super) fn without_empty(mut object: Map<String, Json>) -> Json {
    object.retain(|_, value| match value {
        Json::Null => false,
        Json::Array(items) => !items.is_empty(),
        Json::Object(members) => !members.is_empty(),
        _ => true,
    });
    Json::Object(object)
}
