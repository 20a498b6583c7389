//! Lowering of the named values of IDs, and of the groups of values of enums.

use heck::ToShoutySnakeCase;
use indexmap::IndexMap;
use serde_json::Value as Json;

use super::names;
use crate::model::{EnumGroup, GroupMembers, TypeKind, Variant};
use crate::spec::problem::{Problem, SpecFile};
use crate::spec::spanned::Spanned;
use crate::spec::yaml;

/// Lowers the known values of an ID to constants.
pub(super) fn lower_constants(
    file: &SpecFile,
    values: &IndexMap<String, Spanned<yaml::Variant>>,
    problems: &mut Vec<Problem>,
) -> Vec<Variant> {
    let mut constants = Vec::new();
    for (name, value) in values {
        if !names::is_camel(name) {
            let message = format!("`{name}` is not the name of a value: write it in UpperCamelCase, as in `Api`");
            problems.push(file.problem(value.location, message));
        }
        match &value.code {
            Some(Json::String(code)) => constants.push(Variant {
                name: name.to_shouty_snake_case(),
                literal: format!("{code:?}"),
                code: code.clone(),
                aliases: Vec::new(),
                doc: value.doc.trim().to_owned(),
            }),
            Some(other) => {
                problems.push(file.problem(value.location, format!("the value {other} of an ID is not a string")));
            }
            None => problems.push(file.problem(value.location, "the value of an ID needs `code:`")),
        }
    }
    constants
}

/// Lowers the groups of an enum.
pub(super) fn lower(
    file: &SpecFile,
    kind: &TypeKind,
    yaml: &IndexMap<String, Spanned<yaml::Group>>,
    problems: &mut Vec<Problem>,
) -> Vec<EnumGroup> {
    let TypeKind::Enum { variants, .. } = kind else {
        if let Some((name, group)) = yaml.first() {
            problems.push(file.problem(group.location, format!("the group `{name}` needs an enum: remove `groups:`")));
        }
        return Vec::new();
    };
    let mut groups = Vec::new();
    for (name, group) in yaml {
        if !names::is_snake(name) {
            let message = format!("`{name}` is not the name of a group: write it in snake_case, as in `open`");
            problems.push(file.problem(group.location, message));
        }
        match lower_members(&group.value, variants, yaml) {
            Ok(members) => groups.push(EnumGroup { name: name.clone(), members }),
            Err(message) => problems.push(file.problem(group.location, format!("the group `{name}` {message}"))),
        }
    }
    groups
}

/// Returns the members of a group, or the problem with them.
fn lower_members(
    group: &yaml::Group,
    variants: &[Variant],
    all: &IndexMap<String, Spanned<yaml::Group>>,
) -> Result<GroupMembers, String> {
    let members = match group {
        yaml::Group::Values(members) => members,
        yaml::Group::Complement(text) => {
            let other = text.strip_prefix("not ").unwrap_or_default();
            return match all.get(other).map(|group| &group.value) {
                Some(yaml::Group::Values(_)) => Ok(GroupMembers::NotIn(other.to_owned())),
                _ => Err(format!("is `{text}`: list values, or write `not GROUP` with a group that lists values")),
            };
        }
    };
    if members.is_empty() {
        return Err("lists no value".to_owned());
    }
    for (index, member) in members.iter().enumerate() {
        if !variants.iter().any(|variant| variant.name == *member) {
            return Err(format!("lists `{member}`, which is not a value of the enum"));
        }
        if members[..index].contains(member) {
            return Err(format!("lists `{member}` twice"));
        }
    }
    Ok(GroupMembers::Variants(members.clone()))
}
