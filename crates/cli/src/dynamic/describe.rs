//! Descriptions of fields: labels, constraints, defaults, known values and the syntax of values.

use clap::builder::PossibleValue;
use hwc_api::serde_json::Value as Json;
use hwc_api::{CATALOG, Service};
use hwc_dynamic::{Field, is_file, is_secret, is_structured};
use hwc_wire::{Constraints, EnumDescriptor, Kind};

use crate::case::kebab;

/// Returns the placeholder for values of this kind, as in `--limit <NUMBER>`.
pub(crate) fn label(kind: &Kind) -> String {
    match kind {
        Kind::String => "TEXT".to_owned(),
        Kind::Bool => "true|false".to_owned(),
        Kind::Int(..) | Kind::Float => "NUMBER".to_owned(),
        Kind::Time => "TIME".to_owned(),
        Kind::Secret | Kind::PresignedUrl => "SECRET".to_owned(),
        Kind::StringId(name) | Kind::IntId(name) => (*name).to_owned(),
        Kind::MapOrText(_) => "TEXT|JSON".to_owned(),
        Kind::Enum(info) => info.name.to_owned(),
        Kind::List(inner) => label(inner),
        kind if is_file(kind) => "FILE".to_owned(),
        Kind::Record(record) => record.descriptor.name.to_owned(),
        _ => "JSON".to_owned(),
    }
}

/// Describes a field: its docs, constraints and default, and if it is required.
pub(super) fn field(field: &Field) -> String {
    let mut parts = vec![docs(field)];
    parts.extend(constraints(field));
    if field.descriptor.required {
        parts.push("Required.".to_owned());
    }
    parts.extend(default(field).map(|default| format!("Default: {default}.")));
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}

/// Returns the docs of a field.
pub(crate) fn docs(field: &Field) -> String {
    field.doc().map_or_else(String::new, |doc| doc.doc.clone())
}

/// Describes the constraints of a field as sentences.
pub(crate) fn constraint_text(field: &Field) -> String {
    constraints(field).join(" ")
}

/// Returns the value that the service uses if the field is absent.
pub(crate) fn default(field: &Field) -> Option<String> {
    let default = field.doc()?.default.as_ref()?;
    Some(default.as_str().map_or_else(|| default.to_string(), str::to_owned))
}

/// Returns the default of a field that is not a list or an object. clap prints it.
pub(super) fn scalar_default(field: &Field) -> Option<String> {
    let is_scalar = |default: &Json| !default.is_array() && !default.is_object();
    let default = field.doc()?.default.as_ref().filter(|default| is_scalar(default))?;
    match &field.kind {
        Kind::Enum(info) => info.variant(&plain(default)).map(kebab).or_else(|| Some(plain(default))),
        _ => Some(plain(default)),
    }
}

fn plain(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Returns the known values of an enum, also of the elements of a list, with their meanings.
pub(crate) fn known_values(kind: &Kind, service: &Service) -> Vec<PossibleValue> {
    match kind {
        Kind::List(inner) => known_values(inner, service),
        Kind::Enum(info) => {
            info.codes.iter().map(|(code, variant)| known_value(info, code, variant, service)).collect()
        }
        _ => Vec::new(),
    }
}

/// Returns a known value: the name of a numeric code, or a text code as it is.
fn known_value(info: &EnumDescriptor, code: &str, variant: &str, service: &Service) -> PossibleValue {
    let doc = CATALOG.type_doc(service, info.name).and_then(|doc| doc.values.get(variant));
    let doc = doc.map_or("", String::as_str);
    match info.numeric {
        true => PossibleValue::new(kebab(variant)).alias(code.to_owned()).help(format!("{code}. {doc}")),
        false => PossibleValue::new(code.to_owned()).alias(kebab(variant)).help(doc.to_owned()),
    }
}

/// Describes the syntax of flag values of this kind, if it is not obvious.
pub(super) fn input_hint(kind: &Kind) -> &'static str {
    match kind {
        Kind::Secret | Kind::PresignedUrl => "Pass @env:VAR, @FILE or - (standard input).",
        kind if is_file(kind) => {
            "Pass the path, - (standard input), or JSON: {\"path\": .., \"file_name\": .., \"content_type\": ..}. Only the \
             path is required."
        }
        Kind::Enum(info) if info.numeric => "Pass a name or a code. Unknown codes are accepted too.",
        Kind::Enum(_) => "Pass a code or its name. Unknown codes require `hwc call --no-validate`.",
        Kind::List(_) if is_structured(kind) => "Pass JSON (an object or a list), @FILE or -. Repeatable.",
        Kind::List(_) => "Repeatable; a JSON list works too.",
        kind if is_structured(kind) => "Pass JSON, @FILE or -.",
        _ => "",
    }
}

/// Describes the syntax of values of this kind within JSON, if it is not obvious.
pub(super) fn json_hint(kind: &Kind) -> &'static str {
    if is_secret(kind) { "On the command line, use \"@env:VAR\"." } else { "" }
}

fn constraints(field: &Field) -> Vec<String> {
    let limits: &Constraints = &field.descriptor.constraints;
    let mut parts = Vec::new();
    if let Some((min, max)) = limits.length {
        parts.push(format!("{} characters.", span(min, max)));
    }
    if let Some((min, max)) = limits.range {
        parts.push(if max == i64::MAX { format!("{min} or more.") } else { format!("{min} to {max}.") });
    }
    let noun = if matches!(field.kind, Kind::List(_)) { "items" } else { "entries" };
    let each = limits.item_length.map(|(min, max)| format!("{} characters each", span(min, max).to_lowercase()));
    match (limits.item_count, each) {
        (Some((min, max)), Some(each)) => parts.push(format!("{} {noun} of {each}.", span(min, max))),
        (Some((min, max)), None) => parts.push(format!("{} {noun}.", span(min, max))),
        (None, Some(each)) => parts.push(format!("{}{} of {each}.", noun[..1].to_uppercase(), &noun[1..])),
        (None, None) => {}
    }
    if let Some((min, max)) = limits.key_length {
        parts.push(format!("Keys of {} characters.", span(min, max).to_lowercase()));
    }
    parts.extend(limits.pattern.map(|pattern| format!("Pattern: {pattern}.")));
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
