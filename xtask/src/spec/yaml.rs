//! The format of the YAML files: one struct for each kind of file, with nothing resolved yet. The JSON Schemas for editors
//! are derived from these structs, so they match the loader.

mod form;
mod service;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value as Json;

use super::behavior::{Effect, Task};
use super::closed;
use super::spanned::Spanned;

pub(crate) use form::Form;
pub(crate) use service::{Envelope, ErrorRule, Service, Setting};

/// A map by name, in the order of the file.
type Map<T> = IndexMap<String, T>;

/// One endpoint: `spec/<service>/<group>/<operation>.yaml`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Endpoint {
    /// The name of the operation in the reference. The file has the same name in snake_case.
    #[schemars(extend("pattern" = closed::UPPER_CAMEL_CASE))]
    #[schemars(extend("examples" = ["ListAuthorizations"]))]
    pub(crate) operation: Spanned<String>,
    /// The method and the path. Each segment of the path is fixed or one parameter.
    #[schemars(extend("pattern" = closed::REQUEST_LINE))]
    #[schemars(extend("examples" = ["GET /v2/servicerequest/cases/{case_id}"]))]
    pub(crate) request: Spanned<String>,
    /// The description in one sentence, in the project's own words.
    #[schemars(extend("examples" = ["List the labels of the account."]))]
    pub(crate) summary: Spanned<String>,
    /// The summary in Chinese: one line in the project's own words that ends with `。`.
    #[schemars(extend("pattern" = closed::CHINESE_LINE))]
    #[schemars(extend("examples" = ["查询工单列表。"]))]
    pub(crate) summary_zh: Spanned<String>,
    /// The effect of a call on the data of the service. See "Effects".
    pub(crate) effect: Spanned<Effect>,
    /// The background work that the operation starts, and the way to follow it. See "Background work".
    pub(crate) task: Option<Task>,
    /// The detailed description, if one sentence is not enough.
    pub(crate) doc: Option<String>,
    /// The pages and SDKs that the facts come from. At least one.
    pub(crate) sources: Spanned<Vec<String>>,
    /// The path parameters by name. Each one is required and named by `constructor`.
    #[serde(default)]
    pub(crate) path: Map<Spanned<Field>>,
    /// The query parameters by name.
    #[serde(default)]
    pub(crate) query: Map<Spanned<Field>>,
    /// The request headers that only this operation uses, by name. Never those of the service: its settings, and the
    /// headers of authentication and of the body.
    #[serde(default)]
    #[schemars(extend("propertyNames" = closed::names(closed::HEADER)))]
    pub(crate) headers: Map<Spanned<Field>>,
    /// The sets of headers of the service that the request also has.
    #[serde(default)]
    pub(crate) header_sets: Vec<Spanned<String>>,
    /// The fields of the JSON request body by name.
    #[serde(default)]
    pub(crate) body: Map<Spanned<Field>>,
    /// The parts of a `multipart/form-data` body by name, in their order. They replace `body`.
    #[serde(default)]
    pub(crate) form: Map<Spanned<Field>>,
    /// The fields of the response body by name, without those of the envelope of the service.
    #[serde(default)]
    pub(crate) response: Map<Spanned<Field>>,
    /// The fields of the response that the service sends as headers, by name.
    #[serde(default)]
    #[schemars(extend("propertyNames" = closed::names(closed::HEADER)))]
    pub(crate) response_headers: Map<Spanned<Field>>,
    /// The documented status codes of success. Without it: 200.
    #[serde(default)]
    #[schemars(extend("items" = closed::status()))]
    pub(crate) success_status: Vec<u16>,
    /// The authentication, if it differs from that of the service: `none` for a request without credentials, `token` for
    /// one that does not accept the signature of an app. See "Authentication".
    #[schemars(extend("enum" = closed::AUTH))]
    pub(crate) auth: Option<Spanned<String>>,
    /// The reason why a retry is safe, for a POST or PATCH. `false` for another method that is not safe to retry.
    pub(crate) idempotent: Option<Idempotent>,
    /// True if the reference also shows the query as a JSON body. Callers can then send it so.
    #[serde(default)]
    pub(crate) query_in_body: bool,
    /// True if the reference also shows a response without a body, although it lists fields. An empty body is then not a
    /// deviation.
    #[serde(default)]
    pub(crate) allow_empty_response: bool,
    /// The positional arguments of the constructor: required fields, at most three, all path parameters among them.
    #[serde(default)]
    #[schemars(extend("maxItems" = 3))]
    #[schemars(extend("uniqueItems" = true))]
    pub(crate) constructor: Vec<Spanned<String>>,
    /// The types that the file declares, by name. All files of the service can use them.
    #[serde(default)]
    #[schemars(extend("propertyNames" = closed::names(closed::UPPER_CAMEL_CASE)))]
    pub(crate) types: Map<Spanned<Type>>,
    /// The way to the next page of a list. See "Pagination".
    pub(crate) pagination: Option<Spanned<Pagination>>,
    /// The contradictions between the sources, each with its resolution.
    #[serde(default)]
    pub(crate) quirks: Vec<String>,
    /// The facts that no source documents.
    #[serde(default)]
    pub(crate) open_questions: Vec<String>,
    /// The requests with their responses, documented or synthetic. At least one. See "Examples".
    #[serde(default)]
    pub(crate) examples: Vec<Spanned<Example>>,
}

