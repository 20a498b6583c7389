//! Conversion of flag values to JSON, by the kind of the field.

use hwc_api::serde_json::{self, Value as Json, json};
use hwc_api::wire::Kind;
use hwc_api::wire::open_enum::EnumDescriptor;
use serde::de::IgnoredAny;

use super::sources::{Elsewhere, Sources};
use super::{parts, secrets};

/// Parses the value of a flag.
///
/// `listed` rejects text codes that are not in the spec: on a command line, most of them are typing errors.
pub(crate) fn read(kind: &Kind, text: &str, listed: bool, sources: &mut Sources<'_>) -> Result<Json, String> {
    match kind {
        Kind::String | Kind::Time | Kind::StringId(_) => Ok(json!(text)),
        Kind::Secret | Kind::PresignedUrl => secrets::read(text, sources).map(Json::String),
        Kind::Bool => boolean(text),
        Kind::Int(min, max) => whole(text, *min, *max),
        Kind::Float => number(text),
        Kind::Enum(info) => code(info, text, listed),
        Kind::List(inner) => elements(kind, inner, text, listed, sources).map(Json::Array),
        kind if parts::is_file(kind) => parts::read(text),
        _ => structured(kind, text, sources),
    }
}

/// Returns true if values of this kind are written as JSON.
pub(crate) fn is_structured(kind: &Kind) -> bool {
    match kind {
        kind if parts::is_file(kind) => false,
        Kind::Map(_) | Kind::Record(_) | Kind::Any => true,
        Kind::List(inner) => is_structured(inner),
        _ => false,
    }
}

/// Parses a list, element by element or as JSON. Text that begins like a list but is not valid JSON is one element.
fn elements(
    kind: &Kind,
    inner: &Kind,
    text: &str,
    listed: bool,
    sources: &mut Sources<'_>,
) -> Result<Vec<Json>, String> {
    let is_list = || text.trim_start().starts_with('[') && serde_json::from_str::<IgnoredAny>(text).is_ok();
    let whole = is_structured(inner) || is_list();
    let value = if whole { structured(kind, text, sources)? } else { read(inner, text, listed, sources)? };
    Ok(match value {
        Json::Array(items) => items,
        single => vec![single],
    })
}

/// Parses JSON text, from a file or standard input if it names one. Only JSON from there may contain secrets.
pub(crate) fn structured(kind: &Kind, text: &str, sources: &mut Sources<'_>) -> Result<Json, String> {
    let elsewhere = sources.elsewhere(text).transpose()?;
    let mut value = parse_from(elsewhere.as_ref(), text)?;
    if elsewhere.is_none() {
        secrets::replace(kind, &mut value, "", sources)?;
    }
    Ok(value)
}

/// Parses JSON from `elsewhere`, or else from `text`. The error names the source, not the content.
pub(crate) fn parse_from(elsewhere: Option<&Elsewhere>, text: &str) -> Result<Json, String> {
    let Some(Elsewhere { text, origin }) = elsewhere else { return parse(text) };
    serde_json::from_str(text).map_err(|error| format!("{origin} is not valid JSON: {error}"))
}

/// Parses JSON. The error does not repeat the text, since it may contain a secret.
pub(crate) fn parse(text: &str) -> Result<Json, String> {
    serde_json::from_str(text).map_err(|error| format!("expected JSON, or @FILE, or - for standard input: {error}"))
}

fn boolean(text: &str) -> Result<Json, String> {
    match text.to_ascii_lowercase().as_str() {
        "true" => Ok(json!(true)),
        "false" => Ok(json!(false)),
        _ => Err(format!("expected true or false, found `{text}`")),
    }
}

fn whole(text: &str, min: i64, max: u64) -> Result<Json, String> {
    let number: i128 = text.parse().map_err(|_| format!("expected a whole number, found `{text}`"))?;
    let fits = (i128::from(min)..=i128::from(max)).contains(&number);
    let number = if number < 0 {
        i64::try_from(number).ok().map(Json::from)
    } else {
        u64::try_from(number).ok().map(Json::from)
    };
    number.filter(|_| fits).ok_or_else(|| format!("expected a whole number from {min} to {max}, found `{text}`"))
}

fn number(text: &str) -> Result<Json, String> {
    let number = text.parse().ok().and_then(serde_json::Number::from_f64);
    number.map(Json::Number).ok_or_else(|| format!("expected a number, found `{text}`"))
}

/// Parses a code, given as it is or as the name of its variant in any case.
fn code(info: &EnumDescriptor, text: &str, listed: bool) -> Result<Json, String> {
    let by_name = |(code, variant): &&(&str, &str)| *code == text || plain(variant) == plain(text);
    let found = info.codes.iter().find(by_name).map(|(code, _)| *code);
    match (found, info.numeric) {
        (code, true) => whole(code.unwrap_or(text), i64::MIN, u64::MAX).map_err(|_| unknown(info, text, "")),
        (Some(code), false) => Ok(json!(code)),
        (None, false) if !listed => Ok(json!(text)),
        (None, false) => Err(unknown(info, text, "; `hwc call --no-validate` sends it all the same")),
    }
}

/// Returns the letters and digits of a name in lowercase, so that `in-progress` matches `InProgress`.
fn plain(name: &str) -> String {
    name.chars().filter(|letter| !matches!(letter, '-' | '_')).map(|letter| letter.to_ascii_lowercase()).collect()
}

fn unknown(info: &EnumDescriptor, text: &str, hint: &str) -> String {
    let codes: Vec<String> = info.codes.iter().map(|(code, variant)| format!("{code} ({variant})")).collect();
    format!("`{text}` is none of the codes {}{hint}", codes.join(", "))
}
