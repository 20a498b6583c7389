//! Secrets of the command line. Other users of the machine can see arguments, and the shell stores them in its history.

use hwc_api::serde_json::{Map, Value as Json};
use hwc_api::wire::{FieldDescriptor, Kind};

use super::flags::fields;
use super::sources::Sources;

/// Resolves a secret from a variable, a file or standard input. The last line break is removed.
pub(crate) fn read(text: &str, sources: &mut Sources<'_>) -> Result<String, String> {
    if let Some(value) = sources.variable(text) {
        return value;
    }
    let value = sources.elsewhere(text).unwrap_or_else(|| Err(AS_FLAG.to_owned()))?.text;
    let line = value.strip_suffix('\n').unwrap_or(&value);
    Ok(line.strip_suffix('\r').unwrap_or(line).to_owned())
}

const AS_FLAG: &str = "secrets cannot be passed on the command line; use @env:VAR, @FILE or -, or the whole request with \
    --json @FILE or --json -";

const IN_JSON: &str = "secrets cannot be passed on the command line; use \"@env:VAR\" in its place, or pass the JSON as \
    @FILE or -";

/// Resolves secrets in JSON from the command line. Secrets must be `@env:VARIABLE`; any other secret is an error.
/// `path` is the location of the JSON, for the error.
pub(crate) fn replace(kind: &Kind, json: &mut Json, path: &str, sources: &Sources<'_>) -> Result<(), String> {
    match (kind, json) {
        (_, Json::Null) => Ok(()),
        (Kind::Secret | Kind::PresignedUrl, json) => {
            let value = json.as_str().and_then(|text| sources.variable(text));
            *json = Json::String(value.unwrap_or_else(|| Err(format!("{path}: {IN_JSON}")))?);
            Ok(())
        }
        (Kind::List(inner), Json::Array(items)) => {
            items.iter_mut().try_for_each(|item| replace(inner, item, path, sources))
        }
        (Kind::List(inner), single) => replace(inner, single, path, sources),
        (Kind::Map(inner), Json::Object(members)) => {
            members.iter_mut().try_for_each(|(name, member)| replace(inner, member, &below(path, name), sources))
        }
        (Kind::Record(record), Json::Object(members)) => {
            let fields = fields(&*(record.make)());
            fields.iter().try_for_each(|(field, kind)| replace_members(field, kind, members, path, sources))
        }
        _ => Ok(()),
    }
}

/// Resolves secrets as [`replace`] does, in the members of one field.
pub(crate) fn replace_members(
    field: &FieldDescriptor,
    kind: &Kind,
    members: &mut Map<String, Json>,
    path: &str,
    sources: &Sources<'_>,
) -> Result<(), String> {
    let of_field = members.iter_mut().filter(|(name, _)| field.is_called(name));
    of_field.into_iter().try_for_each(|(name, member)| replace(kind, member, &below(path, name), sources))
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
