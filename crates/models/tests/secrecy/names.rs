//! The wire names of all fields of an operation, at any depth.

use std::collections::BTreeSet;

use hwc_models::wire::catalog::OperationEntry;
use hwc_models::wire::{Kind, Record};

/// Returns the names of all fields that are secret, or of all that are not.
pub(crate) fn of(entry: &OperationEntry, secret: bool) -> BTreeSet<&'static str> {
    let (mut names, mut open) = (BTreeSet::new(), Vec::new());
    for make in [entry.request, entry.response] {
        collect(&*make(), secret, &mut open, &mut names);
    }
    names
}

/// Collects the names. `open` holds the types of the current path, because a type may contain itself.
fn collect(record: &dyn Record, secret: bool, open: &mut Vec<&'static str>, names: &mut BTreeSet<&'static str>) {
    let shape = record.descriptor();
    if open.contains(&shape.name) {
        return;
    }
    open.push(shape.name);
    for (field, value) in record.fields() {
        let kind = value.kind();
        if kind.is_sensitive() == secret && !holds_records(&kind) {
            names.insert(field.name);
            names.extend(field.aliases);
        }
        inside(&kind, secret, open, names);
    }
    open.pop();
}

fn inside(kind: &Kind, secret: bool, open: &mut Vec<&'static str>, names: &mut BTreeSet<&'static str>) {
    match kind {
        Kind::List(inner) | Kind::Map(inner) | Kind::MapOrText(inner) => inside(inner, secret, open, names),
        Kind::Record(inner) => collect(&*(inner.make)(), secret, open, names),
        _ => {}
    }
}

/// Returns true if a kind is a record or contains records, whose fields are collected themselves.
fn holds_records(kind: &Kind) -> bool {
    match kind {
        Kind::List(inner) | Kind::Map(inner) | Kind::MapOrText(inner) => holds_records(inner),
        Kind::Record(_) => true,
        _ => false,
    }
}

/// Endings of names that suggest a secret, in lower case and without `_` and `-`.
const SUSPECT: [&str; 14] = [
    "password",
    "passwd",
    "passcode",
    "pwd",
    "token",
    "secret",
    "secretkey",
    "credential",
    "signature",
    "cookie",
    "verifycode",
    "sessionid",
    "downloadurl",
    "uploadurl",
];

/// Returns true if a name suggests a secret.
pub(crate) fn is_suspect(name: &str) -> bool {
    let name: String = name.chars().filter(|char| !matches!(char, '_' | '-')).collect();
    SUSPECT.iter().any(|end| name.to_ascii_lowercase().ends_with(end))
}
