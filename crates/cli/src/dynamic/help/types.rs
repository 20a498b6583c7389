//! The sections of the help about nested types: objects, their enums, and the sources of IDs.

use std::collections::BTreeSet;

use hwc_api::{CATALOG, Service};
use hwc_dynamic::{Field, fields_of_record, is_file};
use hwc_wire::{EnumDescriptor, Kind, RecordKind};

use super::{describe, entry, wrap};
use crate::case::kebab;
use crate::dynamic::command::FieldFlag;

/// Describes the objects within the flags, the enums within the objects, and the IDs, each once.
pub(super) fn sections(service: &'static Service, flags: &[FieldFlag]) -> Vec<String> {
    let mut types = Types { service, seen: BTreeSet::new(), sections: Vec::new(), ids: Vec::new() };
    for flag in flags {
        types.visit(&flag.field.kind, false);
    }
    types.finish()
}

struct Types {
    service: &'static Service,
    seen: BTreeSet<&'static str>,
    sections: Vec<String>,
    ids: Vec<(&'static str, &'static str)>,
}

impl Types {
    /// Visits a kind. clap lists the values of enums that are not within an object.
    fn visit(&mut self, kind: &Kind, is_nested: bool) {
        match kind {
            Kind::List(inner) | Kind::Map(inner) | Kind::MapOrText(inner) => self.visit(inner, is_nested),
            kind if is_file(kind) => {}
            Kind::Enum(info) if is_nested && self.seen.insert(info.name) => self.sections.push(self.values(info)),
            Kind::Record(record) if self.seen.insert(record.descriptor.name) => self.record(*record),
            Kind::StringId(name) | Kind::IntId(name) if self.seen.insert(name) => {
                let doc = CATALOG.type_doc(self.service, name);
                self.ids.extend(doc.map(|doc| (*name, doc.doc.as_str())));
            }
            _ => {}
        }
    }

    fn values(&self, info: &EnumDescriptor) -> String {
        let doc = CATALOG.type_doc(self.service, info.name);
        let about = |variant: &str| doc.and_then(|doc| doc.values.get(variant)).map_or("", String::as_str);
        let rows = info.codes.iter().map(|(code, variant)| (both(code, variant), about(variant)));
        format!("{}, by code or by name:\n{}", info.name, table(&rows.collect::<Vec<_>>()))
    }

    fn record(&mut self, record: RecordKind) {
        let fields = fields_of_record(&*(record.make)(), self.service);
        let entries: Vec<String> = fields.iter().map(member).collect();
        self.sections.push(format!("{}, as a JSON object:\n{}", record.descriptor.name, entries.join("\n")));
        for field in &fields {
            self.visit(&field.kind, true);
        }
    }

    fn finish(mut self) -> Vec<String> {
        if !self.ids.is_empty() {
            let rows: Vec<(String, &str)> = self.ids.iter().map(|(name, doc)| ((*name).to_owned(), *doc)).collect();
            self.sections.push(format!("IDs:\n{}", table(&rows)));
        }
        self.sections
    }
}

fn member(field: &Field) -> String {
    let list = if matches!(field.kind, Kind::List(_)) { "..." } else { "" };
    let name = format!("\"{}\" <{}>{list}", field.name(), describe::label(&field.kind));
    entry(&name, &[&describe::field(field), describe::json_hint(&field.kind)])
}

/// Returns rows of a name with its description beside it.
fn table(rows: &[(String, &str)]) -> String {
    let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let row = |(name, about): &(String, &str)| {
        let first = format!("  {name:width$}  ");
        wrap(about, &first, &" ".repeat(width + 4)).trim_end().to_owned()
    };
    rows.iter().map(row).collect::<Vec<_>>().join("\n")
}

/// Returns a code with its name, if the two differ.
fn both(code: &str, variant: &str) -> String {
    let name = kebab(variant);
    if name == code { name } else { format!("{code}, {name}") }
}
