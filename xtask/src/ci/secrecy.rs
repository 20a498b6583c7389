//! Job that checks the table of hand-written public types and the way each keeps secrets. A test checks each type against
//! its line. This job compares the table with the types that rustdoc lists, so that no type is missing.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::metadata::cargo_command;

/// The table of types, and the test that uses it.
const TABLE: &str = "crates/api/tests/secrecy/types.txt";

/// The crates with hand-written types.
const CRATES: [&str; 4] = ["hwc-wire", "hwc-transport", "hwc-api", "hwc-sandbox"];

/// The folder of the generated types. Each service is a folder in it, and a module of `hwc-api` too.
const GENERATED: &str = "crates/models/src";

/// The modules of `hwc-api` that contain nothing but types of other crates, which are in the table under their first paths.
const REEXPORTS: [&str; 2] = ["hwc_api::transport::", "hwc_api::wire::"];

pub(super) fn run(root: &Path) -> Result<String, String> {
    let table = fs::read_to_string(root.join(TABLE)).map_err(|error| format!("{TABLE}: {error}"))?;
    let services = services(root).map_err(|error| format!("{GENERATED}: {error}"))?;
    let mut public = BTreeSet::new();
    for index in build_docs(root)? {
        public.extend(
            public_types(&index)?.into_iter().filter(|path| !is_generated(path, &services) && !is_reexport(path)),
        );
    }
    let findings = compare(&public, &table_paths(&table));
    if findings.is_empty() {
        return Ok(format!("{} public types are in the table", public.len()));
    }
    Err(findings.join("\n"))
}

fn services(root: &Path) -> std::io::Result<Vec<String>> {
    let entries = fs::read_dir(root.join(GENERATED))?.collect::<Result<Vec<_>, _>>()?;
    let folders = entries.iter().filter(|entry| entry.path().is_dir());
    Ok(folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect())
}

/// Runs rustdoc like the job `doc`. Returns the first page of each crate.
fn build_docs(root: &Path) -> Result<Vec<PathBuf>, String> {
    let mut command = cargo_command();
    command.args(["doc", "--no-deps", "--all-features", "--message-format=json"]).current_dir(root);
    command.args(CRATES.iter().flat_map(|name| ["--package", name])).env("RUSTDOCFLAGS", "-Dwarnings");
    let done = command.output().map_err(|error| format!("cargo: {error}"))?;
    if !done.status.success() {
        return Err(format!("cargo doc\n{}", String::from_utf8_lossy(&done.stderr)));
    }
    let pages = index_pages(&String::from_utf8_lossy(&done.stdout));
    if pages.len() == CRATES.len() { Ok(pages) } else { Err(format!("cargo doc reported only these pages: {pages:?}")) }
}

/// Returns the pages in the messages of cargo, which are one JSON object per line.
fn index_pages(messages: &str) -> Vec<PathBuf> {
    let read = |line: &str| serde_json::from_str::<serde_json::Value>(line).ok();
    let made: Vec<serde_json::Value> = messages.lines().filter_map(read).collect();
    let files = made.iter().filter_map(|message| message["filenames"].as_array()).flatten();
    files.filter_map(|file| file.as_str()).filter(|file| file.ends_with("index.html")).map(PathBuf::from).collect()
}

/// Returns the types of a crate, from the page next to its first page that lists all items.
fn public_types(index: &Path) -> Result<Vec<String>, String> {
    let (page, folder) = (index.with_file_name("all.html"), index.parent().and_then(Path::file_name));
    let html = fs::read_to_string(&page).map_err(|error| format!("{}: {error}", page.display()))?;
    let name = folder.map(|name| name.to_string_lossy()).unwrap_or_default();
    let types = parse_types(&name, &html);
    if types.is_empty() {
        return Err(format!("{}: no types are found in it; has its form changed?", page.display()));
    }
    Ok(types)
}

/// Returns the types of a page. `href="sign/struct.AppSigner.html"` stands for `hwc_transport::sign::AppSigner`.
fn parse_types(name: &str, html: &str) -> Vec<String> {
    const KINDS: [&str; 4] = ["struct.", "enum.", "union.", "type."];
    let links = html.split("<li><a href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let path = |link: &str| {
        let (folder, page) = link.rsplit_once('/').map_or(("", link), |(folder, page)| (folder, page));
        let item = KINDS.iter().find_map(|kind| page.strip_prefix(kind))?.strip_suffix(".html")?;
        let steps = folder.split('/').filter(|step| !step.is_empty()).chain([item]);
        Some(format!("{name}::{}", steps.collect::<Vec<_>>().join("::")))
    };
    links.filter_map(path).collect()
}

fn is_generated(path: &str, services: &[String]) -> bool {
    let module = path.strip_prefix("hwc_api::").and_then(|rest| rest.split_once("::"));
    module.is_some_and(|(module, _)| services.iter().any(|service| service == module))
}

fn is_reexport(path: &str) -> bool {
    REEXPORTS.iter().any(|module| path.starts_with(module))
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

    const HTML: &str = r##"<ul><li><a href="#structs">Structs</a></li></ul><h3 id="structs">Structs</h3><ul class="all-items">
        <li><a href="struct.Body.html">Body</a></li><li><a href="sign/struct.AppKeys.html">sign::AppKeys</a></li>
        <li><a href="enum.Phase.html">Phase</a></li><li><a href="type.Request.html">Request</a></li>
        <li><a href="union.Both.html">Both</a></li><li><a href="trait.Transport.html">Transport</a></li></ul>"##;

    fn set(paths: &[&str]) -> BTreeSet<String> {
        paths.iter().map(|path| (*path).to_owned()).collect()
    }

    #[test]
    fn all_types_are_read_from_rustdoc() {
        let found = parse_types("t", HTML);
        assert_eq!(found, ["t::Body", "t::sign::AppKeys", "t::Phase", "t::Request", "t::Both"]);
    }

    #[test]
    fn generated_types_have_a_test_of_their_own() {
        let services = ["osm".to_owned()];
        assert!(is_generated("hwc_api::osm::ListCases", &services));
        assert!(!is_generated("hwc_api::osm", &services) && !is_generated("hwc_wire::osm::X", &services));
    }

    #[test]
    fn types_of_other_crates_are_listed_once() {
        assert!(is_reexport("hwc_api::wire::Secret") && is_reexport("hwc_api::transport::clock::ManualClock"));
        assert!(!is_reexport("hwc_api::Secret") && !is_reexport("hwc_wire::value::Secret"));
    }

    #[test]
    fn missing_and_orphaned_lines_are_reported() {
        let table = table_paths("# a comment\n\na::Old: checked\na::Both: holds none, because: it is empty\n");
        let findings = compare(&set(&["a::New", "a::Both"]), &table);
        assert_eq!(findings.len(), 2);
        assert!(findings[0].contains("a::New is missing") && findings[1].contains("a::Old is not a public type"));
    }

    #[test]
    fn pages_are_found_among_the_messages() {
        let messages = "{\"reason\":\"compiler-artifact\",\"filenames\":[\"/d/hwc_wire/index.html\"]}\n\
            {\"reason\":\"compiler-artifact\",\"filenames\":[\"/d/libserde.rmeta\"]}\nnoise\n{\"reason\":\"build-finished\"}";
        assert_eq!(index_pages(messages), [PathBuf::from("/d/hwc_wire/index.html")]);
    }
}
