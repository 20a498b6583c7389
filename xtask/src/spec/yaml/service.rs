//! The format of `service.yaml`.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Field, Map};
use crate::spec::closed;
use crate::spec::spanned::Spanned;

/// A service: `spec/<service>/service.yaml`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Service {
    /// The short name of the service, which is that of its folder.
    #[schemars(extend("pattern" = closed::SNAKE_CASE))]
    #[schemars(extend("examples" = ["osm"]))]
    pub(crate) service: Spanned<String>,
    /// The full name of the service.
    pub(crate) title: String,
    /// The description of the service.
    pub(crate) doc: String,
    /// The pages and SDKs that the facts come from.
    pub(crate) sources: Vec<String>,
    /// The way to authenticate calls. See "Authentication".
    #[schemars(extend("enum" = closed::AUTH_SCHEMES))]
    pub(crate) auth_scheme: Spanned<String>,
    /// The regions with their endpoints.
    pub(crate) regions: Regions,
    /// The heading in the reference of each folder of operations.
    #[schemars(extend("propertyNames" = closed::names(closed::SNAKE_CASE)))]
    pub(crate) groups: Map<Spanned<String>>,
    /// The values that apply to all operations: common headers, and parameters of all paths. Operations do not list them.
    #[serde(default)]
    #[schemars(extend("propertyNames" = closed::names(closed::SNAKE_CASE)))]
    pub(crate) settings: Map<Spanned<Setting>>,
    /// The headers that some operations share, by the name of the set.
    #[serde(default)]
    pub(crate) header_sets: Map<Spanned<Map<Spanned<Field>>>>,
    /// The form of error responses.
    pub(crate) envelope: Envelope,
    /// The meanings of status and error codes. The first rule that matches applies.
    #[serde(default)]
    pub(crate) errors: Vec<Spanned<ErrorRule>>,
    /// The contradictions between the sources, with their resolutions.
    #[serde(default)]
    pub(crate) quirks: Vec<String>,
    /// The open questions: facts that no source documents.
    #[serde(default)]
    pub(crate) open_questions: Vec<String>,
}

/// The regions of a service.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Regions {
    /// The default region.
    pub(crate) default: Spanned<String>,
    /// The endpoint of each region: a URL without a path.
    #[schemars(extend("additionalProperties" = serde_json::json!({ "type": "string", "pattern": closed::URL })))]
    pub(crate) endpoints: Map<String>,
}

/// A value that can be set for all operations of a service.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("oneOf" = closed::locations_of_settings()))]
pub(crate) struct Setting {
    /// The header that carries the value. Either this or `path`.
    #[schemars(extend("pattern" = closed::HEADER))]
    pub(crate) header: Option<String>,
    /// The path parameter that the value fills. Either this or `header`.
    pub(crate) path: Option<String>,
    /// The description of the setting.
    pub(crate) doc: String,
}

/// The form of the error responses of a service.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Envelope {
    /// The name of the JSON member with the error code.
    pub(crate) code: String,
    /// The name of the JSON member with the error message.
    pub(crate) message: String,
    /// The error codes that mean success.
    #[serde(default)]
    pub(crate) success_codes: Vec<String>,
    /// The names of the top-level JSON members that any response may have and that are not fields of it. Operations do not
    /// list them.
    #[serde(default)]
    pub(crate) members: Vec<String>,
    /// True if successful responses have code and message too.
    #[serde(default)]
    pub(crate) on_success: bool,
}

/// The meaning of a status or an error code.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ErrorRule {
    /// The HTTP status. A rule has a status, a code or both.
    #[schemars(extend("minimum" = 100))]
    #[schemars(extend("maximum" = 599))]
    pub(crate) status: Option<u16>,
    /// The error code, or its beginning with a final `*`.
    pub(crate) code: Option<String>,
    /// The name of the variant of `ErrorCode` for a whole code, as in `TicketNotFound`.
    #[schemars(extend("pattern" = closed::UPPER_CAMEL_CASE))]
    pub(crate) name: Option<Spanned<String>>,
    /// The class of the error, which decides on retries and on the kind of error of the SDK.
    #[schemars(extend("enum" = closed::ERROR_CLASSES))]
    pub(crate) class: Spanned<String>,
    /// The description of the error.
    pub(crate) doc: String,
    /// The advice for the caller.
    pub(crate) advice: Option<String>,
}
