//! Job that compiles every published crate without warnings: with no feature, with each of its features alone, and with all
//! of them. It uses Clippy rather than `cargo check`, because Clippy can reject warnings without recompiling the
//! dependencies.

use std::path::Path;

use super::run_cargo;
use crate::metadata::{self, Package};

pub(super) fn run(root: &Path) -> Result<String, String> {
    let packages = metadata::load(root)?;
    let mut checks = 0;
    for package in packages.iter().filter(|package| package.is_published()) {
        for choice in feature_choices(package) {
            let mut arguments = vec!["clippy", "--no-deps", "--package", package.name.as_str()];
            arguments.extend(choice);
            arguments.extend(["--", "-D", "warnings"]);
            run_cargo(root, &arguments, &[])?;
            checks += 1;
        }
    }
    Ok(format!("{checks} choices of features compile without a warning"))
}

/// Returns the arguments for each choice. A crate without features has only one choice.
fn feature_choices(package: &Package) -> Vec<Vec<&str>> {
    let named: Vec<&str> = package.features.keys().map(String::as_str).filter(|name| *name != "default").collect();
    let mut choices = vec![vec!["--no-default-features"]];
    if !named.is_empty() {
        choices.extend(named.iter().map(|name| vec!["--no-default-features", "--features", name]));
        choices.push(vec!["--all-features"]);
    }
    choices
}
