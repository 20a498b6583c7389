//! The help of one operation, made from its table and its docs.

mod page;
mod types;
mod words;

use hwc_api::wire::Pagination;
use hwc_api::wire::catalog::{FieldDoc, OperationDoc, OperationEntry};
use hwc_api::{CATALOG, Operation, Service};

use super::example;
use super::flags::Flag;
use page::Page;

/// Returns the help of an operation.
pub(crate) fn of(entry: &OperationEntry, flags: &[Flag]) -> String {
    let operation = entry.operation;
    let doc = CATALOG.operation(operation);
    let mut page = Page::default();
    let is_file = (entry.response)().descriptor().is_content();
    head(&mut page, operation, is_file, doc);
    parameters(&mut page, operation, (entry.request)().descriptor().name, flags);
    types::section(&mut page, operation.service, flags);
    settings(&mut page, operation.service);
    if let Some(command) = doc.and_then(|doc| example::first(operation, is_file, doc, flags)) {
        page.title("Example:");
        page.verbatim(&command);
    }
    quirks(&mut page, doc.map_or(&[], |doc| &doc.quirks));
    page.text()
}

fn head(page: &mut Page, operation: &Operation, is_file: bool, doc: Option<&OperationDoc>) {
    page.paragraph(doc.map_or("", |doc| &doc.summary));
    page.paragraph(doc.and_then(|doc| doc.doc.as_deref()).unwrap_or_default());
    page.gap();
    page.paragraph(&format!("{} {}", operation.method.as_str(), operation.path));
    page.paragraph(&format!("{}, {}", operation.service.title, operation.group));
    page.gap();
    let output = if is_file { " --output FILE" } else { "" };
    page.paragraph(&format!("Usage: hwc call [OPTIONS]{output} {} [--name VALUE]...", operation.name));
    page.gap();
    page.paragraph("`hwc call --help` lists the options that stand before the operation's name.");
    if let Some(note) = special(operation) {
        page.paragraph(&note);
    }
    if is_file {
        page.paragraph(
            "It is answered with a file. --output says where to save it, as a whole or not at all; - is standard output, \
             if that is no terminal. A file that is there is replaced with --force alone.",
        );
    }
}

/// Describes features that only some operations have.
fn special(operation: &Operation) -> Option<String> {
    match (operation.pagination, operation.query_in_body) {
        (
            Some(Pagination::Offset { items, .. } | Pagination::Page { items, .. } | Pagination::Cursor { items, .. }),
            _,
        ) => Some(format!("With --all-pages, `{items}` is listed to the end.")),
        (_, true) => Some("With --query-in-body, the query is sent as a JSON body.".to_owned()),
        _ => None,
    }
}

fn parameters(page: &mut Page, operation: &Operation, request: &str, flags: &[Flag]) {
    page.title("Parameters:");
    for flag in flags {
        let doc = field_doc(operation.service, request, flag.field.name);
        page.entry(
            &format!("--{} <{}>", flag.name, words::label(&flag.kind)),
            &[words::field(flag.field, doc), words::giving(&flag.kind)],
        );
    }
    page.entry("--param <NAME=VALUE>", &["Any parameter by its name above or by its name on the wire.".to_owned()]);
    page.entry("--json <JSON|@FILE|->", &["All parameters as one object; - is standard input.".to_owned()]);
}

fn field_doc(service: &Service, record: &str, field: &str) -> Option<&'static FieldDoc> {
    CATALOG.type_doc(service, record)?.fields.get(field)
}

/// Writes the settings, which are options of `hwc call`: they are the same for all operations of a service.
fn settings(page: &mut Page, service: &Service) {
    if !service.settings.is_empty() {
        page.title("Settings of the service (options before the operation's name):");
    }
    for setting in service.settings {
        let option = example::setting_option(setting.name);
        let joint = if option.ends_with('=') { "" } else { " " };
        page.entry(&format!("{option}{joint}<TEXT>"), &[setting.doc.to_owned()]);
    }
}

fn quirks(page: &mut Page, quirks: &[String]) {
    if !quirks.is_empty() {
        page.title("Where the sources disagree:");
    }
    for quirk in quirks {
        page.item(quirk);
    }
}
