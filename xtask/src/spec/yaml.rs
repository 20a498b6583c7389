//! The format of the YAML files: one struct for each kind of file, with nothing resolved yet. The JSON Schemas for editors
//! are derived from these structs, so they match the loader.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value as Json;

use super::behavior::{Effect, Task};
use super::spanned::Spanned;

/// A map by name, in the order of the file.
type Map<T> = IndexMap<String, T>;

/// One endpoint: `spec/<service>/<group>/<operation>.yaml`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Endpoint {
    /// The name of the operation in the reference, as in `ListAuthorizations`.
    pub(crate) operation: Spanned<String>,
    /// The method and the path, as in `GET /v2/servicerequest/cases/{case_id}`.
    pub(crate) request: Spanned<String>,
    /// The description in one sentence, in the project's own words.
    pub(crate) summary: Spanned<String>,
    /// The summary in Chinese: one line in the project's own words that ends with 。
    pub(crate) summary_zh: Spanned<String>,
    /// The effect of a call on the data of the service.
    pub(crate) effect: Spanned<Effect>,
    /// The background work that the operation starts, and the way to follow it.
    pub(crate) task: Option<Task>,
    /// The detailed description, if one sentence is not enough.
    pub(crate) doc: Option<String>,
    /// The pages and SDKs that the facts come from.
    pub(crate) sources: Spanned<Vec<String>>,
    /// The path parameters. Each one is required.
    #[serde(default)]
    pub(crate) path: Map<Spanned<Field>>,
    /// The query parameters.
    #[serde(default)]
    pub(crate) query: Map<Spanned<Field>>,
    /// The request headers that only this operation uses.
    #[serde(default)]
    pub(crate) headers: Map<Spanned<Field>>,
    /// The fields of the JSON request body.
    #[serde(default)]
    pub(crate) body: Map<Spanned<Field>>,
    /// The parts of the `multipart/form-data` body, which replaces a JSON body.
    #[serde(default)]
    pub(crate) form: Map<Spanned<Field>>,
    /// The fields of the response body.
    #[serde(default)]
    pub(crate) response: Map<Spanned<Field>>,
    /// The fields in the response headers.
    #[serde(default)]
    pub(crate) response_headers: Map<Spanned<Field>>,
    /// The documented status codes of success. Default: 200.
    #[serde(default)]
    pub(crate) success_status: Vec<u16>,
    /// The authentication, if it differs from that of the service: `none` for a request without credentials, `token` for one
    /// that needs a token and does not accept the signature of an app.
    pub(crate) auth: Option<Spanned<String>>,
    /// The reason why a retry is safe, for a POST or PATCH. `false` for another method that is not safe to retry.
    pub(crate) idempotent: Option<Idempotent>,
    /// True if the reference also shows the query as a JSON body.
    #[serde(default)]
    pub(crate) query_in_body: bool,
    /// True if the reference also shows a response without a body, although it lists fields.
    #[serde(default)]
    pub(crate) allow_empty_response: bool,
    /// The positional arguments of the constructor: fields that every source requires, at most three.
    #[serde(default)]
    pub(crate) constructor: Vec<Spanned<String>>,
    /// The types that only this endpoint uses.
    #[serde(default)]
    pub(crate) types: Map<Spanned<Type>>,
    /// The pagination style.
    pub(crate) pagination: Option<Spanned<Pagination>>,
    /// The contradictions between the sources, with their resolutions.
    #[serde(default)]
    pub(crate) quirks: Vec<String>,
    /// The open questions: facts that no source documents.
    #[serde(default)]
    pub(crate) open_questions: Vec<String>,
    /// The examples: requests and responses, documented or synthetic.
    #[serde(default)]
    pub(crate) examples: Vec<Spanned<Example>>,
}

/// The safety of retries.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Idempotent {
    /// The reason why a retry is safe.
    Reason(String),
    /// The value `false`, for an operation that is not safe to retry.
    Flag(bool),
}

/// One field of a request, a response or a record.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Field {
    /// The type: `string`, `bool`, `i32`, `i64`, `u32`, `u64`, `f64`, `time`, `secret`, `presigned_url`, `any`, `[T]`, `{T}`,
    /// the name of a declared type, `file` for a part of a form, or `bytes` for a response that is the content of a file.
    #[serde(rename = "type")]
    pub(crate) kind: Spanned<String>,
    /// The description, in the project's own words.
    pub(crate) doc: Spanned<String>,
    /// The name in Rust, if the automatic one is unsuitable.
    pub(crate) rust_name: Option<Spanned<String>>,
    /// True if the field is always present.
    #[serde(default)]
    pub(crate) required: bool,
    /// The length of a string in characters, as in `1..=64`.
    pub(crate) length: Option<Spanned<String>>,
    /// The range of a number, as in `1..=100` or `0..`.
    pub(crate) range: Option<Spanned<String>>,
    /// The number of elements of a list.
    pub(crate) item_count: Option<Spanned<String>>,
    /// The length of each element of a list of strings in characters.
    pub(crate) item_length: Option<Spanned<String>>,
    /// All names on the wire. The first one is sent.
    pub(crate) wire_names: Option<Spanned<Vec<String>>>,
    /// True if sources disagree about the JSON type. All types are accepted.
    #[serde(default)]
    pub(crate) lenient: bool,
    /// The JSON type that the service writes, if it differs from `type`: `string`, `number`, or `single_item` for a list of
    /// one. Needs `lenient`.
    pub(crate) wire_type: Option<Spanned<String>>,
    /// True for a list in the query that is one parameter, with commas between the elements.
    #[serde(default)]
    pub(crate) comma_separated: bool,
    /// True if the field is the whole body.
    #[serde(default)]
    pub(crate) payload: bool,
    /// The value that the service uses if the field is absent, for the docs alone.
    pub(crate) default: Option<Json>,
}

