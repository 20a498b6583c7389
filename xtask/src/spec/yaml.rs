//! The YAML as it is written: one struct for each kind of file, nothing resolved yet.
//! The JSON Schemas that editors use are derived from these structs, so what they say is what the loader takes.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value as Json;

use super::at::At;
use super::behavior::{Effect, Task};

/// Names with what stands under them, in the order of the file.
type Map<T> = IndexMap<String, T>;

/// One endpoint: `spec/<service>/<group>/<operation>.yaml`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Endpoint {
    /// The name in the reference, as in `ListAuthorizations`.
    pub(crate) operation: At<String>,
    /// Method and path, as in `GET /v2/servicerequest/cases/{case_id}`.
    pub(crate) request: At<String>,
    /// What it does, in one sentence of our own.
    pub(crate) summary: At<String>,
    /// The summary in Chinese, in one line of our own that ends with 。
    pub(crate) summary_zh: At<String>,
    /// The effect of a call on the data of the service.
    pub(crate) effect: At<Effect>,
    /// The background work that it starts, and the way to follow it.
    pub(crate) task: Option<Task>,
    /// More about it, where one sentence does not do.
    pub(crate) doc: Option<String>,
    /// Where the facts come from.
    pub(crate) source: At<Vec<String>>,
    /// The parameters in the path; each is required.
    #[serde(default)]
    pub(crate) path: Map<At<Field>>,
    /// The parameters in the query.
    #[serde(default)]
    pub(crate) query: Map<At<Field>>,
    /// The headers that belong to this operation alone.
    #[serde(default)]
    pub(crate) headers: Map<At<Field>>,
    /// The members of the JSON body.
    #[serde(default)]
    pub(crate) body: Map<At<Field>>,
    /// The parts of the form that is sent in place of a JSON body.
    #[serde(default)]
    pub(crate) form: Map<At<Field>>,
    /// The members of the answer.
    #[serde(default)]
    pub(crate) response: Map<At<Field>>,
    /// What the answer carries in headers.
    #[serde(default)]
    pub(crate) response_headers: Map<At<Field>>,
    /// The documented statuses of success; 200 when left out.
    #[serde(default)]
    pub(crate) status: Vec<u16>,
    /// `none` when it is sent without credentials, `token` when only a token will do, no signature of an app.
    pub(crate) auth: Option<At<String>>,
    /// On a POST or PATCH: why it may be repeated. `false` on others that may not.
    pub(crate) idempotent: Option<Idempotent>,
    /// The reference also shows the query as a JSON body.
    #[serde(default)]
    pub(crate) query_in_body: bool,
    /// The reference also shows an answer without a body.
    #[serde(default)]
    pub(crate) empty: bool,
    /// The positional arguments of the constructor: what every source requires, at most three.
    #[serde(default)]
    pub(crate) new: Vec<At<String>>,
    /// Records that no other endpoint uses.
    #[serde(default)]
    pub(crate) types: Map<At<Type>>,
    /// How pages follow each other.
    pub(crate) paging: Option<At<Paging>>,
    /// Contradictions of the sources, and what is done about each.
    #[serde(default)]
    pub(crate) quirks: Vec<String>,
    /// What no source answers.
    #[serde(default)]
    pub(crate) open: Vec<String>,
    /// Requests and answers, documented or made.
    #[serde(default)]
    pub(crate) examples: Vec<At<Example>>,
}

/// Whether an operation may be repeated.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Idempotent {
    /// It may, and this is why.
    Because(String),
    /// It may not.
    No(bool),
}

/// One field of a request, an answer or a record.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Field {
    /// string, bool, i32, i64, u32, u64, f64, time, secret, link, any, `[T]`, `{T}`, or the name of a type; in a form
    /// also file, and for an answer that is the content of a file bytes.
    #[serde(rename = "type")]
    pub(crate) kind: At<String>,
    /// What it is, in our own words.
    pub(crate) doc: At<String>,
    /// Its name in Rust, where the automatic one is bad.
    pub(crate) rust: Option<At<String>>,
    /// It is always there.
    #[serde(default)]
    pub(crate) required: bool,
    /// Characters of a text, as in `1..=64`.
    pub(crate) chars: Option<At<String>>,
    /// The values of a number, as in `1..=100` or `0..`.
    pub(crate) range: Option<At<String>>,
    /// The number of elements of a list.
    pub(crate) items: Option<At<String>>,
    /// The characters of each element of a list.
    pub(crate) each: Option<At<String>>,
    /// All names on the wire; the first is the one that is sent.
    pub(crate) wire: Option<At<Vec<String>>>,
    /// Sources disagree on the JSON type, and all of them are understood.
    #[serde(default)]
    pub(crate) loose: bool,
    /// Its JSON type by table and SDKs, where the sandbox has to write another: `text`, `number` or `single`. Needs `loose`.
    pub(crate) written: Option<At<String>>,
    /// A list in the query is joined by commas.
    #[serde(default)]
    pub(crate) joined: bool,
    /// The field is the whole body.
    #[serde(default)]
    pub(crate) whole: bool,
    /// What the service takes when it is left out. Documentation only.
    pub(crate) default: Option<Json>,
}

