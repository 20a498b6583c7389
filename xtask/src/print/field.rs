//! Printer of fields in the syntax of the macros: `status: opt CaseStatus = query("status");`.

use hwc_wire::{Constraints, Location, Written};

use super::doc;
use crate::model::{Field, Ty};

/// The representation of an absent field in its struct.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Absent {
    /// Absent fields are `None`, including lists, because an empty list has a meaning.
    None,
    /// Absent fields are `None`, except lists, which are empty.
    Empty,
}

/// Prints one field with its docs.
pub(super) fn print(field: &Field, given: bool, absent: Absent) -> String {
    let mut text = doc::comment("        ", &[docs(field)]);
    let kind = kind(&field.ty, given, absent);
    text.push_str(&format!("        {}: {kind} = {};\n", field.rust, place(field)));
    text
}

/// Returns the kind and type of a field, as in `opt_vec CaseId`.
pub(super) fn kind(ty: &Ty, given: bool, absent: Absent) -> String {
    match ty {
        Ty::List(inner) if given || absent == Absent::Empty => format!("vec{} {}", copy(inner), rust(inner)),
        Ty::List(inner) => format!("opt_vec{} {}", copy(inner), rust(inner)),
        Ty::Map(_) | Ty::Bytes => format!("req {}", rust(ty)),
        _ if given && is_copy(ty) => format!("req_copy {}", rust(ty)),
        _ if given => format!("req {}", rust(ty)),
        _ => format!("opt{} {}", copy(ty), rust(ty)),
    }
}

/// Returns true for numbers and Booleans. Their setters take the value itself; all others take `impl Into`.
fn is_copy(ty: &Ty) -> bool {
    matches!(ty, Ty::Bool | Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64 | Ty::F64)
}

fn copy(ty: &Ty) -> &'static str {
    if is_copy(ty) { "_copy" } else { "" }
}

/// Returns the Rust type.
pub(super) fn rust(ty: &Ty) -> String {
    match ty {
        Ty::Text => "String".to_owned(),
        Ty::Bool => "bool".to_owned(),
        Ty::I32 => "i32".to_owned(),
        Ty::I64 => "i64".to_owned(),
        Ty::U32 => "u32".to_owned(),
        Ty::U64 => "u64".to_owned(),
        Ty::F64 => "f64".to_owned(),
        Ty::Time => "Timestamp".to_owned(),
        Ty::Secret => "Secret".to_owned(),
        Ty::Link => "PresignedUrl".to_owned(),
        Ty::Any => "Json".to_owned(),
        Ty::Bytes => "Binary".to_owned(),
        Ty::File => "FilePart".to_owned(),
        Ty::List(inner) => format!("Vec<{}>", rust(inner)),
        Ty::Map(inner) => format!("BTreeMap<String, {}>", rust(inner)),
        Ty::Named(name) => name.clone(),
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

/// The imports of a file.
#[derive(Default)]
pub(super) struct Imports {
    pub(super) own: std::collections::BTreeSet<String>,
    pub(super) wire: std::collections::BTreeSet<&'static str>,
    pub(super) map: bool,
}

impl Imports {
    fn add(&mut self, ty: &Ty) {
        match ty {
            Ty::Time => _ = self.wire.insert("Timestamp"),
            Ty::Secret => _ = self.wire.insert("Secret"),
            Ty::Link => _ = self.wire.insert("PresignedUrl"),
            Ty::Any => _ = self.wire.insert("Json"),
            Ty::Bytes => _ = self.wire.insert("Binary"),
            Ty::File => _ = self.wire.insert("FilePart"),
            Ty::Named(name) => _ = self.own.insert(name.clone()),
            Ty::Map(inner) => {
                self.map = true;
                self.add(inner);
            }
            Ty::List(inner) => self.add(inner),
            _ => {}
        }
    }

    /// Prints the `use` lines.
    pub(super) fn print(&self, service: &str) -> String {
        let mut text = String::new();
        if self.map {
            text.push_str("use std::collections::BTreeMap;\n\n");
        }
        if !self.wire.is_empty() {
            let names: Vec<&str> = self.wire.iter().copied().collect();
            text.push_str(&format!("use hwc_wire::{{{}}};\n\n", names.join(", ")));
        }
        if !self.own.is_empty() {
            let names: Vec<&str> = self.own.iter().map(String::as_str).collect();
            text.push_str(&format!("use crate::{service}::{{{}}};\n\n", names.join(", ")));
        }
        text
    }
}

fn docs(field: &Field) -> String {
    let mut text = doc::sentence(&field.doc);
    if let Some(limits) = limits(&field.limits) {
        text.push_str(&format!(" {limits}."));
    }
    if let Some(default) = &field.default {
        let default = default.as_str().map_or_else(|| default.to_string(), str::to_owned);
        text.push_str(&format!(" Default: `{default}`."));
    }
    if field.required && field.place != Location::Path {
        text.push_str(" Required.");
    }
    text
}

/// Describes the limits in words.
fn limits(limits: &Constraints) -> Option<String> {
    let span = |min: u64, max: u64| match (min, max) {
        (0, max) => format!("At most {max}"),
        (min, max) if min == max => format!("{min}"),
        (min, max) => format!("{min} to {max}"),
    };
    if let Some((min, max)) = limits.length {
        return Some(format!("{} characters", span(min, max)));
    }
    if let Some((min, max)) = limits.item_count {
        let each =
            limits.item_length.map(|(min, max)| format!(" of {} characters each", span(min, max).to_lowercase()));
        return Some(format!("{} items{}", span(min, max), each.unwrap_or_default()));
    }
    if let Some((min, max)) = limits.item_length {
        return Some(format!("{} characters each", span(min, max)));
    }
    limits.range.map(|(min, max)| if max == i64::MAX { format!("{min} or more") } else { format!("{min} to {max}") })
}

fn place(field: &Field) -> String {
    let place = match field.place {
        Location::Path => "path",
        Location::Query => "query",
        Location::QueryCommaSeparated => "query_comma_separated",
        Location::Header => "header",
        Location::BodyField => "body",
        Location::Payload if field.ty == Ty::Bytes => "binary",
        Location::Payload => "payload",
        Location::Form => "form",
    };
    let mut text = format!("{place}({:?})", field.name());
    if let Some(((min, max), method)) = sized(&field.limits) {
        text.push_str(&format!(".{method}({min}, {})", bound(max)));
    }
    if let Some((min, max)) = field.limits.item_length {
        text.push_str(&format!(".item_length({min}, {})", bound(max)));
    }
    if let Some((min, max)) = field.limits.range {
        text.push_str(&format!(
            ".range({min}, {})",
            if max == i64::MAX { "i64::MAX".to_owned() } else { max.to_string() }
        ));
    }
    if field.required && field.place != Location::Path {
        text.push_str(".required()");
    }
    if field.wire.len() > 1 {
        text.push_str(&format!(".aliases(&{:?})", &field.wire[1..]));
    }
    if field.loose {
        text.push_str(".lenient()");
    }
    text.push_str(match field.written {
        Written::Same => "",
        Written::Text => ".as_text()",
        Written::Number => ".as_number()",
        Written::Single => ".as_single()",
    });
    text
}

fn sized(limits: &Constraints) -> Option<((u64, u64), &'static str)> {
    limits.length.map(|chars| (chars, "length")).or_else(|| limits.item_count.map(|items| (items, "item_count")))
}

fn bound(number: u64) -> String {
    if number == i64::MAX.unsigned_abs() { "u64::MAX".to_owned() } else { number.to_string() }
}
