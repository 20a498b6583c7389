//! Conversion of texts to JSON values, by the kind of the field.

use heck::ToKebabCase;
use hwc_api::serde_json::{self, Map, Number, Value as Json, json};
use hwc_wire::catalog::suggest;
use hwc_wire::{Constant, EnumDescriptor, Kind};
use serde::de::IgnoredAny;

use crate::error::InputError;
use crate::field::{Field, find_field, is_file, is_structured};
use crate::secrets;
use crate::sources::{SourceText, ValueSources};

/// The treatment of a text code that is not in the spec.
///
/// Numeric codes are always accepted, because a mistyped name is not a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownValues {
    /// Send it unchanged.
    Accept,
    /// Return [`InputError::UnknownValue`]. Most of them are typing errors.
    Reject,
}

/// Parses the text of one value.
///
/// Texts are taken literally. Enums accept the code and the name in any case. Secrets accept `@env:NAME`, `@FILE` and `-`.
/// Objects accept JSON, `@FILE` and `-`. Lists accept one element, or JSON. Files accept a path, `-`, or JSON.
///
/// # Errors
/// Returns [`InputError`] if the text does not fit the kind or a source cannot be read.
pub fn parse_value(
    kind: &Kind,
    text: &str,
    unknown: UnknownValues,
    sources: &mut ValueSources,
) -> Result<Json, InputError> {
    match kind {
        Kind::String | Kind::Time | Kind::StringId(_) => Ok(json!(text)),
        Kind::Secret | Kind::PresignedUrl => secrets::read(text, sources).map(Json::String),
        Kind::Bool => boolean(text),
        Kind::Int(min, max) => integer(text, *min, *max),
        Kind::IntId(_) => integer(text, i64::MIN, i64::MAX.unsigned_abs()),
        Kind::Float => number(text),
        Kind::Enum(descriptor) => enum_value(descriptor, text, unknown),
        Kind::List(inner) => elements(kind, inner, text, unknown, sources).map(Json::Array),
        kind if is_file(kind) => file(text),
        Kind::MapOrText(_) if !is_source_or_object(text) => Ok(json!(text)),
        _ => structured(kind, text, sources),
    }
}

/// Parses a whole request: JSON text, `@FILE`, `-` or `@-`. Only JSON from a file or standard input may contain secrets;
/// in other JSON they must be `@env:NAME`. The constants of the operation are accepted too.
///
/// # Errors
/// Returns [`InputError`] if the text is not a JSON object, has an unknown field or contains a secret.
pub fn parse_request(
    fields: &[Field],
    constants: &[Constant],
    text: &str,
    sources: &mut ValueSources,
) -> Result<Map<String, Json>, InputError> {
    let source = sources.read_text(text)?;
    let Json::Object(mut members) = json_from(source.as_ref(), text)? else { return Err(InputError::NotAnObject) };
    for name in members.keys() {
        let is_constant = constants.iter().any(|constant| constant.name == name);
        if !is_constant && find_field(fields, name).is_none() {
            return Err(InputError::unknown_field(name, fields.iter().map(Field::name)));
        }
    }
    if source.is_none() {
        let kinds: Vec<_> = fields.iter().map(|field| (field.descriptor, field.kind.clone())).collect();
        secrets::resolve_members(&kinds, &mut members, "", sources)?;
    }
    Ok(members)
}

/// Parses a list, element by element or as JSON. Text that begins like a list but is not valid JSON is one element.
fn elements(
    kind: &Kind,
    inner: &Kind,
    text: &str,
    unknown: UnknownValues,
    sources: &mut ValueSources,
) -> Result<Vec<Json>, InputError> {
    let is_list = || text.trim_start().starts_with('[') && serde_json::from_str::<IgnoredAny>(text).is_ok();
    let is_json = is_structured(inner) || is_list();
    let value = if is_json { structured(kind, text, sources)? } else { parse_value(inner, text, unknown, sources)? };
    Ok(match value {
        Json::Array(items) => items,
        single => vec![single],
    })
}

