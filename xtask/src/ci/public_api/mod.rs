//! Job that compares the public items of each library with the lists in `docs/public-api`, so that each change of the API is
//! visible in a review. It reads the pages of rustdoc; hidden items are not part of the API.
//!
//! Generated models have their list in `spec/api.txt`.

mod page;

use std::fs;
use std::path::Path;

use super::rustdoc::{self, Generated, Item};

/// The libraries with a public API.
const CRATES: [&str; 9] = [
    "hwc-wire",
    "hwc-models",
    "hwc-transport",
    "hwc-api",
    "hwc-drive",
    "hwc-webdav",
    "hwc-object-store",
    "hwc-dynamic",
    "hwc-sandbox",
];

/// The folder of the lists.
const FOLDER: &str = "docs/public-api";

/// The command that updates the lists.
const UPDATE: &str = "cargo xtask ci public-api --update";

/// The maximum number of lines of a difference in a message.
const MAX_LINES: usize = 20;

/// Compares the lists.
pub(super) fn check(root: &Path) -> Result<String, String> {
    let lists = lists(root)?;
    let read = |name: &str| fs::read_to_string(root.join(FOLDER).join(name)).unwrap_or_default();
    let findings: Vec<String> =
        lists.iter().filter_map(|(name, list)| difference(name, &read(name).replace('\r', ""), list)).collect();
    if findings.is_empty() {
        return Ok(format!("{} public items in {} crates", count(&lists), lists.len()));
    }
    Err(format!("{}\n    fix: if the change is intended, run `{UPDATE}`", findings.join("\n")))
}

/// Writes the lists.
pub(super) fn update(root: &Path) -> Result<String, String> {
    let lists = lists(root)?;
    let folder = root.join(FOLDER);
    fs::create_dir_all(&folder).map_err(|error| format!("{FOLDER}: {error}"))?;
    for (name, list) in &lists {
        fs::write(folder.join(name), list).map_err(|error| format!("{FOLDER}/{name}: {error}"))?;
    }
    Ok(format!("{} public items in {} crates", count(&lists), lists.len()))
}

fn count(lists: &[(String, String)]) -> usize {
    lists.iter().map(|(_, list)| list.lines().count()).sum()
}

/// Returns the name and the content of each list.
fn lists(root: &Path) -> Result<Vec<(String, String)>, String> {
    let generated = Generated::load(root)?;
    let mut lists = Vec::new();
    for index in rustdoc::build(root, &CRATES)? {
        let mut lines = Vec::new();
        for item in rustdoc::items(&index)? {
            if !generated.contains(&item.path) && !rustdoc::is_reexport(&item.path) {
                lines.extend(item_lines(&index, &item)?);
            }
        }
        lines.sort();
        lines.dedup();
        lists.push((format!("{}.txt", rustdoc::crate_name(&index).replace('_', "-")), lines.join("\n") + "\n"));
    }
    lists.sort();
    Ok(lists)
}

/// Returns the lines of an item: its declaration, and its members and implementations.
fn item_lines(index: &Path, item: &Item) -> Result<Vec<String>, String> {
    let page = index.with_file_name(&item.page);
    let html = fs::read_to_string(&page).map_err(|error| format!("{}: {error}", page.display()))?;
    let lines = page::lines(item, &rustdoc::crate_name(index), &html);
    if lines.is_empty() { Err(format!("{}: no declaration is found in it", page.display())) } else { Ok(lines) }
}

/// Describes the lines that differ. Returns `None` if none does.
fn difference(name: &str, old: &str, new: &str) -> Option<String> {
    let missing = |from: &str, other: &str, sign: &str| -> Vec<String> {
        let others: std::collections::BTreeSet<&str> = other.lines().collect();
        from.lines().filter(|line| !others.contains(line)).map(|line| format!("    {sign} {line}")).collect()
    };
    let mut lines = [missing(old, new, "-"), missing(new, old, "+")].concat();
    if lines.is_empty() {
        return None;
    }
    let more = lines.len().saturating_sub(MAX_LINES);
    lines.truncate(MAX_LINES);
    if more > 0 {
        lines.push(format!("    and {more} more lines"));
    }
    Some(format!("{FOLDER}/{name}: the public API differs\n{}", lines.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removed_and_added_items_are_shown() {
        let found = difference("a.txt", "fn a::one()\nfn a::two()\n", "fn a::one()\nfn a::two(x: u8)\n").unwrap();
        let lines = "    - fn a::two()\n    + fn a::two(x: u8)";
        assert_eq!(found, format!("docs/public-api/a.txt: the public API differs\n{lines}"));
        assert_eq!(difference("a.txt", "same\n", "same\n"), None);
    }
}
