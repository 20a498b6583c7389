//! Command lines made from the examples of the spec.

use hwc_api::serde_json::Value as Json;
use hwc_dynamic::{DynamicOperation, example_request, is_file, is_structured};
use hwc_wire::Kind;
use hwc_wire::catalog::Example;

use super::command::FieldFlag;
use crate::case::kebab;

/// The maximum length of an example in one line.
const WIDTH: usize = 90;

/// Returns the first example of an operation. Long command lines are split into several lines.
pub(super) fn first(operation: DynamicOperation, flags: &[FieldFlag]) -> Option<String> {
    let example = operation.doc()?.examples.first()?;
    let mut line = if operation.returns_file() { "hwc call --out FILE" } else { "hwc call" }.to_owned();
    for (name, value) in &example.settings {
        let option = setting_option(name);
        let joint = if option.ends_with('=') { "" } else { " " };
        line.push_str(&format!(" {option}{joint}{}", quote(value)));
    }
    line.push_str(&format!(" {}", operation.descriptor().name));
    let pairs = pairs(operation, example, flags).into_iter();
    let pairs: Vec<String> = pairs.map(|(name, value)| format!("{name} {}", quote(&value))).collect();
    let is_short = line.len() + pairs.iter().map(|pair| pair.len() + 1).sum::<usize>() <= WIDTH;
    let joint = if is_short { " " } else { " \\\n    " };
    Some(pairs.iter().fold(line, |line, pair| line + joint + pair))
}

/// Quotes a word for a POSIX shell. A word that cannot be quoted is returned unchanged.
pub(crate) fn quote(word: &str) -> String {
    shlex::try_quote(word).map_or_else(|_| word.to_owned(), Into::into)
}

/// Returns the option for a setting, as in `--project-id` or `--setting trace_id=`.
pub(super) fn setting_option(name: &str) -> String {
    match name {
        "language" | "time_zone" | "project_id" | "workspace_id" => format!("--{}", kebab(name)),
        _ => format!("--setting {name}="),
    }
}

/// Returns the flags of an example with their values, in the order of the fields. Secrets are environment variables.
pub(super) fn pairs(operation: DynamicOperation, example: &Example, flags: &[FieldFlag]) -> Vec<(String, String)> {
    let request = example_request(operation, example);
    let mut pairs = Vec::new();
    for flag in flags {
        let value = request.iter().find(|(name, _)| flag.field.descriptor.is_called(name));
        let values = value.map_or_else(Vec::new, |(_, value)| texts(&flag.field.kind, value));
        pairs.extend(values.into_iter().map(|value| (format!("--{}", flag.name), value)));
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
    use super::quote;

    #[test]
    fn words_are_quoted_for_a_shell() {
        for word in ["case-1", "", "it's [1]", "$(rm) *"] {
            assert_eq!(shlex::split(&quote(word)), Some(vec![word.to_owned()]));
        }
        assert_eq!(quote("case-1"), "case-1");
    }
}
