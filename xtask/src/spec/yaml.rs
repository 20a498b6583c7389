//! The YAML files as they are written: one struct for each kind of file, with nothing resolved yet. The JSON Schemas for
//! editors are derived from these structs, so they match the loader.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value as Json;

use super::at::At;
use super::behavior::{Effect, Task};

/// Values by name, in the order of the file.
type Map<T> = IndexMap<String, T>;

/// One endpoint: `spec/<service>/<group>/<operation>.yaml`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Endpoint {
    /// The name in the reference, as in `ListAuthorizations`.
    pub(crate) operation: At<String>,
    /// Method and path, as in `GET /v2/servicerequest/cases/{case_id}`.
    pub(crate) request: At<String>,
    /// The description in one sentence, in our own words.
    pub(crate) summary: At<String>,
    /// The summary in Chinese. One line in our own words that ends with 。
    pub(crate) summary_zh: At<String>,
    /// The effect of a call on the data of the service.
    pub(crate) effect: At<Effect>,
    /// The background work that it starts, and the way to follow it.
    pub(crate) task: Option<Task>,
    /// The detailed description, if one sentence is not enough.
    pub(crate) doc: Option<String>,
    /// The sources of the facts.
    pub(crate) source: At<Vec<String>>,
    /// The parameters in the path. Each one is required.
    #[serde(default)]
    pub(crate) path: Map<At<Field>>,
    /// The parameters in the query.
    #[serde(default)]
    pub(crate) query: Map<At<Field>>,
    /// The headers that only this operation uses.
    #[serde(default)]
    pub(crate) headers: Map<At<Field>>,
    /// The members of the JSON body.
    #[serde(default)]
    pub(crate) body: Map<At<Field>>,
    /// The parts of the form that is sent instead of a JSON body.
    #[serde(default)]
    pub(crate) form: Map<At<Field>>,
    /// The members of the response body.
    #[serde(default)]
    pub(crate) response: Map<At<Field>>,
    /// The fields in the headers of the response.
    #[serde(default)]
    pub(crate) response_headers: Map<At<Field>>,
    /// The documented status codes of success. Default: 200.
    #[serde(default)]
    pub(crate) status: Vec<u16>,
    /// `none` if the request is sent without credentials. `token` if it needs a token and the signature of an app is not
    /// accepted.
    pub(crate) auth: Option<At<String>>,
    /// For a POST or PATCH, the reason why a retry is safe. `false` for another method that is not safe to retry.
    pub(crate) idempotent: Option<Idempotent>,
    /// The reference also shows the query as a JSON body.
    #[serde(default)]
    pub(crate) query_in_body: bool,
    /// The reference also shows a response without a body.
    #[serde(default)]
    pub(crate) empty: bool,
    /// The positional arguments of the constructor: fields that every source requires, at most three.
    #[serde(default)]
    pub(crate) new: Vec<At<String>>,
    /// Records that only this endpoint uses.
    #[serde(default)]
    pub(crate) types: Map<At<Type>>,
    /// The pagination style.
    pub(crate) paging: Option<At<Paging>>,
    /// Contradictions between the sources, and their resolutions.
    #[serde(default)]
    pub(crate) quirks: Vec<String>,
    /// The undocumented facts.
    #[serde(default)]
    pub(crate) open: Vec<String>,
    /// Requests and responses, documented or made.
    #[serde(default)]
    pub(crate) examples: Vec<At<Example>>,
}

/// The safety of retries.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Idempotent {
    /// A retry is safe, for this reason.
    Because(String),
    /// A retry is not safe.
    No(bool),
}

/// One field of a request, a response or a record.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Field {
    /// string, bool, i32, i64, u32, u64, f64, time, secret, link, any, `[T]`, `{T}`, or the name of a type. Also file in a
    /// form, and bytes for a response that is the content of a file.
    #[serde(rename = "type")]
    pub(crate) kind: At<String>,
    /// The description, in our own words.
    pub(crate) doc: At<String>,
    /// The name in Rust, if the automatic one is unsuitable.
    pub(crate) rust: Option<At<String>>,
    /// The field is always present.
    #[serde(default)]
    pub(crate) required: bool,
    /// The length of a text in characters, as in `1..=64`.
    pub(crate) chars: Option<At<String>>,
    /// The values of a number, as in `1..=100` or `0..`.
    pub(crate) range: Option<At<String>>,
    /// The number of elements of a list.
    pub(crate) items: Option<At<String>>,
    /// The length of each element of a list in characters.
    pub(crate) each: Option<At<String>>,
    /// All names on the wire. The first one is sent.
    pub(crate) wire: Option<At<Vec<String>>>,
    /// Sources disagree about the JSON type. All types are accepted.
    #[serde(default)]
    pub(crate) loose: bool,
    /// The JSON type according to the reference and SDKs, if the sandbox must write another one: `text`, `number` or
    /// `single`. Needs `loose`.
    pub(crate) written: Option<At<String>>,
    /// A list in the query is joined by commas.
    #[serde(default)]
    pub(crate) joined: bool,
    /// The field is the whole body.
    #[serde(default)]
    pub(crate) whole: bool,
    /// The value that the service uses if the field is absent. Only for documentation.
    pub(crate) default: Option<Json>,
}

/// A file of shared types: `spec/<service>/types/*.yaml`.
pub(crate) type Types = Map<At<Type>>;