/// The safety of retries.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(transform = closed::close_idempotent)]
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
    /// The type: a primitive, the name of a declared type, a list `[T]`, a map `{T}`, or `{T} | string` for a map or a text.
    /// See "Types".
    #[serde(rename = "type")]
    #[schemars(extend("anyOf" = closed::type_forms()))]
    #[schemars(extend("examples" = ["string", "[CaseId]"]))]
    pub(crate) kind: Spanned<String>,
    /// The description, in the project's own words.
    pub(crate) doc: Spanned<String>,
    /// The name in Rust, if the automatic one is unsuitable or reserved.
    #[schemars(extend("pattern" = closed::SNAKE_CASE))]
    pub(crate) rust_name: Option<Spanned<String>>,
    /// True if the field is always present: checked before sending, reported if missing in a response.
    #[serde(default)]
    pub(crate) required: bool,
    /// The length of a string in characters.
    #[schemars(extend("pattern" = closed::SIZES))]
    #[schemars(extend("examples" = ["1..=64"]))]
    pub(crate) length: Option<Spanned<String>>,
    /// The range of a number, or of each number of a list.
    #[schemars(extend("pattern" = closed::NUMBERS))]
    #[schemars(extend("examples" = ["1..=100", "0.."]))]
    pub(crate) range: Option<Spanned<String>>,
    /// The number of elements of a list, or of entries of a map.
    #[schemars(extend("pattern" = closed::SIZES))]
    #[schemars(extend("examples" = ["1..=20"]))]
    pub(crate) item_count: Option<Spanned<String>>,
    /// The length of each string of a list or a map in characters.
    #[schemars(extend("pattern" = closed::SIZES))]
    #[schemars(extend("examples" = ["1..=64"]))]
    pub(crate) item_length: Option<Spanned<String>>,
    /// The length of each key of a map in characters.
    #[schemars(extend("pattern" = closed::SIZES))]
    #[schemars(extend("examples" = ["1..=32"]))]
    pub(crate) key_length: Option<Spanned<String>>,
    /// The pattern that a whole string matches: characters and classes with repeat counts, and `|` between alternatives of the
    /// whole. A repeated class must not share a character with the next one.
    #[schemars(extend("examples" = ["[0-9a-zA-Z]{8}"]))]
    pub(crate) pattern: Option<Spanned<String>>,
    /// The value that a member of a request body or a record always has: a string, a whole number or a Boolean. No caller sets
    /// it. It is written, and a server checks it.
    #[schemars(extend("type" = ["string", "integer", "boolean"]))]
    pub(crate) constant: Option<Spanned<Json>>,
    /// The presence of the members of the record in this field, if it differs from what the record declares.
    pub(crate) members: Option<Members>,
    /// True for a list in a record if sending an empty list differs from omitting it.
    #[serde(default)]
    pub(crate) keep_empty: bool,
    /// All names on the wire, the sent one first. Needs a quirk.
    pub(crate) wire_names: Option<Spanned<Vec<String>>>,
    /// True if sources disagree about the JSON type: quoted numbers, single values for lists and the like are not
    /// deviations. Needs a quirk.
    #[serde(default)]
    pub(crate) lenient: bool,
    /// The JSON type that the service writes by its table and SDKs, if it differs from `type`. `single_item` is a list of
    /// one. The sandbox writes it too, also if an example differs. Requests send numbers and texts in it. Needs `lenient`.
    #[schemars(extend("enum" = closed::WIRE_TYPES))]
    pub(crate) wire_type: Option<Spanned<String>>,
    /// True for a list in the query that is one parameter, with commas between the elements.
    #[serde(default)]
    pub(crate) comma_separated: bool,
    /// True if the field is the whole body.
    #[serde(default)]
    pub(crate) payload: bool,
    /// The value that the service uses if the field is omitted, for the documentation alone.
    pub(crate) default: Option<Json>,
}

/// The presence of the members of a record.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Members {
    /// Every member is always present.
    Required,
    /// Every member may be absent.
    Optional,
}

