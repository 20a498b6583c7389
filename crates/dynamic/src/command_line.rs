//! Calls as command lines of `hwc`, for help texts and samples. Parsing them is up to the command.

use heck::ToKebabCase;
use hwc_api::serde_json::{Map, Value as Json};
use hwc_wire::Kind;

use crate::field::{Field, is_file, is_structured};
use crate::operation::DynamicOperation;

/// The maximum length of a command in one line.
const WIDTH: usize = 90;

/// Returns the command of a call. A long one is split into several lines. Secrets should be `@env:NAME`, see
/// [`example_request`](crate::example_request).
pub fn call_command<'a>(
    operation: DynamicOperation,
    settings: impl IntoIterator<Item = (&'a str, &'a str)>,
    fields: &Map<String, Json>,
) -> String {
    let mut line = if operation.returns_file() { "hwc call --out FILE" } else { "hwc call" }.to_owned();
    for (name, value) in settings {
        let option = setting_option(name);
        let joint = if option.ends_with('=') { "" } else { " " };
        line.push_str(&format!(" {option}{joint}{}", quote(value)));
    }
    // Several services can have an operation of this name.
    let name = operation.descriptor().name;
    let is_unique = DynamicOperation::find(name).is_ok();
    line.push_str(&format!(" {}", if is_unique { name.to_owned() } else { operation.full_name() }));
    let pairs = flag_pairs(&operation.fields(), fields).into_iter();
    let pairs: Vec<String> = pairs.map(|(name, value)| format!("{name} {}", quote(&value))).collect();
    let is_short = line.len() + pairs.iter().map(|pair| pair.len() + 1).sum::<usize>() <= WIDTH;
    let joint = if is_short { " " } else { " \\\n    " };
    pairs.iter().fold(line, |line, pair| line + joint + pair)
}

/// Returns the name of the flag of a field without dashes, as in `case-id` for `case_id` and `caseId`.
#[must_use]
pub fn flag_name(field: &str) -> String {
    field.to_kebab_case()
}

/// Returns the option for a setting, as in `--project-id` or `--setting trace_id=`.
#[must_use]
pub fn setting_option(name: &str) -> String {
    match name {
        "language" | "time_zone" | "project_id" | "workspace_id" => format!("--{}", flag_name(name)),
        _ => format!("--setting {name}="),
    }
}

/// Quotes a word for a POSIX shell. A word that cannot be quoted is returned unchanged.
#[must_use]
pub fn quote(word: &str) -> String {
    shlex::try_quote(word).map_or_else(|_| word.to_owned(), Into::into)
}

/// Returns the flags of a request with their values, in the order of the fields.
#[must_use]
pub fn flag_pairs(fields: &[Field], values: &Map<String, Json>) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for field in fields {
        let value = values.iter().find(|(name, _)| field.descriptor.is_called(name));
        let values = value.map_or_else(Vec::new, |(_, value)| texts(&field.kind, value));
        pairs.extend(values.into_iter().map(|value| (format!("--{}", flag_name(field.name())), value)));
    }
    pairs
}

/// Returns a value as the texts of one or more flags.
fn texts(kind: &Kind, value: &Json) -> Vec<String> {
    match (kind, value) {
        (Kind::List(inner), Json::Array(items)) if !is_structured(inner) && !items.is_empty() => {
            items.iter().map(text).collect()
        }
        _ if is_structured(kind) => vec![value.to_string()],
        _ if is_file(kind) => vec![value.get("file_name").map_or_else(|| value.to_string(), text)],
        _ => vec![text(value)],
    }
}

fn text(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use hwc_api::serde_json::json;

    use super::*;

    #[test]
    fn words_are_quoted_for_a_shell() {
        for word in ["case-1", "", "it's [1]", "$(rm) *"] {
            assert_eq!(shlex::split(&quote(word)), Some(vec![word.to_owned()]));
        }
        assert_eq!(quote("case-1"), "case-1");
    }

    #[test]
    fn a_call_is_one_command() {
        let command = |name: &str, fields: Json| {
            let operation = DynamicOperation::find(name).unwrap();
            call_command(operation, [("language", "en-us"), ("site", "1")], fields.as_object().unwrap())
        };
        assert_eq!(
            command("ListAuthorizations", json!({ "incident_id": "a b" })),
            "hwc call --language en-us --setting site=1 ListAuthorizations --incident-id 'a b'"
        );
        assert!(command("DownloadAccessories", json!({ "accessory_id": "1" })).starts_with("hwc call --out FILE "));
    }
}
