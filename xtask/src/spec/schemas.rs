//! The JSON Schemas of the three kinds of files, against which the loader checks their shape.

use serde_json::Value as Json;

use crate::schemas;

/// The schemas of the three kinds of files.
pub(super) struct Schemas {
    pub(super) service: Json,
    pub(super) types: Json,
    pub(super) endpoint: Json,
}

impl Schemas {
    /// Derives the schemas from the structs of the format. They are those that editors use.
    pub(super) fn new() -> Self {
        Self {
            service: schemas::service_schema().to_value(),
            types: schemas::types_schema().to_value(),
            endpoint: schemas::endpoint_schema().to_value(),
        }
    }
}