/// A file of shared types: `spec/<service>/types/*.yaml`.
pub(crate) type Types = Map<Spanned<Type>>;

/// A type: an ID, an enum or a record.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Type {
    /// The description, in the project's own words.
    pub(crate) doc: Spanned<String>,
    /// True for an ID: a string with a type of its own.
    #[serde(default)]
    pub(crate) id: bool,
    /// The JSON type of an open enum: `number` or `string`.
    #[serde(rename = "enum")]
    pub(crate) codes: Option<Spanned<String>>,
    /// The known values of an enum by the name of the variant, or those of an ID that have a constant.
    #[serde(default)]
    pub(crate) values: Map<Spanned<Variant>>,
    /// The groups of values of an enum. Each one becomes a method, as `open` becomes `is_open`.
    #[serde(default)]
    pub(crate) groups: Map<Spanned<Group>>,
    /// The fields of a record.
    pub(crate) fields: Option<Map<Spanned<Field>>>,
}

/// A group of values of an enum.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Group {
    /// The names of its variants.
    Values(Vec<String>),
    /// `not OTHER`: all values that are not in the group OTHER, including unknown ones.
    Complement(String),
}

/// One value of an enum.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Variant {
    /// The value on the wire.
    pub(crate) code: Json,
    /// The meaning of the value.
    pub(crate) doc: Spanned<String>,
}

/// The pagination style.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pagination {
    /// The style: `offset`, `page` or `cursor`.
    pub(crate) style: Spanned<String>,
    /// The request field with the number of elements to skip. Default: `offset`.
    pub(crate) offset: Option<Spanned<String>>,
    /// The request field with the number of the page.
    pub(crate) page: Option<Spanned<String>>,
    /// The number of the first page. Default: 1.
    pub(crate) first: Option<u64>,
    /// The response field with the total number of elements.
    pub(crate) total: Option<Spanned<String>>,
    /// The request field with the cursor.
    pub(crate) cursor: Option<Spanned<String>>,
    /// The response field with the next cursor.
    pub(crate) next: Option<Spanned<String>>,
    /// The response field with the elements.
    pub(crate) items: Spanned<String>,
}

/// A request and its response.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Example {
    /// The title of the example.
    pub(crate) name: Spanned<String>,
    /// True if the example follows from the documented types alone, because no page shows one.
    #[serde(default)]
    pub(crate) synthetic: bool,
    /// The fields of the request at all locations, by name on the wire.
    #[serde(default)]
    pub(crate) input: IndexMap<String, Json>,
    /// The settings that the request needs.
    #[serde(default)]
    pub(crate) settings: IndexMap<String, String>,
    /// The request line that is sent: the method, and the path with the query.
    pub(crate) request: Spanned<String>,
    /// The JSON body that is sent, or the parts of the form.
    pub(crate) request_body: Option<Json>,
    /// The request as the page shows it, if it differs from the one that is sent.
    pub(crate) documented: Option<Documented>,
    /// The status of the response. Default: the first success status of the operation.
    pub(crate) response_status: Option<u16>,
    /// The headers of the response.
    #[serde(default)]
    pub(crate) response_headers: IndexMap<String, String>,
    /// The JSON body of the response.
    pub(crate) response_body: Option<Json>,
    /// The body of the response as text, if it is not valid JSON.
    pub(crate) response_text: Option<String>,
    /// A part of the error message, for a response that cannot be decoded.
    pub(crate) decode_error: Option<Spanned<String>>,
    /// The fields of the decoded response, by the first name on the wire.
    pub(crate) response: Option<IndexMap<String, Json>>,
}

/// A request as a page shows it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Documented {
    /// The request line.
    pub(crate) request: Option<String>,
    /// The JSON body.
    pub(crate) request_body: Option<Json>,
}

/// A service: `spec/<service>/service.yaml`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Service {
    /// The short name of the service, as in `osm`.
    pub(crate) service: Spanned<String>,
    /// The full name of the service.
    pub(crate) title: String,
    /// The description of the service.
    pub(crate) doc: String,
    /// The pages and SDKs that the facts come from.
    pub(crate) sources: Vec<String>,
    /// The authentication scheme: `iam-account`, `iam-project` or `bearer`.
    pub(crate) auth_scheme: Spanned<String>,
    /// The regions with their endpoints.
    pub(crate) regions: Regions,
    /// The heading of each folder of endpoints in the reference.
    pub(crate) groups: Map<Spanned<String>>,
    /// The settings that apply to all operations.
    #[serde(default)]
    pub(crate) settings: Map<Spanned<Setting>>,
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
    /// The endpoint of each region.
    pub(crate) endpoints: Map<String>,
}

/// A value that can be set for all operations of a service.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Setting {
    /// The header that carries the value.
    pub(crate) header: Option<String>,
    /// The path parameter that the value fills.
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
    /// The names of the top-level JSON members that any response may have and that are not fields of it.
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
    /// The HTTP status.
    pub(crate) status: Option<u16>,
    /// The error code, or its beginning with a final `*`.
    pub(crate) code: Option<String>,
    /// The name of the variant of `ErrorCode` for a whole code, as in `TicketNotFound`.
    pub(crate) name: Option<Spanned<String>>,
    /// The class: `auth`, `throttled`, `conflict`, `not_found`, `invalid`, `quota_exceeded` or `unknown`.
    pub(crate) class: Spanned<String>,
    /// The description of the error.
    pub(crate) doc: String,
    /// The advice for the caller.
    pub(crate) advice: Option<String>,
}
