//! The closed sets and patterns of the format, for the schemas that editors read. The loader checks the same, with more context.

use schemars::Schema;
use serde_json::{Value as Json, json};

/// A name of an operation, a type or an enum value.
pub(crate) const UPPER_CAMEL_CASE: &str = "^[A-Z][A-Za-z0-9]*$";

/// A name of a service, a group or a field in Rust.
pub(crate) const SNAKE_CASE: &str = "^[a-z][a-z0-9_]*$";

/// A name of a header.
pub(crate) const HEADER: &str = "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$";

/// The method and the path of an operation.
pub(crate) const REQUEST_LINE: &str = "^(GET|HEAD|POST|PUT|PATCH|DELETE) /[^ ?#]*$";

/// The method and the path of an example, with a query.
pub(crate) const SENT_LINE: &str = "^(GET|HEAD|POST|PUT|PATCH|DELETE) /[^ #]*$";

/// A count of characters or elements.
pub(crate) const SIZES: &str = r"^[0-9]+\.\.(=[0-9]+)?$";

/// A range of numbers.
pub(crate) const NUMBERS: &str = r"^-?[0-9]+\.\.(=-?[0-9]+)?$";

/// One line of Chinese.
pub(crate) const CHINESE_LINE: &str = "^[^\n]*。$";

/// A text of at least two words.
pub(crate) const SENTENCE: &str = r"\S\s+\S";

/// The source of a value of a task.
pub(crate) const TASK_SOURCE: &str = r"^(request|response)\..+$";

/// An endpoint of a region.
pub(crate) const URL: &str = "^https?://[^ /]+";

/// The types that are not declared.
pub(crate) const PRIMITIVES: &[&str] =
    &["string", "bool", "i32", "i64", "u32", "u64", "f64", "time", "secret", "presigned_url", "any", "file", "bytes"];

/// The values of `auth`.
pub(crate) const AUTH: &[&str] = &["none", "token"];

/// The values of `auth_scheme`.
pub(crate) const AUTH_SCHEMES: &[&str] = &["iam-account", "iam-project", "bearer"];

/// The values of `enum`.
pub(crate) const ENUM_CODES: &[&str] = &["number", "string"];

/// The values of `wire_type`.
pub(crate) const WIRE_TYPES: &[&str] = &["string", "number", "single_item"];

/// The values of `style` of a pagination.
pub(crate) const PAGINATION_STYLES: &[&str] = &["offset", "page", "cursor"];

/// The values of `class` of an error rule.
pub(crate) const ERROR_CLASSES: &[&str] =
    &["auth", "throttled", "conflict", "not_found", "invalid", "quota_exceeded", "unknown"];

/// Returns the forms of a type: a primitive, a declared type, a list, a map, or a map or a text.
pub(crate) fn type_forms() -> Json {
    let names = PRIMITIVES.join("|");
    let nested = format!(r"^[\[{{]+({names}|[A-Z][A-Za-z0-9]*)[\]}}]+$");
    let map_or_text = format!(r"^\{{({names}|[A-Z][A-Za-z0-9]*)\}} \| string$");
    json!([{ "enum": PRIMITIVES }, { "pattern": UPPER_CAMEL_CASE }, { "pattern": nested }, { "pattern": map_or_text }])
}

/// Closes the forms of `idempotent`: a reason, or `false`.
pub(crate) fn close_idempotent(schema: &mut Schema) {
    schema.insert(
        "anyOf".to_owned(),
        json!([{ "type": "string", "pattern": SENTENCE }, { "type": "boolean", "const": false }]),
    );
}

/// Returns the schema of the names in a map.
pub(crate) fn names(pattern: &str) -> Json {
    json!({ "pattern": pattern })
}

/// Returns the schema of an HTTP status.
pub(crate) fn status() -> Json {
    json!({ "type": "integer", "minimum": 100, "maximum": 599 })
}

/// Returns the three forms of a declared type.
pub(crate) fn kinds_of_types() -> Json {
    json!([
        only(&["id"], &["enum", "fields", "groups", "forms"]),
        only(&["enum", "values"], &["id", "fields", "forms"]),
        only(&["fields"], &["id", "enum", "values", "groups"])
    ])
}

/// Returns the two forms of a setting.
pub(crate) fn locations_of_settings() -> Json {
    json!([only(&["header"], &["path"]), only(&["path"], &["header"])])
}

/// Returns the schema of an object with some keys and without others.
fn only(keys: &[&str], others: &[&str]) -> Json {
    let others: Vec<Json> = others.iter().map(|key| json!({ "required": [key] })).collect();
    json!({ "required": keys, "not": { "anyOf": others } })
}
