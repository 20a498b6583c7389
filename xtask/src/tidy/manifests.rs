//! Rule: every crate has a description and shares the settings of the workspace.

use std::fs;
use std::path::Path;

use super::Finding;
use crate::metadata::Package;

pub(super) fn check(root: &Path, packages: &[Package]) -> Result<Vec<Finding>, String> {
    let mut findings = Vec::new();
    for package in packages {
        let path = format!("{}/Cargo.toml", package.folder(root));
        let text = fs::read_to_string(root.join(&path)).map_err(|error| format!("{path}: {error}"))?;
        let readme = root.join(package.folder(root)).join("README.md").exists();
        findings.extend(check_one(&path, &text, package, readme));
    }
    Ok(findings)
}

pub(super) fn check_one(path: &str, text: &str, package: &Package, readme: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut require = |right: bool, message: &str, fix: &str| {
        if !right {
            findings.push(Finding::new(path, 1, message, fix));
        }
    };
    let has = |line: &str| text.lines().any(|found| found.trim_end() == line);
    require(
        text.contains("[lints]\nworkspace = true\n"),
        "does not share the lints",
        "add `[lints]\\nworkspace = true`",
    );
    let fix = "write `rust-version.workspace = true`";
    require(has("rust-version.workspace = true"), "has a rust-version of its own", fix);
    if package.name != "xtask" {
        let described = package.description.as_ref().is_some_and(|text| !text.trim().is_empty());
        require(described, "has no description", "add a `description` in one sentence");
        require(readme, "has no README.md", "write one: what the crate is for, with a first example");
    }
    findings
}
