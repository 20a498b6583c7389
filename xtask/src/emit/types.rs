//! Emitter of IDs, enums and records that several endpoints share: one file for each file of `types/`.

use std::collections::BTreeMap;

use super::field::{self, Owner};
use super::{SourceTree, constant, doc, header, source_path};
use crate::lower::module_name;
use crate::model::{Constant, EnumGroup, Field, GroupMembers, Service, Type, TypeKind, Variant};
use crate::reserved::WireItem;

/// Emits the types of a service.
pub(super) fn emit(service: &Service, tree: &mut SourceTree) {
    let mut files: BTreeMap<&str, Vec<&Type>> = BTreeMap::new();
    for declared in service.types.values().filter(|declared| declared.is_shared()) {
        files.entry(declared.file.name.as_str()).or_default().push(declared);
    }
    let mut modules = String::new();
    for (name, mut types) in files {
        types.sort_by_key(|declared| declared.source);
        let stem = module_name(types[0].file.stem());
        let mut text = header(name);
        text.push_str(&field::imports(types.iter().flat_map(|declared| declared.fields())).of_types(&types).emit());
        let types: Vec<String> = types.into_iter().map(type_macro).collect();
        text.push_str(&types.join("\n"));
        tree.insert(source_path(service, &format!("types/{stem}.rs")), text);
        modules.push_str(&format!("mod {stem};\n"));
        modules.push_str(&format!("pub use {stem}::*;\n"));
    }
    if modules.is_empty() {
        return;
    }
    let text = format!("{}{modules}", header(&format!("spec/{}/types", service.id)));
    tree.insert(source_path(service, "types/mod.rs"), text);
}

/// Emits one type.
pub(super) fn type_macro(declared: &Type) -> String {
    let docs = doc::comment("    ", &[doc::sentence(&declared.doc)]);
    match &declared.kind {
        TypeKind::Id { numeric } => {
            let name = if *numeric { "number_id" } else { "string_id" };
            format!("hwc_wire::{name}! {{\n{docs}    pub struct {};\n}}\n{}", declared.name, named_values(declared))
        }
        TypeKind::Enum { numeric, variants } => {
            let codes = if *numeric { "int" } else { "string" };
            let variants: String = variants.iter().map(variant_line).collect();
            let groups = groups(declared);
            format!(
                "hwc_wire::open_enum! {{\n{docs}    pub enum {}: {codes} {{\n{variants}    }}\n}}\n{groups}",
                declared.name
            )
        }
        TypeKind::Record(fields) => {
            let docs = [doc::sentence(&declared.doc), constant::docs(&declared.constants)];
            record_macro("model", &doc::comment("    ", &docs), &declared.name, fields, &declared.constants)
        }
    }
}

/// Emits the constants of an ID.
fn named_values(declared: &Type) -> String {
    if declared.named_values.is_empty() {
        return String::new();
    }
    let constant = |constant: &Variant| {
        let docs = doc::comment("    ", &[doc::sentence(&constant.doc)]);
        format!("{docs}    pub const {}: &'static str = {};\n", constant.name, constant.literal)
    };
    let constants: Vec<String> = declared.named_values.iter().map(constant).collect();
    format!("\nimpl {} {{\n{}}}\n", declared.name, constants.join("\n"))
}

/// Emits a method for each group of an enum.
fn groups(declared: &Type) -> String {
    if declared.groups.is_empty() {
        return String::new();
    }
    let groups: Vec<String> = declared.groups.iter().map(group_method).collect();
    format!("\nimpl {} {{\n{}}}\n", declared.name, groups.join("\n"))
}

fn group_method(group: &EnumGroup) -> String {
    let (docs, body) = match &group.members {
        GroupMembers::Variants(names) => {
            let links: Vec<String> = names.iter().map(|name| format!("[`{name}`](Self::{name})")).collect();
            let patterns: Vec<String> = names.iter().map(|name| format!("Self::{name}")).collect();
            let docs = format!("Returns true for {}.", join_words(&links));
            (docs, format!("matches!(self, {})", patterns.join(" | ")))
        }
        GroupMembers::NotIn(other) => {
            let docs =
                format!("Returns true if [`is_{other}`](Self::is_{other}) returns false, also for an unknown code.");
            (docs, format!("!self.is_{other}()"))
        }
    };
    let docs = doc::comment("    ", &[docs]);
    format!("{docs}    #[must_use]\n    pub fn is_{}(&self) -> bool {{\n{body}\n}}\n", group.name)
}

/// Joins words as in `a, b and c`.
fn join_words(words: &[String]) -> String {
    match words {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        words => words.concat(),
    }
}

/// Emits a record.
pub(super) fn record_macro(name: &str, docs: &str, record: &str, fields: &[Field], constants: &[Constant]) -> String {
    let fields: String = fields.iter().map(|one| field::emit(one, false, Owner::Record)).collect();
    let fields = if fields.is_empty() { "{}".to_owned() } else { format!("{{\n{fields}    }}") };
    let constants = constant::emit(constants);
    format!("hwc_wire::{name}! {{\n{docs}    pub struct {record} {fields}\n{constants}}}\n")
}

fn variant_line(variant: &Variant) -> String {
    let docs = doc::comment("        ", &[variant.docs()]);
    let aliases: String = variant.aliases.iter().map(|(literal, _)| format!(" | {literal}")).collect();
    format!("{docs}        {} = {}{aliases};\n", variant.name, variant.literal)
}

impl Variant {
    /// Returns the docs, with the other spellings.
    pub(super) fn docs(&self) -> String {
        let aliases: Vec<String> = self.aliases.iter().map(|(_, code)| format!("`{code}`")).collect();
        match aliases.as_slice() {
            [] => doc::sentence(&self.doc),
            aliases => format!("{} Also read: {}.", doc::sentence(&self.doc), aliases.join(", ")),
        }
    }
}

impl Type {
    /// Returns true if the type is declared in a file of `types/` rather than in that of an endpoint.
    pub(super) fn is_shared(&self) -> bool {
        self.file.name.rsplit('/').nth(1) == Some("types")
    }
}

impl field::Imports {
    /// Removes the types that the file declares itself, and adds what their constants need.
    pub(super) fn of_types(mut self, types: &[&Type]) -> Self {
        for declared in types {
            self.own.remove(&declared.name);
            if !declared.constants.is_empty() {
                self.wire.insert(WireItem::Constant);
            }
        }
        self
    }
}
