//! Lowering of named types: IDs, enums and records.

use std::collections::BTreeSet;

use hwc_wire::Location;
use indexmap::IndexMap;
use serde_json::Value as Json;

use super::{field, groups, names};
use crate::model::{Field, Type, TypeKind, Types, Variant};
use crate::spec::problem::{Problem, SpecFile};
use crate::spec::spanned::Spanned;
use crate::spec::yaml;

/// Adds the types of one file to those of the service.
pub(crate) fn add_types(
    file: &SpecFile,
    yaml: &IndexMap<String, Spanned<yaml::Type>>,
    types: &mut Types,
    problems: &mut Vec<Problem>,
) {
    for (name, declared) in yaml {
        if !names::is_camel(name) {
            let message = format!("`{name}` is not a type name: write it in UpperCamelCase, as in `CaseId`");
            problems.push(file.problem(declared.location, message));
        }
        if let Some(other) = types.get(name) {
            let message = format!("`{name}` is already declared in {}: remove one of the two", other.file.name);
            problems.push(file.problem(declared.location, message));
            continue;
        }
        let kind = lower_kind(file, name, declared, problems);
        let doc = declared.doc.trim().to_owned();
        let constants = match kind {
            TypeKind::Id => groups::lower_constants(file, &declared.values, problems),
            _ => Vec::new(),
        };
        let declared = Type {
            name: name.clone(),
            doc,
            groups: groups::lower(file, &kind, &declared.groups, problems),
            kind,
            constants,
            file: file.clone(),
            source: declared.location,
            in_request: false,
        };
        types.insert(name.clone(), declared);
    }
}

fn lower_kind(file: &SpecFile, name: &str, yaml: &Spanned<yaml::Type>, problems: &mut Vec<Problem>) -> TypeKind {
    match (&yaml.codes, &yaml.fields, yaml.id) {
        (Some(codes), None, false) => lower_enum(file, codes, &yaml.values, problems),
        (None, Some(fields), false) => {
            let fields = field::lower_section(file, fields, Location::BodyField, problems);
            TypeKind::Record(fields)
        }
        (None, None, true) => TypeKind::Id,
        _ => {
            let message = format!("`{name}` needs exactly one of `id: true`, `enum:` with `values:`, or `fields:`");
            problems.push(file.problem(yaml.location, message));
            TypeKind::Id
        }
    }
}

fn lower_enum(
    file: &SpecFile,
    codes: &Spanned<String>,
    values: &IndexMap<String, Spanned<yaml::Variant>>,
    problems: &mut Vec<Problem>,
) -> TypeKind {
    let numeric = codes.value == "number";
    if !numeric && codes.value != "string" {
        problems
            .push(file.problem(codes.location, format!("unknown `enum: {}`: use `number` or `string`", codes.value)));
    }
    if values.is_empty() {
        problems.push(file.problem(codes.location, "an enum needs `values:`"));
    }
    let mut seen = BTreeSet::new();
    let mut variants = Vec::new();
    for (name, value) in values {
        if !names::is_camel(name) || name == "Unknown" || name == "Self" {
            let message = format!(
                "`{name}` is not a variant name: write it in UpperCamelCase; `Unknown` and `Self` are reserved"
            );
            problems.push(file.problem(value.location, message));
        }
        let (literal, code) = match (&value.code, numeric) {
            (Json::Number(code), true) if code.is_i64() => (code.to_string(), code.to_string()),
            (Json::String(code), false) => (format!("{code:?}"), code.clone()),
            (other, _) => {
                problems.push(file.problem(value.location, format!("the code {other} is not a {}", codes.value)));
                continue;
            }
        };
        if !seen.insert(code.clone()) {
            problems.push(file.problem(value.location, format!("the code {literal} is listed twice")));
        }
        variants.push(Variant { name: name.clone(), literal, code, doc: value.doc.trim().to_owned() });
    }
    check_codes_that_are_names(file, values, &variants, problems);
    TypeKind::Enum { numeric, variants }
}

/// Reports a code that is the name of another variant, since `FromStr` accepts both.
fn check_codes_that_are_names(
    file: &SpecFile,
    values: &IndexMap<String, Spanned<yaml::Variant>>,
    variants: &[Variant],
    problems: &mut Vec<Problem>,
) {
    for variant in variants.iter().filter(|variant| variant.code != variant.name) {
        if let (Some(value), true) = (values.get(&variant.name), values.contains_key(&variant.code)) {
            let message = format!("the code {} is the name of another value: rename that value", variant.literal);
            problems.push(file.problem(value.location, message));
        }
    }
}

/// Reports the fields whose type is not declared.
pub(crate) fn check_known(file: &SpecFile, fields: &[Field], types: &Types, problems: &mut Vec<Problem>) {
    for field in fields {
        if let Some(name) = field.ty.type_name().filter(|name| !types.contains_key(*name)) {
            let near = types.keys().find(|known| known.eq_ignore_ascii_case(name));
            let hint = near.map_or(String::new(), |near| format!(": did you mean `{near}`?"));
            problems.push(file.problem(field.source, format!("unknown type `{name}`{hint}")));
        }
    }
}

/// Marks the types that are part of these fields, and of their fields, as sent.
pub(crate) fn mark_in_request(fields: &[Field], types: &mut Types) {
    for name in fields.iter().filter_map(|field| field.ty.type_name()) {
        mark_type_in_request(name, types);
    }
}

fn mark_type_in_request(name: &str, types: &mut Types) {
    let Some(declared) = types.get_mut(name) else {
        return;
    };
    if std::mem::replace(&mut declared.in_request, true) {
        return;
    }
    if let TypeKind::Record(fields) = &declared.kind {
        let inner: Vec<String> = fields.iter().filter_map(|field| field.ty.type_name()).map(str::to_owned).collect();
        for name in inner {
            mark_type_in_request(&name, types);
        }
    }
}
