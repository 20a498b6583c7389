//! Emitter of fields in the syntax of the macros: `status: opt CaseStatus = query("status");`.

use hwc_wire::{Constraints, JsonForm, Location, MemberPresence};

use super::doc;
use crate::model::{Field, FieldType};
use crate::reserved::{STD_MAP, WireItem};

/// The struct of a field. It decides about the type of a list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// A request. Its lists are `Option<Vec<T>>`: an empty list is sent, and an absent one is not.
    Request,
    /// A response or a record. Its lists are `Vec<T>`, unless they have `keep_empty`. The use of a record has no influence.
    Record,
}

/// Emits one field with its docs.
pub(super) fn emit(field: &Field, is_argument: bool, owner: Owner) -> String {
    let mut text = doc::comment("        ", &[field_docs(field)]);
    let kind = macro_kind(&field.ty, is_argument, owner == Owner::Request || field.keep_empty);
    text.push_str(&format!("        {}: {kind} = {};\n", field.rust_name, location_call(field)));
    text
}

/// Returns the kind and type of a field, as in `opt_vec CaseId`.
pub(crate) fn macro_kind(ty: &FieldType, is_argument: bool, optional_list: bool) -> String {
    match ty {
        FieldType::List(inner) if is_argument || !optional_list => {
            format!("vec{} {}", copy_suffix(inner), rust_type(inner))
        }
        FieldType::List(inner) => format!("opt_vec{} {}", copy_suffix(inner), rust_type(inner)),
        FieldType::Map(_) | FieldType::Bytes => format!("req {}", rust_type(ty)),
        _ if is_argument && is_copy(ty) => format!("req_copy {}", rust_type(ty)),
        _ if is_argument => format!("req {}", rust_type(ty)),
        _ => format!("opt{} {}", copy_suffix(ty), rust_type(ty)),
    }
}

/// Returns true for numbers and Booleans. Their setters take the value itself; all others take `impl Into`.
fn is_copy(ty: &FieldType) -> bool {
    matches!(ty, FieldType::Bool | FieldType::I32 | FieldType::I64 | FieldType::U32 | FieldType::U64 | FieldType::F64)
}

fn copy_suffix(ty: &FieldType) -> &'static str {
    if is_copy(ty) { "_copy" } else { "" }
}

/// Returns the Rust type.
pub(super) fn rust_type(ty: &FieldType) -> String {
    match ty {
        FieldType::String => "String".to_owned(),
        FieldType::Bool => "bool".to_owned(),
        FieldType::I32 => "i32".to_owned(),
        FieldType::I64 => "i64".to_owned(),
        FieldType::U32 => "u32".to_owned(),
        FieldType::U64 => "u64".to_owned(),
        FieldType::F64 => "f64".to_owned(),
        FieldType::Timestamp => "Timestamp".to_owned(),
        FieldType::Secret => "Secret".to_owned(),
        FieldType::PresignedUrl => "PresignedUrl".to_owned(),
        FieldType::Any => "Json".to_owned(),
        FieldType::Bytes => "Binary".to_owned(),
        FieldType::FilePart => "FilePart".to_owned(),
        FieldType::List(inner) => format!("Vec<{}>", rust_type(inner)),
        FieldType::Map(inner) => format!("{STD_MAP}<String, {}>", rust_type(inner)),
        FieldType::MapOrText(inner) => format!("MapOrText<{}>", rust_type(inner)),
        FieldType::Named(name) => name.clone(),
    }
}

/// Returns the imports that these fields need: from the module of the service, from the wire crate and from std.
pub(super) fn imports<'a>(fields: impl Iterator<Item = &'a Field>) -> Imports {
    let mut imports = Imports::default();
    for field in fields {
        imports.add(&field.ty);
    }
    imports
}

/// Returns the imports that these types need.
pub(super) fn imports_of(types: &[FieldType]) -> Imports {
    let mut imports = Imports::default();
    types.iter().for_each(|ty| imports.add(ty));
    imports
}

/// The imports of a file.
#[derive(Default)]
pub(super) struct Imports {
    pub(super) own: std::collections::BTreeSet<String>,
    pub(super) wire: std::collections::BTreeSet<WireItem>,
    pub(super) map: bool,
}

impl Imports {
    fn add(&mut self, ty: &FieldType) {
        match ty {
            FieldType::Timestamp => _ = self.wire.insert(WireItem::Timestamp),
            FieldType::Secret => _ = self.wire.insert(WireItem::Secret),
            FieldType::PresignedUrl => _ = self.wire.insert(WireItem::PresignedUrl),
            FieldType::Any => _ = self.wire.insert(WireItem::Json),
            FieldType::Bytes => _ = self.wire.insert(WireItem::Binary),
            FieldType::FilePart => _ = self.wire.insert(WireItem::FilePart),
            FieldType::Named(name) => _ = self.own.insert(name.clone()),
            FieldType::Map(inner) => {
                self.map = true;
                self.add(inner);
            }
            FieldType::MapOrText(inner) => {
                self.wire.insert(WireItem::MapOrText);
                self.add(inner);
            }
            FieldType::List(inner) => self.add(inner),
            _ => {}
        }
    }

