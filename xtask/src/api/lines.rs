//! The lines of the lock, in the words of the generated code: `osm::ListCases.limit: Option<u32> = query("limit").range(0, 100)`.

use std::collections::BTreeMap;

use hwc_wire::AuthRequirement;

use crate::emit::endpoint::pagination_expression;
use crate::emit::error_code;
use crate::emit::field::{location_call, macro_kind};
use crate::model::{
    Constant, EnumGroup, Field, GroupMembers, Operation, Service, Task, TaskSource, Type, TypeKind, Variant,
};

/// A fact: its key, as in `osm::ListCases.limit`, and its value.
pub(super) type Line = (String, String);

/// All facts by key.
pub(super) type Lines = BTreeMap<String, String>;

/// Returns the lines of all services.
pub(super) fn of(services: &[Service]) -> Lines {
    let mut lines = Lines::new();
    for service in services {
        add_service(service, &mut lines);
        for declared in service.types.values() {
            add_type(&service.id, declared, &mut lines);
        }
        for operation in &service.operations {
            add_operation(&service.id, operation, &mut lines);
        }
    }
    lines
}

/// Returns the content of the file.
pub(super) fn to_text(lines: &Lines) -> String {
    lines.iter().map(|(key, value)| format!("{key}: {value}\n")).collect()
}

/// Reads the content of the file. A line whose key appears twice is kept, so that a merge of two changes hides neither.
///
/// # Errors
/// Returns the number of a line that is not a fact, and the reason.
pub(super) fn parse(text: &str) -> Result<Vec<Line>, String> {
    let mut lines = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        if ["<<<<<<<", "|||||||", "=======", ">>>>>>>"].iter().any(|mark| line.starts_with(mark)) {
            return Err(format!(
                "{number}: unresolved merge: keep the lines of both sides, remove the markers, and run: cargo xtask gen"
            ));
        }
        let Some((key, value)) = line.split_once(": ") else {
            return Err(format!("{number}: `{line}` is not a fact: restore the file with `git checkout`"));
        };
        lines.push((key.to_owned(), value.to_owned()));
    }
    Ok(lines)
}

fn add_service(service: &Service, lines: &mut Lines) {
    let (id, yaml) = (&service.id, &service.yaml);
    lines.insert(id.clone(), format!("service with {}", yaml.auth_scheme.value));
    lines.insert(format!("{id} default region"), yaml.regions.default.value.clone());
    for (region, endpoint) in &yaml.regions.endpoints {
        lines.insert(format!("{id} region {region}"), endpoint.clone());
    }
    for (name, setting) in &yaml.settings {
        let location = match (&setting.header, &setting.path) {
            (Some(header), _) => format!("header {header}"),
            (None, path) => format!("path {}", path.as_deref().unwrap_or_default()),
        };
        lines.insert(format!("{id} setting {name}"), location);
    }
    for (code, name, _) in error_code::codes(service) {
        lines.insert(format!("{id}::ErrorCode::{name}"), format!("{code:?}"));
    }
}

fn add_type(service: &str, declared: &Type, lines: &mut Lines) {
    let key = format!("{service}::{}", declared.name);
    match &declared.kind {
        TypeKind::Id { numeric } => {
            for value in &declared.named_values {
                lines.insert(format!("{key}::{}", value.name), value.literal.clone());
            }
            lines.insert(key, if *numeric { "ID, a number" } else { "ID" }.to_owned());
        }
        TypeKind::Enum { numeric, variants } => {
            for variant in variants {
                lines.insert(format!("{key}::{}", variant.name), spellings(variant));
            }
            for group in &declared.groups {
                lines.insert(format!("{key}::is_{}", group.name), describe_group(group));
            }
            lines.insert(key, format!("enum of {}", if *numeric { "numbers" } else { "strings" }));
        }
        TypeKind::Record(fields) => {
            for field in fields {
                add_field(&key, field, &macro_kind(&field.ty, false, field.keep_empty), lines);
            }
            add_constants(&key, &declared.constants, lines);
            lines.insert(key, if declared.in_request { "record, sent" } else { "record" }.to_owned());
        }
    }
}

