//! Keeps secrets off the command line, where other users of the machine and the shell's history can see them.

use hwc_api::serde_json::{Map, Value as Json};
use hwc_api::wire::{Field, Kind};

use super::flags::fields;
use super::sources::Sources;

/// The secret that `text` stands for: a variable, a file or standard input, whose last line end is left out.
pub(crate) fn read(text: &str, sources: &mut Sources<'_>) -> Result<String, String> {
    if let Some(value) = sources.variable(text) {
        return value;
    }
    let value = sources.elsewhere(text).unwrap_or_else(|| Err(AS_FLAG.to_owned()))?.text;
    let line = value.strip_suffix('\n').unwrap_or(&value);
    Ok(line.strip_suffix('\r').unwrap_or(line).to_owned())
}

const AS_FLAG: &str = "it is a secret, which never stands on the command line: give @env:VARIABLE, @FILE or - (standard \
    input), or the whole request with --json @FILE or --json -";

const IN_JSON: &str = "it is a secret, which never stands on the command line: write \"@env:VARIABLE\" in its place, or \
    give the JSON as @FILE or - (standard input)";

/// Goes through JSON that stands on the command line. Secrets in it must be `@env:VARIABLE`, and are replaced; others
/// are refused. `path` is where the JSON stands, for the error.
pub(crate) fn replace(kind: &Kind, json: &mut Json, path: &str, sources: &Sources<'_>) -> Result<(), String> {
    match (kind, json) {
        (_, Json::Null) => Ok(()),
        (Kind::Secret | Kind::Link, json) => {
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

/// As [`replace`], for the members that stand for one field.
pub(crate) fn replace_members(
    field: &Field,
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
