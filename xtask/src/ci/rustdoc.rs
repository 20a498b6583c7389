//! The pages of rustdoc, which list the public items of a crate.

use std::fs;
use std::path::{Path, PathBuf};

use crate::metadata::cargo_command;

/// The folder of the generated models. Each service is a crate in it, and a module of `hwc-api` and `hwc-models`.
const GENERATED: &str = "crates/models";

/// The modules of `hwc-api` that contain nothing but items of other crates, which are documented under their first paths.
const REEXPORTS: [&str; 2] = ["hwc_api::transport::", "hwc_api::wire::"];

/// The generated modules.
pub(super) struct Generated(Vec<String>);

impl Generated {
    /// Reads the names of the services.
    pub(super) fn load(root: &Path) -> Result<Self, String> {
        let entries = fs::read_dir(root.join(GENERATED)).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let entries = entries.map_err(|error| format!("{GENERATED}: {error}"))?;
        let folders = entries.iter().filter(|entry| entry.path().join("Cargo.toml").is_file());
        Ok(Self(folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()))
    }

    /// Returns true for an item of a generated module.
    pub(super) fn contains(&self, path: &str) -> bool {
        let module = path.strip_prefix("hwc_api::").or_else(|| path.strip_prefix("hwc_models::"));
        let module = module.and_then(|rest| rest.split_once("::"));
        module.is_some_and(|(module, _)| self.0.iter().any(|service| service == module))
    }
}

/// Returns true for an item in a module of re-exports.
pub(super) fn is_reexport(path: &str) -> bool {
    REEXPORTS.iter().any(|module| path.starts_with(module))
}

/// Runs rustdoc like the job `doc`. Returns the first page of each crate.
pub(super) fn build(root: &Path, crates: &[&str]) -> Result<Vec<PathBuf>, String> {
    let mut command = cargo_command();
    command.args(["doc", "--no-deps", "--all-features", "--message-format=json"]).current_dir(root);
    command.args(crates.iter().flat_map(|name| ["--package", name])).env("RUSTDOCFLAGS", "-Dwarnings");
    let done = command.output().map_err(|error| format!("cargo: {error}"))?;
    if !done.status.success() {
        return Err(format!("cargo doc\n{}", String::from_utf8_lossy(&done.stderr)));
    }
    let pages = index_pages(&String::from_utf8_lossy(&done.stdout));
    if pages.len() == crates.len() { Ok(pages) } else { Err(format!("cargo doc reported only these pages: {pages:?}")) }
}

/// Returns the pages in the messages of cargo, which are one JSON object per line.
fn index_pages(messages: &str) -> Vec<PathBuf> {
    let read = |line: &str| serde_json::from_str::<serde_json::Value>(line).ok();
    let made: Vec<serde_json::Value> = messages.lines().filter_map(read).collect();
    let files = made.iter().filter_map(|message| message["filenames"].as_array()).flatten();
    files.filter_map(|file| file.as_str()).filter(|file| file.ends_with("index.html")).map(PathBuf::from).collect()
}

/// A public item.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// The kind in the name of the page, as `struct` or `fn`.
    pub(super) kind: String,
    /// The path, as in `hwc_transport::sign::AppSigner`.
    pub(super) path: String,
    /// The page, relative to the first one.
    pub(super) page: String,
}

/// Returns the name of the crate whose first page is given.
pub(super) fn crate_name(index: &Path) -> String {
    index.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Returns the items of a crate, from the page next to its first page that lists all items.
pub(super) fn items(index: &Path) -> Result<Vec<Item>, String> {
    let page = index.with_file_name("all.html");
    let html = fs::read_to_string(&page).map_err(|error| format!("{}: {error}", page.display()))?;
    let items = parse_items(&crate_name(index), &html);
    if items.is_empty() {
        return Err(format!("{}: no items are found in it; has its form changed?", page.display()));
    }
    Ok(items)
}

/// Returns the items of a page. `href="sign/struct.AppSigner.html"` stands for `hwc_transport::sign::AppSigner`.
fn parse_items(name: &str, html: &str) -> Vec<Item> {
    let links = html.split("<li><a href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let item = |link: &str| {
        let (folder, page) = link.rsplit_once('/').map_or(("", link), |(folder, page)| (folder, page));
        let (kind, item) = page.strip_suffix(".html")?.split_once('.')?;
        let steps = folder.split('/').filter(|step| !step.is_empty()).chain([item]);
        let path = format!("{name}::{}", steps.collect::<Vec<_>>().join("::"));
        Some(Item { kind: kind.to_owned(), path, page: link.to_owned() })
    };
    links.filter_map(item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTML: &str = r##"<ul><li><a href="#structs">Structs</a></li></ul><h3 id="structs">Structs</h3><ul class="all-items">
        <li><a href="struct.Body.html">Body</a></li><li><a href="sign/struct.AppKeys.html">sign::AppKeys</a></li>
        <li><a href="enum.Phase.html">Phase</a></li><li><a href="type.Request.html">Request</a></li>
        <li><a href="union.Both.html">Both</a></li><li><a href="trait.Transport.html">Transport</a></li></ul>"##;

    #[test]
    fn all_items_are_read_from_rustdoc() {
        let found: Vec<String> =
            parse_items("t", HTML).into_iter().map(|item| format!("{} {}", item.kind, item.path)).collect();
        let expected =
            ["struct t::Body", "struct t::sign::AppKeys", "enum t::Phase", "type t::Request", "union t::Both"];
        assert_eq!((&found[..5], found[5].as_str()), (&expected.map(str::to_owned)[..], "trait t::Transport"));
    }

    #[test]
    fn generated_items_are_recognized() {
        let generated = Generated(vec!["osm".to_owned()]);
        assert!(generated.contains("hwc_api::osm::ListCases") && generated.contains("hwc_models::osm::ListCases"));
        assert!(!generated.contains("hwc_api::osm") && !generated.contains("hwc_wire::osm::X"));
    }

    #[test]
    fn items_of_other_crates_are_listed_once() {
        assert!(is_reexport("hwc_api::wire::Secret") && is_reexport("hwc_api::transport::clock::ManualClock"));
        assert!(!is_reexport("hwc_api::Secret") && !is_reexport("hwc_wire::value::Secret"));
    }

    #[test]
    fn pages_are_found_among_the_messages() {
        let messages = "{\"reason\":\"compiler-artifact\",\"filenames\":[\"/d/hwc_wire/index.html\"]}\n\
            {\"reason\":\"compiler-artifact\",\"filenames\":[\"/d/libserde.rmeta\"]}\nnoise\n{\"reason\":\"build-finished\"}";
        assert_eq!(index_pages(messages), [PathBuf::from("/d/hwc_wire/index.html")]);
    }
}