/// A type: an ID, an enum or a record.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Type {
    /// The description, in our own words.
    pub(crate) doc: At<String>,
    /// True for an ID: open text with a type of its own.
    #[serde(default)]
    pub(crate) id: bool,
    /// An open enum: `number` or `text`.
    #[serde(rename = "enum")]
    pub(crate) codes: Option<At<String>>,
    /// The known codes of an enum, by the name of the variant.
    #[serde(default)]
    pub(crate) values: Map<At<Variant>>,
    /// The fields of a record.
    pub(crate) fields: Option<Map<At<Field>>>,
}

/// One code of an enum.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Variant {
    /// The code on the wire.
    pub(crate) code: Json,
    /// The meaning.
    pub(crate) doc: At<String>,
}

/// The pagination style.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Paging {
    /// `offset`, `page` or `cursor`.
    pub(crate) by: At<String>,
    /// The request field with the number of elements to skip. Default: `offset`.
    pub(crate) offset: Option<At<String>>,
    /// The request field with the number of the page.
    pub(crate) page: Option<At<String>>,
    /// The number of the first page. Default: 1.
    pub(crate) first: Option<u64>,
    /// The response field with the total number of elements.
    pub(crate) total: Option<At<String>>,
    /// The request field with the cursor.
    pub(crate) cursor: Option<At<String>>,
    /// The response field with the next cursor.
    pub(crate) next: Option<At<String>>,
    /// The response field with the elements.
    pub(crate) items: At<String>,
}

/// A request and its response.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Example {
    /// The title of the example.
    pub(crate) name: At<String>,
    /// True if the example was made from the documented types, because no page shows one.
    #[serde(default)]
    pub(crate) made: bool,
    /// The fields of the request at all locations, by name on the wire.
    #[serde(default)]
    pub(crate) with: IndexMap<String, Json>,
    /// Settings that the request needs.
    #[serde(default)]
    pub(crate) settings: IndexMap<String, String>,
    /// The request line that is sent.
    pub(crate) sends: At<String>,
    /// The JSON body that is sent. For a form, its parts.
    pub(crate) sends_body: Option<Json>,
    /// The request as the page shows it, if it differs from the one that is sent.
    pub(crate) documented: Option<Documented>,
    /// The status of the response.
    pub(crate) status: Option<u16>,
    /// The headers of the response.
    #[serde(default)]
    pub(crate) headers: IndexMap<String, String>,
    /// The body of the response.
    pub(crate) body: Option<Json>,
    /// The body of the response if it is not valid JSON.
    pub(crate) text: Option<String>,
    /// A part of the expected error message of decoding the text.
    pub(crate) fails: Option<At<String>>,
    /// The decoded response: the fields by their first names.
    pub(crate) means: Option<IndexMap<String, Json>>,
}

/// A request as a page shows it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Documented {
    /// The request line.
    pub(crate) line: Option<String>,
    /// The body.
    pub(crate) body: Option<Json>,
}

/// A service: `spec/<service>/service.yaml`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Service {
    /// The short name, as in `osm`.
    pub(crate) service: At<String>,
    /// The full name.
    pub(crate) title: String,
    /// The description.
    pub(crate) doc: String,
    /// The sources of the facts.
    pub(crate) source: Vec<String>,
    /// `iam-account`, `iam-project` or `bearer`.
    pub(crate) scheme: At<String>,
    /// The regions with their endpoints.
    pub(crate) regions: Regions,
    /// The folders, with their headings in the reference.
    pub(crate) groups: Map<At<String>>,
    /// The settings of all operations.
    #[serde(default)]
    pub(crate) settings: Map<At<Setting>>,
    /// The form of error responses.
    pub(crate) envelope: Envelope,
    /// The meanings of the error codes. The first rule that matches counts.
    #[serde(default)]
    pub(crate) errors: Vec<At<ErrorRule>>,
    /// Contradictions between the sources, and their resolutions.
    #[serde(default)]
    pub(crate) quirks: Vec<String>,
    /// The undocumented facts.
    #[serde(default)]
    pub(crate) open: Vec<String>,
}

/// The regions of a service.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Regions {
    /// The region to use by default.
    pub(crate) default: At<String>,
    /// The endpoint of each region.
    pub(crate) list: Map<String>,
}

/// A value that can be set for all operations of a service.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Setting {
    /// The header that carries it.
    pub(crate) header: Option<String>,
    /// The `{}` in the path that it fills.
    pub(crate) path: Option<String>,
    /// The description.
    pub(crate) doc: String,
}

/// The form of the error responses of a service.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Envelope {
    /// The member with the code.
    pub(crate) code: String,
    /// The member with the text.
    pub(crate) message: String,
    /// The codes that mean success.
    #[serde(default)]
    pub(crate) success: Vec<String>,
    /// Top-level members of any response that are not fields of it.
    #[serde(default)]
    pub(crate) names: Vec<String>,
    /// Responses of success have code and text too.
    #[serde(default)]
    pub(crate) always: bool,
}

/// The meaning of a status or a code.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ErrorRule {
    /// The HTTP status.
    pub(crate) status: Option<u16>,
    /// The code; may end in `*`.
    pub(crate) code: Option<String>,
    /// auth, throttle, conflict, missing, invalid, quota or other.
    pub(crate) class: At<String>,
    /// The description.
    pub(crate) doc: String,
    /// The advice for the caller.
    pub(crate) advice: Option<String>,
}