/// Parses JSON text, from a file or standard input if it names one. Only JSON from there may contain secrets.
fn structured(kind: &Kind, text: &str, sources: &mut ValueSources) -> Result<Json, InputError> {
    let source = sources.read_text(text)?;
    let mut value = json_from(source.as_ref(), text)?;
    if source.is_none() {
        secrets::resolve(kind, &mut value, "", sources)?;
    }
    Ok(value)
}

/// Parses JSON from a source, or else from `text`. The error names the source, not the content.
fn json_from(source: Option<&SourceText>, text: &str) -> Result<Json, InputError> {
    let (text, origin) = source.map_or((text, ""), |source| (source.text.as_str(), source.origin.as_str()));
    serde_json::from_str(text).map_err(|source| InputError::InvalidJson { origin: origin.to_owned(), source })
}

/// Returns true for JSON of an object, and for text that names its source.
fn is_source_or_object(text: &str) -> bool {
    text == "-" || text.starts_with('@') || text.trim_start().starts_with('{')
}

/// Parses a file: JSON with its path, or the path alone.
fn file(text: &str) -> Result<Json, InputError> {
    if text.starts_with('{') { json_from(None, text) } else { Ok(json!(text)) }
}

fn boolean(text: &str) -> Result<Json, InputError> {
    match text.to_ascii_lowercase().as_str() {
        "true" => Ok(json!(true)),
        "false" => Ok(json!(false)),
        _ => Err(InputError::mismatch("true or false", text)),
    }
}

fn integer(text: &str, min: i64, max: u64) -> Result<Json, InputError> {
    let number: i128 = text.parse().map_err(|_| InputError::mismatch("an integer", text))?;
    let fits = (i128::from(min)..=i128::from(max)).contains(&number);
    let number = match number < 0 {
        true => i64::try_from(number).ok().map(Json::from),
        false => u64::try_from(number).ok().map(Json::from),
    };
    number.filter(|_| fits).ok_or_else(|| InputError::mismatch(format!("an integer from {min} to {max}"), text))
}

fn number(text: &str) -> Result<Json, InputError> {
    let number = text.parse().ok().and_then(Number::from_f64);
    number.map(Json::Number).ok_or_else(|| InputError::mismatch("a number", text))
}

/// Parses the code of an enum, or the name of its variant in any case.
fn enum_value(descriptor: &EnumDescriptor, text: &str, unknown: UnknownValues) -> Result<Json, InputError> {
    let is_it = |(code, variant): &&(&str, &str)| *code == text || plain(variant) == plain(text);
    let code = descriptor.codes.iter().chain(descriptor.aliases).find(is_it).map(|(code, _)| *code);
    let rejected = || unknown_value(descriptor, text);
    match (code, descriptor.numeric) {
        (code, true) => integer(code.unwrap_or(text), i64::MIN, u64::MAX).map_err(|_| rejected()),
        (Some(code), false) => Ok(json!(code)),
        (None, false) if unknown == UnknownValues::Accept => Ok(json!(text)),
        (None, false) => Err(rejected()),
    }
}

/// Returns the letters and digits of a name in lowercase, so that `in-progress` matches `InProgress`.
fn plain(name: &str) -> String {
    name.chars().filter(|letter| !matches!(letter, '-' | '_')).map(|letter| letter.to_ascii_lowercase()).collect()
}

fn unknown_value(descriptor: &EnumDescriptor, text: &str) -> InputError {
    let names: Vec<String> = descriptor.codes.iter().map(|(_, variant)| variant.to_kebab_case()).collect();
    let codes = descriptor.codes.iter().map(|(code, _)| *code).filter(|_| !descriptor.numeric);
    let mut suggestions = suggest(text, names.iter().map(String::as_str).chain(codes));
    suggestions.dedup();
    let known = descriptor.codes.iter().zip(&names).map(|((code, _), name)| match name == code {
        true => name.clone(),
        false => format!("{code} ({name})"),
    });
    InputError::UnknownValue {
        value: text.to_owned(),
        suggestions: suggestions.into_iter().map(str::to_owned).collect(),
        known: known.collect(),
        numeric: descriptor.numeric,
    }
}

#[cfg(test)]
mod tests;