/// A file of shared types: `spec/<service>/types/*.yaml`.
pub(crate) type Types = Map<At<Type>>;

/// A type: an id, an enum or a record.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Type {
    /// What it is, in our own words.
    pub(crate) doc: At<String>,
    /// An id: open text with a type of its own.
    #[serde(default)]
    pub(crate) id: bool,
    /// An open enum: `number` or `text`.
    #[serde(rename = "enum")]
    pub(crate) codes: Option<At<String>>,
    /// The listed codes of an enum, by the name of the variant.
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
    /// What it means.
    pub(crate) doc: At<String>,
}

/// How pages follow each other.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Paging {
    /// `offset`, `page` or `cursor`.
    pub(crate) by: At<String>,
    /// The request field that skips; `offset` when left out.
    pub(crate) offset: Option<At<String>>,
    /// The request field with the number of the page.
    pub(crate) page: Option<At<String>>,
    /// The number of the first page; 1 when left out.
    pub(crate) first: Option<u64>,
    /// The answer field that counts all.
    pub(crate) total: Option<At<String>>,
    /// The request field that takes the cursor.
    pub(crate) cursor: Option<At<String>>,
    /// The answer field that gives the next cursor.
    pub(crate) next: Option<At<String>>,
    /// The answer field that holds the elements.
    pub(crate) items: At<String>,
}

/// A request and its answer.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Example {
    /// What it shows.
    pub(crate) name: At<String>,
    /// It was made from the documented types: no page shows it.
    #[serde(default)]
    pub(crate) made: bool,
    /// The fields of the request, of all places, by name on the wire.
    #[serde(default)]
    pub(crate) with: IndexMap<String, Json>,
    /// Settings that the request needs.
    #[serde(default)]
    pub(crate) settings: IndexMap<String, String>,
    /// The request line that is sent.
    pub(crate) sends: At<String>,
    /// The JSON body that is sent; of a form, its parts.
    pub(crate) sends_body: Option<Json>,
    /// The request as the page shows it, where it differs from what is sent.
    pub(crate) documented: Option<Documented>,
    /// The status of the answer.
    pub(crate) status: Option<u16>,
    /// The headers of the answer.
    #[serde(default)]
    pub(crate) headers: IndexMap<String, String>,
    /// The body of the answer.
    pub(crate) body: Option<Json>,
    /// The body of the answer where it is no valid JSON.
    pub(crate) text: Option<String>,
    /// Part of the error that reading the text must give.
    pub(crate) fails: Option<At<String>>,
    /// What the answer means: the fields by their first names.
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
    /// Its short name, as in `osm`.
    pub(crate) service: At<String>,
    /// Its name in full.
    pub(crate) title: String,
    /// What it is.
    pub(crate) doc: String,
    /// Where the facts come from.
    pub(crate) source: Vec<String>,
    /// `iam-account`, `iam-project` or `bearer`.
    pub(crate) scheme: At<String>,
    /// Where it can be reached.
    pub(crate) regions: Regions,
    /// Its folders, and the headings under which the reference lists them.
    pub(crate) groups: Map<At<String>>,
    /// What can be set for all operations.
    #[serde(default)]
    pub(crate) settings: Map<At<Setting>>,
    /// How an answer says that something went wrong.
    pub(crate) envelope: Envelope,
    /// What the error codes mean. The first that fits counts.
    #[serde(default)]
    pub(crate) errors: Vec<At<ErrorRule>>,
    /// Contradictions of the sources, and what is done about each.
    #[serde(default)]
    pub(crate) quirks: Vec<String>,
    /// What no source answers.
    #[serde(default)]
    pub(crate) open: Vec<String>,
}

/// Where a service can be reached.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Regions {
    /// The region to use when none is named.
    pub(crate) default: At<String>,
    /// The address of each region.
    pub(crate) list: Map<String>,
}

/// Something that can be set for all operations of a service.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Setting {
    /// The header that carries it.
    pub(crate) header: Option<String>,
    /// The `{}` in the path that it fills.
    pub(crate) path: Option<String>,
    /// What it does.
    pub(crate) doc: String,
}

/// How an answer says that something went wrong.
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
    /// Members at the top of any answer that are no fields of it.
    #[serde(default)]
    pub(crate) names: Vec<String>,
    /// Answers of success have code and text too.
    #[serde(default)]
    pub(crate) always: bool,
}

/// What a status or a code means.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ErrorRule {
    /// The HTTP status.
    pub(crate) status: Option<u16>,
    /// The code; may end in `*`.
    pub(crate) code: Option<String>,
    /// auth, throttle, conflict, missing, invalid, quota or other.
    pub(crate) class: At<String>,
    /// What it means.
    pub(crate) doc: String,
    /// What to do about it.
    pub(crate) advice: Option<String>,
}
