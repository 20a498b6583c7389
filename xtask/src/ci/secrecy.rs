//! Job that checks the table of hand-written public types and the way each keeps secrets. A test checks each type against
//! its line. This job compares the table with the types that rustdoc lists, so that no type is missing.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::rustdoc::{self, Generated, Item};

/// The table of types, and the test that uses it.
const TABLE: &str = "crates/api/tests/secrecy/types.txt";

/// The crates with hand-written types.
const CRATES: [&str; 4] = ["hwc-wire", "hwc-transport", "hwc-api", "hwc-sandbox"];

/// The kinds of types.
const KINDS: [&str; 4] = ["struct", "enum", "union", "type"];

pub(super) fn run(root: &Path) -> Result<String, String> {
    let table = fs::read_to_string(root.join(TABLE)).map_err(|error| format!("{TABLE}: {error}"))?;
    let generated = Generated::load(root)?;
    let is_listed = |item: &Item| {
        KINDS.contains(&item.kind.as_str()) && !generated.contains(&item.path) && !rustdoc::is_reexport(&item.path)
    };
    let mut public = BTreeSet::new();
    for index in rustdoc::build(root, &CRATES)? {
        public.extend(rustdoc::items(&index)?.into_iter().filter(is_listed).map(|item| item.path));
    }
    let findings = compare(&public, &table_paths(&table));
    if findings.is_empty() {
        return Ok(format!("{} public types are in the table", public.len()));
    }
    Err(findings.join("\n"))
}

/// Returns the paths of the table. The test reads the rest of each line.
fn table_paths(table: &str) -> BTreeSet<String> {
    let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| line.split_once(": ").map_or(line, |(path, _)| path).to_owned()).collect()
}

fn compare(public: &BTreeSet<String>, table: &BTreeSet<String>) -> Vec<String> {
    let missing = public.difference(table).map(|path| {
        format!("{TABLE}: {path} is missing\n    fix: add a line that says why it prints no secret; see its head")
    });
    let orphaned = table.difference(public).map(|path| {
        format!("{TABLE}: {path} is not a public type\n    fix: remove the line, and its sample beside the table")
    });
    missing.chain(orphaned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(paths: &[&str]) -> BTreeSet<String> {
        paths.iter().map(|path| (*path).to_owned()).collect()
    }

    #[test]
    fn missing_and_orphaned_lines_are_reported() {
        let table = table_paths("# a comment\n\na::Old: checked\na::Both: holds none, because: it is empty\n");
        let findings = compare(&set(&["a::New", "a::Both"]), &table);
        assert_eq!(findings.len(), 2);
        assert!(findings[0].contains("a::New is missing") && findings[1].contains("a::Old is not a public type"));
    }
}
