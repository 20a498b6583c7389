//! Check that every tolerance is explained. A field that is `lenient` or has a second name must be named in a quirk of an
//! endpoint that uses it. The same applies to a request field that is required and may be empty.

use std::collections::BTreeMap;

use super::unused::reachable_types;
use crate::model::{Field, FieldType, Operation, Type, TypeKind, Types};
use crate::spec::problem::{Problem, SpecFile};

/// Reports every tolerated field that no quirk names.
pub(crate) fn check(operations: &[Operation], all: &Types, problems: &mut Vec<Problem>) {
    let mut by_type: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
    for operation in operations {
        check_fields(&operation.file, operation.request.iter(), true, &[operation], problems);
        check_fields(&operation.file, operation.response.iter(), false, &[operation], problems);
        for name in reachable_types(operation, all) {
            by_type.entry(name).or_default().push(operation);
        }
    }
    for (name, users) in by_type {
        if let Some(declared) = all.get(name) {
            check_fields(&declared.file, declared.fields().iter(), declared.in_request, &users, problems);
            check_spellings(declared, &users, problems);
        }
    }
}

fn check_fields<'a>(
    file: &SpecFile,
    fields: impl Iterator<Item = &'a Field>,
    sent: bool,
    users: &[&Operation],
    problems: &mut Vec<Problem>,
) {
    for field in fields {
        let Some(key) = tolerance(field, sent) else { continue };
        let names_it = |user: &&Operation| field.wire_names.iter().any(|wire| mentions(&user.yaml.quirks, wire));
        if !users.iter().any(names_it) {
            let message = format!("`{}` {key} without a reason: add a quirk that names it", field.name());
            problems.push(file.problem(field.source, message));
        }
    }
}

/// Reports every value of an enum with several spellings that no quirk names.
fn check_spellings(declared: &Type, users: &[&Operation], problems: &mut Vec<Problem>) {
    let TypeKind::Enum { variants, .. } = &declared.kind else { return };
    for variant in variants.iter().filter(|variant| !variant.aliases.is_empty()) {
        let mut codes = std::iter::once(&variant.code).chain(variant.aliases.iter().map(|(_, code)| code));
        if !codes.any(|code| users.iter().any(|user| mentions(&user.yaml.quirks, code))) {
            let (name, code) = (&variant.name, &variant.code);
            let message = format!("`{name}` sets `codes` without a reason: add a quirk that names one, as in `{code}`");
            problems.push(declared.file.problem(declared.source, message));
        }
    }
}

/// Returns true if a quirk names something: a field, a method.
pub(crate) fn mentions(quirks: &[String], name: &str) -> bool {
    quirks.iter().any(|quirk| split_words(quirk).any(|word| word == name))
}

/// Returns the tolerance that a field has, for the message.
fn tolerance(field: &Field, sent: bool) -> Option<&'static str> {
    let from_zero = |limit: Option<(u64, u64)>| limit.is_some_and(|(min, _)| min == 0);
    if field.lenient {
        Some("sets `lenient`")
    } else if matches!(field.ty, FieldType::MapOrText(_)) {
        Some("is a map or a text")
    } else if field.wire_names.len() > 1 {
        Some("sets `wire_names`")
    } else if sent && field.required && (from_zero(field.constraints.length) || from_zero(field.constraints.item_count))
    {
        Some("is required and may be empty")
    } else {
        None
    }
}

/// Splits a text into words, where a word can be the name of a field.
fn split_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))
}
