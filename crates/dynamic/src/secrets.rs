//! Secrets in values that a user enters. Other users of a machine can see arguments, and shells store them.

use hwc_api::serde_json::{Map, Value as Json};
use hwc_wire::{FieldDescriptor, Kind};

use crate::error::InputError;
use crate::field::members_of_record;
use crate::sources::ValueSources;

/// Reads a secret from a variable, a file or standard input, without its last line break.
pub(crate) fn read(text: &str, sources: &mut ValueSources) -> Result<String, InputError> {
    if let Some(value) = sources.variable(text)? {
        return Ok(value);
    }
    let literal = || InputError::LiteralSecret { path: String::new() };
    let value = sources.read_text(text)?.ok_or_else(literal)?.text;
    let line = value.strip_suffix('\n').unwrap_or(&value);
    Ok(line.strip_suffix('\r').unwrap_or(line).to_owned())
}

/// Replaces each `@env:NAME` in place of a secret with the value of the variable. Any other secret is an error. `path` is
/// the location of the JSON, for the error.
pub(crate) fn resolve(kind: &Kind, json: &mut Json, path: &str, sources: &ValueSources) -> Result<(), InputError> {
    match (kind, json) {
        (_, Json::Null) => Ok(()),
        (Kind::Secret | Kind::PresignedUrl, json) => {
            let value = json.as_str().map_or(Ok(None), |text| sources.variable(text))?;
            let literal = || InputError::LiteralSecret { path: path.to_owned() };
            *json = Json::String(value.ok_or_else(literal)?);
            Ok(())
        }
        (Kind::List(inner), Json::Array(items)) => {
            items.iter_mut().try_for_each(|item| resolve(inner, item, path, sources))
        }
        (Kind::List(inner), single) => resolve(inner, single, path, sources),
        (Kind::Map(inner) | Kind::MapOrText(inner), Json::Object(members)) => {
            members.iter_mut().try_for_each(|(name, member)| resolve(inner, member, &below(path, name), sources))
        }
        (Kind::Record(record), Json::Object(members)) => {
            resolve_members(&members_of_record(&*(record.make)()), members, path, sources)
        }
        _ => Ok(()),
    }
}

/// Resolves the secrets of an object with these fields, as [`resolve`] does.
pub(crate) fn resolve_members(
    fields: &[(&FieldDescriptor, Kind)],
    members: &mut Map<String, Json>,
    path: &str,
    sources: &ValueSources,
) -> Result<(), InputError> {
    for (name, member) in members {
        if let Some((_, kind)) = fields.iter().find(|(field, _)| field.is_called(name)) {
            resolve(kind, member, &below(path, name), sources)?;
        }
    }
    Ok(())
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
