//! The forms of a record in requests.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value as Json;

use super::Map;

/// A form of a record in requests, for example one that the reference describes as an operation of its own.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Form {
    /// The description, in the project's own words.
    pub(crate) doc: String,
    /// The fields that have one value in this form.
    #[serde(default)]
    pub(crate) values: Map<Json>,
    /// The optional fields that this form requires.
    #[serde(default)]
    pub(crate) requires: Vec<String>,
    /// The optional fields that this form does not have.
    #[serde(default)]
    pub(crate) omits: Vec<String>,
}
