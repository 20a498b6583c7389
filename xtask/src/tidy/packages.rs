//! Rule: a published package is complete. It has the metadata of the registry, its licenses, docs that name the feature of
//! each item, and a README whose links lead to packed files or to URLs.

use std::fs;
use std::path::Path;

use super::Finding;
use crate::metadata::Package;

/// The files that each package contains besides its sources.
const LICENSES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// The attribute by which docs.rs shows the feature of each item.
const DOC_CFG: &str = "#![cfg_attr(docsrs, feature(doc_cfg))]";

/// The maximum number of keywords and categories in the registry.
const MAX_WORDS: usize = 5;

pub(super) fn check(root: &Path, packages: &[Package]) -> Vec<Finding> {
    let published = packages.iter().filter(|package| package.is_published());
    published.flat_map(|package| check_one(&root.join(package.folder(root)), &package.folder(root), package)).collect()
}

/// Checks the package in `folder`, which is `name` from the root.
fn check_one(folder: &Path, name: &str, package: &Package) -> Vec<Finding> {
    let manifest = format!("{name}/Cargo.toml");
    let read = |file: &str| fs::read_to_string(folder.join(file)).unwrap_or_default();
    let mut findings = check_metadata(&manifest, &read("Cargo.toml"), package);
    for license in LICENSES {
        if !folder.join(license).is_file() {
            let fix = format!("link it: `ln -s ../../{license} {name}/{license}`");
            findings.push(Finding::new(&manifest, 1, format!("has no {license}"), fix));
        }
    }
    if folder.join("src/lib.rs").is_file() && !read("src/lib.rs").lines().any(|line| line == DOC_CFG) {
        let fix = format!("write `{DOC_CFG}`");
        findings.push(Finding::new(&format!("{name}/src/lib.rs"), 1, "does not show features in its docs", fix));
    }
    findings.extend(check_links(&format!("{name}/README.md"), &read("README.md"), folder));
    findings
}

fn check_metadata(manifest: &str, text: &str, package: &Package) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut require = |right: bool, message: &str, fix: &str| {
        if !right {
            findings.push(Finding::new(manifest, 1, message, fix));
        }
    };
    let documentation = format!("https://docs.rs/{}", package.name);
    require(
        package.documentation.as_ref() == Some(&documentation),
        "does not link to its documentation",
        &format!("write `documentation = \"{documentation}\"`"),
    );
    let is_complete = |words: &[String]| (1..=MAX_WORDS).contains(&words.len());
    require(is_complete(&package.keywords), "has no keywords", "add one to five `keywords`");
    require(is_complete(&package.categories), "has no categories", "add one to five `categories` of the registry");
    require(
        text.contains("[package.metadata.docs.rs]\nall-features = true\n"),
        "does not document all features",
        "add `[package.metadata.docs.rs]\\nall-features = true`",
    );
    findings
}

/// Returns a finding for each relative link to a file that the package does not contain. Links to items of Rust are checked
/// by rustdoc.
fn check_links(readme: &str, text: &str, folder: &Path) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for target in line.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target) {
            let file = target.split('#').next().unwrap_or_default();
            if is_file(file) && !is_packed(folder, file) {
                let fix = "link to https://docs.rs/.., or name the file without a link";
                let message = format!("links to `{target}`, which is not in the package");
                findings.push(Finding::new(readme, index + 1, message, fix));
            }
        }
    }
    findings
}

/// Returns true for a relative link to a file, false for a URL and the path of an item.
fn is_file(target: &str) -> bool {
    let is_url = target.contains("://") || target.starts_with("mailto:");
    !is_url && (target.contains(['/', '.']) || target.starts_with("LICENSE"))
}

fn is_packed(folder: &Path, file: &str) -> bool {
    let is_inside = !file.split('/').any(|part| part == "..") && !file.starts_with("tests/");
    is_inside && folder.join(file).is_file()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::root::repository_root;

    fn links(text: &str) -> Vec<String> {
        let folder = repository_root().unwrap().join("crates/api");
        check_links("README.md", text, &folder).into_iter().map(|finding| finding.to_string()).collect()
    }

    #[test]
    fn links_out_of_the_package_are_found() {
        let found = links("# A\n[a](../api/README.md#b) and [b](tests/record.rs) and [c](trait.Record.html)\n");
        assert_eq!(found.len(), 3);
        assert!(found[0].starts_with("README.md:2: links to `../api/README.md#b`, which is not in the package\n"));
        let fine =
            "[a](https://docs.rs/x) [b](LICENSE-MIT) [c](src/lib.rs) [d](crate::A#b) [e](mod@file) [f](#g) [h](A)";
        assert_eq!(links(fine), [""; 0]);
    }

    #[test]
    fn a_package_without_metadata_is_found() {
        let package = serde_json::json!({
            "name": "hwc-a", "manifest_path": "crates/a/Cargo.toml", "features": {}, "dependencies": [],
            "keywords": ["a"], "categories": [],
        });
        let package: Package = serde_json::from_value(package).unwrap();
        let found = check_one(&repository_root().unwrap().join("xtask"), "xtask", &package);
        let found: Vec<&str> = found.iter().map(|finding| finding.message.as_str()).collect();
        let expected = [
            "does not link to its documentation",
            "has no categories",
            "does not document all features",
            "has no LICENSE-APACHE",
            "has no LICENSE-MIT",
            "does not show features in its docs",
        ];
        assert_eq!(found, expected);
    }
}