/// A file of shared types: `spec/<service>/types/*.yaml`.
pub(crate) type Types = Map<Spanned<Type>>;

/// A type: an ID, an enum or a record.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("oneOf" = closed::kinds_of_types()))]
pub(crate) struct Type {
    /// The description, in the project's own words.
    pub(crate) doc: Spanned<String>,
    /// An ID, which has a type of its own: `true` or `string` for a string, `number` for a whole number.
    pub(crate) id: Option<Spanned<Id>>,
    /// The JSON type of an open enum.
    #[serde(rename = "enum")]
    #[schemars(extend("enum" = closed::ENUM_CODES))]
    pub(crate) codes: Option<Spanned<String>>,
    /// The known values of an enum by the name of the variant, or those of an ID that have a constant. Never `Unknown`.
    #[serde(default)]
    #[schemars(extend("propertyNames" = closed::names(closed::UPPER_CAMEL_CASE)))]
    pub(crate) values: Map<Spanned<Variant>>,
    /// The groups of values of an enum. Each one becomes a method, as `open` becomes `is_open`.
    #[serde(default)]
    #[schemars(extend("propertyNames" = closed::names(closed::SNAKE_CASE)))]
    pub(crate) groups: Map<Spanned<Group>>,
    /// The fields of a record by name on the wire.
    pub(crate) fields: Option<Map<Spanned<Field>>>,
    /// The forms of a record in requests, of which one applies. Only the OpenAPI document shows them.
    #[serde(default)]
    pub(crate) forms: Vec<Spanned<Form>>,
}

/// The JSON type of an ID.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Id {
    /// The value `true`, for a string.
    Flag(#[schemars(extend("const" = true))] bool),
    /// The JSON type: `string` or `number`.
    Kind(#[schemars(extend("enum" = ["string", "number"]))] String),
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
    /// The value on the wire. Quote a string that looks like a number.
    #[schemars(extend("type" = ["string", "integer"]))]
    pub(crate) code: Option<Json>,
    /// All spellings of the value, instead of `code`. The first one is sent. Needs a quirk.
    #[serde(default)]
    #[schemars(extend("items" = { "type": ["string", "integer"] }))]
    pub(crate) codes: Vec<Json>,
    /// The meaning of the value.
    pub(crate) doc: Spanned<String>,
}

/// The pagination style. Fields inside records are named by their path, as in `pageInfo.pageCursor`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pagination {
    /// The style of the pagination.
    #[schemars(extend("enum" = closed::PAGINATION_STYLES))]
    pub(crate) style: Spanned<String>,
    /// The request field with the number of elements to skip. Default: `offset`.
    pub(crate) offset: Option<Spanned<String>>,
    /// The request field with the number of the page.
    pub(crate) page: Option<Spanned<String>>,
    /// The number of the first page, by default 1, or the cursor that the service requires for it.
    pub(crate) first: Option<Spanned<Json>>,
    /// The response field with the total number of elements.
    pub(crate) total: Option<Spanned<String>>,
    /// The request field with the cursor.
    pub(crate) cursor: Option<Spanned<String>>,
    /// The response field with the next cursor.
    pub(crate) next: Option<Spanned<String>>,
    /// The response field that is true if more pages follow, if a last page also has a next cursor.
    pub(crate) more: Option<Spanned<String>>,
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
    #[schemars(extend("pattern" = closed::SENT_LINE))]
    pub(crate) request: Spanned<String>,
    /// The JSON body that is sent, or the parts of the form.
    pub(crate) request_body: Option<Json>,
    /// The request as the page shows it, if it differs from the one that is sent. A server reads both as the same input.
    pub(crate) documented: Option<Documented>,
    /// The status of the response. Without it: the first success status of the operation.
    #[schemars(extend("minimum" = 100))]
    #[schemars(extend("maximum" = 599))]
    pub(crate) response_status: Option<u16>,
    /// The headers of the response.
    #[serde(default)]
    pub(crate) response_headers: IndexMap<String, String>,
    /// The JSON body of the response.
    pub(crate) response_body: Option<Json>,
    /// The body of the response as text, if it is not valid JSON.
    pub(crate) response_text: Option<String>,
    /// A part of the error message for a response that cannot be decoded. It replaces `response`.
    pub(crate) decode_error: Option<Spanned<String>>,
    /// The fields of the decoded response, by the first name on the wire.
    pub(crate) response: Option<IndexMap<String, Json>>,
}

/// A request as a page shows it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Documented {
    /// The request line.
    #[schemars(extend("pattern" = closed::SENT_LINE))]
    pub(crate) request: Option<String>,
    /// The JSON body.
    pub(crate) request_body: Option<Json>,
}
