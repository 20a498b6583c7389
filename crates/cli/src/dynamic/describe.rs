//! Descriptions of fields: types, constraints and syntax of values.

use hwc_api::wire::catalog::FieldDoc;
use hwc_api::wire::{Constraints, FieldDescriptor, Kind};

use crate::call::parts::is_file;
use crate::call::value::is_structured;

/// Returns the placeholder for values of this kind, as in `--limit <NUMBER>`.
pub(super) fn label(kind: &Kind) -> String {
    match kind {
        Kind::String => "TEXT".to_owned(),
        Kind::Bool => "true|false".to_owned(),
        Kind::Int(..) | Kind::Float => "NUMBER".to_owned(),
        Kind::Time => "TIME".to_owned(),
        Kind::Secret | Kind::PresignedUrl => "SECRET".to_owned(),
        Kind::StringId(name) => (*name).to_owned(),
        Kind::Enum(info) => info.name.to_owned(),
        Kind::List(inner) => label(inner),
        kind if is_file(kind) => "FILE".to_owned(),
        Kind::Record(record) => record.shape.name.to_owned(),
        _ => "JSON".to_owned(),
    }
}

/// Describes a field: its docs, if it is required, its constraints and its default.
pub(super) fn field(field: &FieldDescriptor, doc: Option<&FieldDoc>) -> String {
    let mut parts: Vec<String> = doc.map(|doc| doc.doc.clone()).into_iter().collect();
    parts.extend(limits(&field.constraints));
    if field.required {
        parts.push("Required.".to_owned());
    }
    if let Some(default) = doc.and_then(|doc| doc.default.as_ref()) {
        let text = default.as_str().map_or_else(|| default.to_string(), str::to_owned);
        parts.push(format!("Default: {text}."));
    }
    parts.join(" ")
}

/// Describes the syntax of flag values of this kind, if it is not obvious.
pub(super) fn giving(kind: &Kind) -> String {
    let text = match kind {
        Kind::Secret | Kind::PresignedUrl => "Given as @env:VARIABLE, @FILE or - (standard input).",
        kind if is_file(kind) => {
            "Given as its path, or - (standard input), or as JSON: {\"path\": .., \"file_name\": .., \"content_type\": ..}, \
             of which the path alone is needed."
        }
        Kind::List(_) if is_structured(kind) => "Given as JSON, one or a list of them, or @FILE, or -.",
        Kind::List(_) => "Repeat the flag for more, or give a JSON list.",
        _ if is_structured(kind) => "Given as JSON, or @FILE, or -.",
        _ => "",
    };
    text.to_owned()
}

/// Describes the syntax of values of this kind within JSON, if it is not obvious.
pub(super) fn within_json(kind: &Kind) -> &'static str {
    match kind {
        Kind::Secret | Kind::PresignedUrl => "On the command line, \"@env:VARIABLE\" stands for it.",
        _ => "",
    }
}

fn limits(limits: &Constraints) -> Vec<String> {
    let mut parts = Vec::new();
    if let Some((min, max)) = limits.length {
        parts.push(format!("{} characters.", span(min, max)));
    }
    if let Some((min, max)) = limits.range {
        parts.push(if max == i64::MAX { format!("{min} or more.") } else { format!("{min} to {max}.") });
    }
    let each = limits.item_length.map(|(min, max)| format!("{} characters each", span(min, max).to_lowercase()));
    match (limits.item_count, each) {
        (Some((min, max)), Some(each)) => parts.push(format!("{} items of {each}.", span(min, max))),
        (Some((min, max)), None) => parts.push(format!("{} items.", span(min, max))),
        (None, Some(each)) => parts.push(format!("Items of {each}.")),
        (None, None) => {}
    }
    parts
}

fn span(min: u64, max: u64) -> String {
    match (min, max) {
        (0, max) => format!("At most {max}"),
        (min, u64::MAX) => format!("{min} or more"),
        (min, max) if min == max => min.to_string(),
        (min, max) => format!("{min} to {max}"),
    }
}
