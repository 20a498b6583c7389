//! Job that builds all docs without warnings: with all features, as they are published, and each published crate with its
//! default features, as its users build them.

use std::path::Path;

use super::run_cargo;
use crate::metadata::{self, Package};

/// The flags that make rustdoc warnings errors.
const FLAGS: &[(&str, &str)] = &[("RUSTDOCFLAGS", "-Dwarnings")];

pub(super) fn run(root: &Path) -> Result<String, String> {
    run_cargo(root, &["doc", "--workspace", "--no-deps", "--all-features"], FLAGS)?;
    let packages = metadata::load(root)?;
    let published: Vec<&Package> = packages.iter().filter(|package| package.is_published()).collect();
    for package in &published {
        run_cargo(root, &["doc", "--no-deps", "--package", &package.name], FLAGS)?;
    }
    Ok(format!("{} crates with default features too", published.len()))
}
