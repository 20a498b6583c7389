//! Lowering of named types: IDs, enums and records.

use std::collections::BTreeSet;

use hwc_wire::{Location, MemberPresence};
use indexmap::IndexMap;
use serde_json::Value as Json;

use super::{constant, field, forms, groups, names};
use crate::model::{Field, FieldType, Type, TypeKind, Types, Variant};
use crate::spec::problem::{Problem, SpecFile};
use crate::spec::spanned::Spanned;
use crate::spec::yaml;
use crate::suggest;

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
        let constants = declared.fields.as_ref().map(|fields| constant::lower(file, fields, problems));
        let named_values = match kind {
            TypeKind::Id { .. } => groups::lower_constants(file, &declared.values, problems),
            _ => Vec::new(),
        };
        let lowered = Type {
            name: name.clone(),
            doc: declared.doc.trim().to_owned(),
            groups: groups::lower(file, &kind, &declared.groups, problems),
            kind,
            constants: constants.unwrap_or_default(),
            forms: forms::lower(file, declared, problems),
            named_values,
            file: file.clone(),
            source: declared.location,
            in_request: false,
        };
        types.insert(name.clone(), lowered);
    }
}

fn lower_kind(file: &SpecFile, name: &str, yaml: &Spanned<yaml::Type>, problems: &mut Vec<Problem>) -> TypeKind {
    match (&yaml.codes, &yaml.fields, &yaml.id) {
        (Some(codes), None, None) => lower_enum(file, codes, &yaml.values, problems),
        (None, Some(fields), None) => {
            let fields = field::lower_section(file, fields, Location::BodyField, problems);
            TypeKind::Record(fields)
        }
        (None, None, Some(id)) => lower_id(file, id, problems),
        _ => {
            let message = format!("`{name}` needs exactly one of `id: true`, `enum:` with `values:`, or `fields:`");
            problems.push(file.problem(yaml.location, message));
            TypeKind::Id { numeric: false }
        }
    }
}

fn lower_id(file: &SpecFile, id: &Spanned<yaml::Id>, problems: &mut Vec<Problem>) -> TypeKind {
    let numeric = match &id.value {
        yaml::Id::Flag(true) => false,
        yaml::Id::Kind(kind) if kind == "string" => false,
        yaml::Id::Kind(kind) if kind == "number" => true,
        _ => {
            problems
                .push(file.problem(id.location, "unknown kind of ID: use `id: true`, `id: string` or `id: number`"));
            false
        }
    };
    TypeKind::Id { numeric }
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
        let mut spellings = lower_codes(file, value, codes, problems);
        for (literal, code) in &spellings {
            if !seen.insert(code.clone()) {
                problems.push(file.problem(value.location, format!("the code {literal} is listed twice")));
            }
        }
        if !spellings.is_empty() {
            let (literal, code) = spellings.remove(0);
            let doc = value.doc.trim().to_owned();
            variants.push(Variant { name: name.clone(), literal, code, aliases: spellings, doc });
        }
    }
    check_codes_that_are_names(file, values, &variants, problems);
    TypeKind::Enum { numeric, variants }
}

/// Returns the spellings of one value as literals and codes, the one that is sent first.
fn lower_codes(
    file: &SpecFile,
    value: &Spanned<yaml::Variant>,
    kind: &Spanned<String>,
    problems: &mut Vec<Problem>,
) -> Vec<(String, String)> {
    let mut report = |message: String| problems.push(file.problem(value.location, message));
    if value.code.is_some() == (value.codes.len() > 1) {
        report("a value needs either `code:`, or `codes:` with two spellings or more".to_owned());
    }
    let mut spellings = Vec::new();
    for code in value.code.iter().chain(&value.codes) {
        match (code, kind.value.as_str()) {
            (Json::Number(code), "number") if code.is_i64() => spellings.push((code.to_string(), code.to_string())),
            (Json::String(code), "string") => spellings.push((format!("{code:?}"), code.clone())),
            (other, kind) => report(wrong_code(other, kind == "number")),
        }
    }
    spellings
}

/// Returns the message about a code that does not fit its enum.
fn wrong_code(code: &Json, numeric: bool) -> String {
    let fix = match (numeric, code) {
        (true, Json::String(text)) if text.parse::<i64>().is_ok() => {
            format!("write `code: {text}` without quotes, or use `enum: string`")
        }
        (true, _) => "use a whole number, or `enum: string`".to_owned(),
        (false, Json::Number(number)) => {
            format!("write `code: \"{number}\"` in quotes, or use `enum: number`")
        }
        (false, _) => "write a text in quotes".to_owned(),
    };
    format!("the code {code} does not fit `enum: {}`: {fix}", if numeric { "number" } else { "string" })
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

/// Reports the fields whose type is not declared, and those that state the presence of members without having any.
pub(crate) fn check_known(file: &SpecFile, fields: &[Field], types: &Types, problems: &mut Vec<Problem>) {
    for field in fields {
        if let Some(name) = field.ty.type_name().filter(|name| !types.contains_key(*name)) {
            let hint = suggest::did_you_mean_type(name, types.keys().map(String::as_str));
            problems.push(file.problem(field.source, format!("unknown type `{name}`{hint}")));
        } else if field.members != MemberPresence::AsDeclared && !holds_record(&field.ty, types) {
            let message = format!("`{}` sets `members`, which is only for records", field.name());
            problems.push(file.problem(field.source, message));
        }
    }
}

fn holds_record(ty: &FieldType, types: &Types) -> bool {
    let declared = ty.type_name().and_then(|name| types.get(name));
    declared.is_none_or(|declared| matches!(declared.kind, TypeKind::Record(_)))
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