    /// Emits the `use` lines.
    pub(super) fn emit(&self) -> String {
        let mut text = String::new();
        if self.map {
            text.push_str(&format!("use std::collections::{STD_MAP};\n\n"));
        }
        if !self.wire.is_empty() {
            let names: Vec<&str> = self.wire.iter().map(|item| item.name()).collect();
            text.push_str(&format!("use hwc_wire::{{{}}};\n\n", names.join(", ")));
        }
        if !self.own.is_empty() {
            let names: Vec<&str> = self.own.iter().map(String::as_str).collect();
            text.push_str(&format!("use crate::{{{}}};\n\n", names.join(", ")));
        }
        text
    }
}

fn field_docs(field: &Field) -> String {
    let mut text = doc::sentence(&field.doc);
    for constraint in describe_constraints(&field.constraints, matches!(field.ty, FieldType::List(_))) {
        text.push_str(&format!(" {constraint}."));
    }
    match field.members {
        MemberPresence::AsDeclared => {}
        MemberPresence::Required => text.push_str(" All its members are required here."),
        MemberPresence::Optional => text.push_str(" None of its members is required here."),
    }
    if let Some(default) = &field.default {
        let default = default.as_str().map_or_else(|| default.to_string(), str::to_owned);
        text.push_str(&format!(" Default: `{default}`."));
    }
    if field.required && field.location != Location::Path {
        text.push_str(" Required.");
    }
    text
}

/// Describes the constraints in words.
fn describe_constraints(constraints: &Constraints, is_list: bool) -> Vec<String> {
    let mut parts = Vec::new();
    if let Some((min, max)) = constraints.length {
        parts.push(format!("{} characters", span(min, max)));
    }
    let each = constraints.item_length.map(|(min, max)| format!("{} characters each", span(min, max)));
    let noun = if is_list { "items" } else { "entries" };
    match (constraints.item_count, each) {
        (Some((min, max)), Some(each)) => {
            parts.push(format!("{} {noun} of {}", span(min, max), each.to_lowercase()));
        }
        (Some((min, max)), None) => parts.push(format!("{} {noun}", span(min, max))),
        (None, each) => parts.extend(each),
    }
    if let Some((min, max)) = constraints.key_length {
        parts.push(format!("Keys of {} characters", span(min, max).to_lowercase()));
    }
    if let Some((min, max)) = constraints.range {
        parts.push(if max == i64::MAX { format!("{min} or more") } else { format!("{min} to {max}") });
    }
    parts.extend(constraints.pattern.map(|pattern| format!("Pattern: `{pattern}`")));
    parts
}

/// Describes a range of counts.
fn span(min: u64, max: u64) -> String {
    match (min, max) {
        (0, max) => format!("At most {max}"),
        (min, max) if min == max => min.to_string(),
        (min, max) if max == i64::MAX.unsigned_abs() => format!("{min} or more"),
        (min, max) => format!("{min} to {max}"),
    }
}

/// Returns the declaration of the location and the constraints, as in `query("limit").range(1, 100)`.
pub(crate) fn location_call(field: &Field) -> String {
    let location = match field.location {
        Location::Path => "path",
        Location::Query => "query",
        Location::QueryCommaSeparated => "query_comma_separated",
        Location::Header => "header",
        Location::BodyField => "body",
        Location::Payload if field.ty == FieldType::Bytes => "binary",
        Location::Payload => "payload",
        Location::Form => "form",
    };
    let mut text = format!("{location}({:?})", field.name());
    if field.name() != field.wire_name() {
        text.push_str(&format!(".wire_name({:?})", field.wire_name()));
    }
    text.push_str(&constraint_calls(&field.constraints));
    if field.required && field.location != Location::Path {
        text.push_str(".required()");
    }
    if field.wire_names.len() > 1 {
        text.push_str(&format!(".aliases(&{:?})", &field.wire_names[1..]));
    }
    if field.lenient {
        text.push_str(".lenient()");
    }
    text.push_str(if field.keep_empty { ".keep_empty()" } else { "" });
    text.push_str(match field.members {
        MemberPresence::AsDeclared => "",
        MemberPresence::Required => ".members_required()",
        MemberPresence::Optional => ".members_optional()",
    });
    text.push_str(match field.wire_type {
        JsonForm::Native => "",
        JsonForm::String => ".as_text()",
        JsonForm::Number => ".as_number()",
        JsonForm::SingleItem => ".as_single()",
    });
    text
}

fn constraint_calls(constraints: &Constraints) -> String {
    let mut text = String::new();
    if let Some(((min, max), method)) = length_call(constraints) {
        text.push_str(&format!(".{method}({min}, {})", upper_bound(max)));
    }
    if let Some((min, max)) = constraints.item_length {
        text.push_str(&format!(".item_length({min}, {})", upper_bound(max)));
    }
    if let Some((min, max)) = constraints.key_length {
        text.push_str(&format!(".key_length({min}, {})", upper_bound(max)));
    }
    if let Some(pattern) = constraints.pattern {
        text.push_str(&format!(".pattern({pattern:?})"));
    }
    if let Some((min, max)) = constraints.range {
        text.push_str(&format!(
            ".range({min}, {})",
            if max == i64::MAX { "i64::MAX".to_owned() } else { max.to_string() }
        ));
    }
    text
}

fn length_call(constraints: &Constraints) -> Option<((u64, u64), &'static str)> {
    constraints
        .length
        .map(|chars| (chars, "length"))
        .or_else(|| constraints.item_count.map(|items| (items, "item_count")))
}

fn upper_bound(number: u64) -> String {
    if number == i64::MAX.unsigned_abs() { "u64::MAX".to_owned() } else { number.to_string() }
}