fn add_operation(service: &str, operation: &Operation, lines: &mut Lines) {
    let key = format!("{service}::{}", operation.name);
    let by_name = |name: &String| operation.request.iter().find(|field| field.name() == name);
    let arguments: Vec<String> = operation.constructor.iter().filter_map(by_name).map(argument).collect();
    let status: Vec<String> = operation.success().iter().map(u16::to_string).collect();
    let facts = [
        (" auth", Some(auth_word(operation.auth).to_owned())),
        (" effect", Some(operation.effect.as_str().to_owned())),
        (" idempotent", Some(if operation.idempotent { "yes" } else { "no" }.to_owned())),
        (" pagination", operation.pagination.as_ref().map(pagination_expression).map(without_max)),
        (" status", Some(status.join(", "))),
        (" task", operation.task.as_ref().map(describe_task)),
        ("::new", Some(format!("({})", arguments.join(", ")))),
        ("", Some(format!("{} {}", operation.method.as_str(), operation.path))),
    ];
    for (name, value) in facts {
        lines.extend(value.map(|value| (format!("{key}{name}"), value)));
    }
    for field in &operation.request {
        let is_argument = operation.constructor.iter().any(|name| name == field.name());
        add_field(&key, field, &macro_kind(&field.ty, is_argument, true), lines);
    }
    add_constants(&key, &operation.constants, lines);
    let response = format!("{key}Response");
    lines.insert(response.clone(), format!("response of {}", operation.name));
    for field in &operation.response {
        add_field(&response, field, &macro_kind(&field.ty, false, field.keep_empty), lines);
    }
}

fn add_field(owner: &str, field: &Field, kind: &str, lines: &mut Lines) {
    let value = format!("{} = {}", field_type(kind), location_call(field));
    lines.insert(format!("{owner}.{}", field.rust_name), value);
}

fn add_constants(owner: &str, constants: &[Constant], lines: &mut Lines) {
    lines.extend(constants.iter().map(|one| (format!("{owner} constant {}", one.name), one.value.to_string())));
}

fn describe_group(group: &EnumGroup) -> String {
    match &group.members {
        GroupMembers::Variants(names) => names.join(" | "),
        GroupMembers::NotIn(other) => format!("not is_{other}"),
    }
}

/// Returns the spellings of an enum value, the sent one first.
fn spellings(variant: &Variant) -> String {
    let aliases: String = variant.aliases.iter().map(|(literal, _)| format!(", also {literal}")).collect();
    format!("{}{aliases}", variant.literal)
}

fn argument(field: &Field) -> String {
    let ty = field_type(&macro_kind(&field.ty, true, true));
    format!("{}: {ty}", field.rust_name)
}

/// Converts the kind and type of the macros to the type of the field: `opt_vec CaseId` is `Option<Vec<CaseId>>`.
fn field_type(kind: &str) -> String {
    let (kind, ty) = kind.split_once(' ').unwrap_or(("req", kind));
    match kind.trim_end_matches("_copy") {
        "opt" => format!("Option<{ty}>"),
        "vec" => format!("Vec<{ty}>"),
        "opt_vec" => format!("Option<Vec<{ty}>>"),
        _ => ty.to_owned(),
    }
}

fn auth_word(auth: AuthRequirement) -> &'static str {
    match auth {
        AuthRequirement::None => "none",
        AuthRequirement::Any => "any",
        AuthRequirement::TokenOnly => "token",
    }
}

/// Removes the largest offset or page, which is a limit of the field.
fn without_max(expression: String) -> String {
    match expression.split_once(", max: ") {
        Some((facts, _)) => format!("{facts} }}"),
        None => expression,
    }
}

fn describe_task(task: &Task) -> String {
    let source = |source: &TaskSource| match source {
        TaskSource::Request(path) => format!("request.{path}"),
        TaskSource::Response(path) => format!("response.{path}"),
    };
    let input: Vec<String> = task.input.iter().map(|(name, from)| format!("{name}: {}", source(from))).collect();
    format!("{}({}), state {}", task.poll_operation, input.join(", "), task.state.field)
}
