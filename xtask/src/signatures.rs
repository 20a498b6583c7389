//! The checked-in list of constructors. The order of positional arguments is part of the API. Code still compiles after two
//! text arguments are swapped, so a changed line needs explicit acceptance.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::model::Service;

/// The path of the list from the root of the repository.
const SIGNATURE_FILE: &str = "spec/signatures.txt";

/// Returns one line for the constructor of each operation.
pub(crate) fn lines(services: &[Service]) -> BTreeMap<String, String> {
    let mut lines = BTreeMap::new();
    for service in services {
        for operation in &service.operations {
            let name = format!("{}.{}", service.id, operation.name);
            lines.insert(name.clone(), format!("{name}({})", operation.constructor.join(", ")));
        }
    }
    lines
}

/// Checks that the list is up to date.
///
/// # Errors
/// Returns the lines that differ.
pub(crate) fn check(root: &Path, lines: &BTreeMap<String, String>) -> Result<(), String> {
    let text = file_text(lines);
    if fs::read_to_string(root.join(SIGNATURE_FILE)).is_ok_and(|now| now == text) {
        return Ok(());
    }
    reject_changes(root, lines)?;
    Err(format!("stale:    {SIGNATURE_FILE}\n\nRun: cargo xtask gen"))
}

/// Writes the list. Changed or removed lines must be deleted by hand first.
///
/// # Errors
/// Returns the lines that changed, and how to accept them.
pub(crate) fn update(root: &Path, lines: &BTreeMap<String, String>) -> Result<(), String> {
    reject_changes(root, lines)?;
    fs::write(root.join(SIGNATURE_FILE), file_text(lines)).map_err(|error| format!("{SIGNATURE_FILE}: {error}"))
}

fn file_text(lines: &BTreeMap<String, String>) -> String {
    lines.values().map(|line| format!("{line}\n")).collect()
}

fn reject_changes(root: &Path, lines: &BTreeMap<String, String>) -> Result<(), String> {
    let now = fs::read_to_string(root.join(SIGNATURE_FILE)).unwrap_or_default();
    let changed: Vec<String> = now
        .lines()
        .filter_map(|line| {
            let name = line.split('(').next()?;
            match lines.get(name) {
                Some(new) if new == line => None,
                Some(new) => Some(format!("    {line}\n becomes\n    {new}")),
                None => Some(format!("    {line}\n is gone")),
            }
        })
        .collect();
    if changed.is_empty() {
        return Ok(());
    }
    Err(format!(
        "a published constructor changes, which breaks those who call it:\n{}\n\nIf that is meant, delete the line from {SIGNATURE_FILE}, say so in CHANGELOG.md, and run: cargo xtask gen",
        changed.join("\n")
    ))
}
