//! `hwc operations`: lists the operations.

use std::fmt::Write as _;

use hwc_api::serde_json::{Value, json};
use hwc_api::wire::catalog::OperationEntry;
use hwc_api::{CATALOG, SERVICES};

use crate::arguments::OperationsOptions;
use crate::failure::Failure;
use crate::output;

/// Prints the operations as a table or as JSON.
pub(crate) fn run(options: &OperationsOptions) -> Result<(), Failure> {
    let service = options.service.as_deref().map(known_service).transpose()?;
    let wanted = |entry: &&OperationEntry| service.is_none_or(|service| service == entry.operation.service.id);
    let entries: Vec<&OperationEntry> = CATALOG.entries().filter(wanted).collect();
    if options.json {
        return output::result(&entries.into_iter().map(as_json).collect::<Value>());
    }
    output::text(&table(&entries))
}

fn known_service(name: &str) -> Result<&'static str, Failure> {
    let found = SERVICES.iter().find(|service| service.id.eq_ignore_ascii_case(name));
    let unknown = || {
        let ids: Vec<&str> = SERVICES.iter().map(|service| service.id).collect();
        Failure::usage(format!("there is no service `{name}`; there are: {}", ids.join(", ")))
    };
    found.map(|service| service.id).ok_or_else(unknown)
}

fn as_json(entry: &OperationEntry) -> Value {
    let operation = entry.operation;
    json!({
        "service": operation.service.id,
        "group": operation.group,
        "name": operation.name,
        "method": operation.method.as_str(),
        "path": operation.path,
        "summary": CATALOG.operation(operation).map(|doc| doc.summary.as_str()),
    })
}

/// Formats the operations as a table: a row of headings, then one row per operation.
fn table(entries: &[&OperationEntry]) -> String {
    let headings = ["SERVICE", "GROUP", "NAME", "METHOD", "PATH"];
    let row = |entry: &&OperationEntry| {
        let operation = entry.operation;
        [operation.service.id, operation.group, operation.name, operation.method.as_str(), operation.path]
    };
    let rows: Vec<[&str; 5]> = std::iter::once(headings).chain(entries.iter().map(row)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or(0);
    let widths = [width(0), width(1), width(2), width(3)];
    let mut out = String::new();
    for [service, group, name, method, path] in rows {
        let [a, b, c, d] = widths;
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{service:a$}  {group:b$}  {name:c$}  {method:d$}  {path}");
    }
    out
}
