//! The JSON Schemas of the three kinds of files, against which the loader checks their shape.

use serde_json::Value as Json;

/// The schemas of the three kinds of files.
pub(super) struct Schemas {
    pub(super) service: Json,
    pub(super) types: Json,
    pub(super) endpoint: Json,
}

impl Schemas {
    /// Derives the schemas from the structs of the format. They are those that editors use.
    pub(super) fn new() -> Self {
        let files = crate::schemas::schema_files();
        let read = |kind: &str| {
            let text = files.get(&format!("spec/{kind}.schema.json"));
            text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
        };
        Self { service: read("service"), types: read("types"), endpoint: read("endpoint") }
    }
}
