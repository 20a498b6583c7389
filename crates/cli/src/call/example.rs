//! Command lines made from the examples in the spec.

use hwc_api::Operation;
use hwc_api::serde_json::Value as Json;
use hwc_api::wire::Kind;
use hwc_api::wire::catalog::{Example, OperationDoc};

use super::flags::{Flag, fields};
use super::parts::is_file;
use super::quote::quote;
use super::value::is_structured;
use crate::case::kebab;

/// Returns the first example of an operation. Long command lines are split into several lines.
pub(crate) fn first(operation: &Operation, is_file: bool, doc: &OperationDoc, flags: &[Flag]) -> Option<String> {
    let example = doc.examples.first()?;
    let mut line = if is_file { "hwc call --output FILE" } else { "hwc call" }.to_owned();
    for (name, value) in &example.settings {
        line.push_str(&format!(" {}", setting(name, value)));
    }
    line.push_str(&format!(" {}", operation.name));
    let pairs: Vec<String> =
        pairs(example, flags).iter().map(|(name, value)| format!("{name} {}", quote(value))).collect();
    let short = line.len() + pairs.iter().map(|pair| pair.len() + 1).sum::<usize>() <= 90;
    let joint = if short { " " } else { " \\\n    " };
    Some(pairs.iter().fold(line, |line, pair| line + joint + pair))
}

/// Returns the option for a setting, as in `--project-id` or `--setting trace_id=`.
pub(crate) fn setting_option(name: &str) -> String {
    match name {
        "language" | "time_zone" | "project_id" | "workspace_id" => format!("--{}", kebab(name)),
        _ => format!("--setting {name}="),
    }
}

fn setting(name: &str, value: &str) -> String {
    let option = setting_option(name);
    let joint = if option.ends_with('=') { "" } else { " " };
    format!("{option}{joint}{}", quote(value))
}

/// Returns the flags of an example with their values, in the order of the table. Secrets are read from the environment.
pub(crate) fn pairs(example: &Example, flags: &[Flag]) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for flag in flags {
        let given = example.with.iter().find(|(name, _)| flag.field.is_called(name));
        let Some((_, value)) = given else { continue };
        let values = texts(&flag.kind, &hidden(&flag.kind, value, flag.field.name));
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

/// Replaces each secret in a value with an environment variable.
fn hidden(kind: &Kind, value: &Json, name: &str) -> Json {
    match (kind, value) {
        (Kind::Secret | Kind::PresignedUrl, _) => {
            Json::String(format!("@env:{}", kebab(name).replace('-', "_").to_uppercase()))
        }
        (Kind::List(inner), Json::Array(items)) => items.iter().map(|item| hidden(inner, item, name)).collect(),
        (Kind::Record(record), Json::Object(members)) => {
            let fields = fields(&*(record.make)());
            let member = |(name, value): (&String, &Json)| {
                let field = fields.iter().find(|(field, _)| field.is_called(name));
                (name.clone(), field.map_or_else(|| value.clone(), |(_, kind)| hidden(kind, value, name)))
            };
            Json::Object(members.iter().map(member).collect())
        }
        _ => value.clone(),
    }
}
