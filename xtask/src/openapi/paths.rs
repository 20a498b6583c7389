//! The paths of a document.
//!
//! Paths that differ only in the names of parameters are one path in OpenAPI. It has the names of the first operation.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use crate::model::Service;
use crate::openapi::components::Components;
use crate::openapi::operation;

/// Returns the `paths` of a document.
pub(super) fn paths(service: &Service, components: &Components<'_>) -> Json {
    let mut templates: BTreeMap<String, &str> = BTreeMap::new();
    let mut paths: BTreeMap<&str, Map<String, Json>> = BTreeMap::new();
    for operation in &service.operations {
        let template = *templates.entry(without_names(&operation.path)).or_insert(&operation.path);
        let method = operation.method.as_str().to_ascii_lowercase();
        let item = operation::operation(operation, components, template);
        paths.entry(template).or_default().insert(method, item);
    }
    json!(paths)
}

/// Removes the names of the parameters from a path.
fn without_names(path: &str) -> String {
    let pieces = path.split('/').map(|piece| if piece.starts_with('{') { "{}" } else { piece });
    pieces.collect::<Vec<_>>().join("/")
}
