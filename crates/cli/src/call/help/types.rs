//! The section of the help about types: codes, fields of objects, and the sources of IDs.

use std::collections::BTreeSet;

use hwc_api::wire::open_enum::EnumDescriptor;
use hwc_api::wire::{Kind, RecordKind};
use hwc_api::{CATALOG, Service};

use super::page::Page;
use super::{field_doc, words};
use crate::call::flags::{Flag, fields};
use crate::call::parts::is_file;
use crate::case::kebab;

/// Describes the types of the flags and the types within them, each once.
pub(super) fn section(page: &mut Page, service: &Service, flags: &[Flag]) {
    let mut types = Types { page, service, seen: BTreeSet::new(), ids: Vec::new() };
    for flag in flags {
        types.describe(&flag.kind);
    }
    types.ids();
}

struct Types<'a> {
    page: &'a mut Page,
    service: &'a Service,
    seen: BTreeSet<&'static str>,
    ids: Vec<(&'static str, &'static str)>,
}

impl Types<'_> {
    fn describe(&mut self, kind: &Kind) {
        match kind {
            Kind::List(inner) | Kind::Map(inner) => self.describe(inner),
            kind if is_file(kind) => {}
            Kind::Enum(info) if self.seen.insert(info.name) => self.codes(info),
            Kind::Record(record) if self.seen.insert(record.shape.name) => self.record(*record),
            Kind::StringId(name) if self.seen.insert(name) => {
                let doc = CATALOG.type_doc(self.service, name);
                self.ids.extend(doc.map(|doc| (*name, doc.doc.as_str())));
            }
            _ => {}
        }
    }

    fn codes(&mut self, info: &EnumDescriptor) {
        let doc = CATALOG.type_doc(self.service, info.name);
        self.page.title(&format!("{}, by code or by name:", info.name));
        let names: Vec<String> = info.codes.iter().map(|(code, variant)| both(code, variant)).collect();
        let width = names.iter().map(String::len).max().unwrap_or(0);
        for (name, (_, variant)) in names.iter().zip(info.codes) {
            let about = doc.and_then(|doc| doc.values.get(*variant));
            self.page.row(name, width, about.map_or("", String::as_str));
        }
    }

    fn record(&mut self, record: RecordKind) {
        self.page.title(&format!("{}, as a JSON object:", record.shape.name));
        let fields = fields(&*(record.make)());
        for (field, kind) in &fields {
            let list = if matches!(kind, Kind::List(_)) { "..." } else { "" };
            let doc = field_doc(self.service, record.shape.name, field.name);
            let name = format!("\"{}\" <{}>{list}", field.name, words::label(kind));
            self.page.entry(&name, &[words::field(field, doc), words::within_json(kind).to_owned()]);
        }
        for (_, kind) in &fields {
            self.describe(kind);
        }
    }

    fn ids(&mut self) {
        if !self.ids.is_empty() {
            self.page.title("Ids:");
        }
        let width = self.ids.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        for (name, doc) in &self.ids {
            self.page.row(name, width, doc);
        }
    }
}

/// Returns a code with its name, if the two differ.
fn both(code: &str, variant: &str) -> String {
    let name = kebab(variant);
    if name == code { name } else { format!("{code}, {name}") }
}
