//! Jobs that pack every published crate as the registry would get it, and that compile the packages.
//!
//! Packages are compiled against each other, without the files around them: a file that a package lacks is an error.

use std::path::Path;

use super::run_cargo;
use crate::metadata;

/// Packs all crates.
pub(super) fn pack(root: &Path) -> Result<String, String> {
    let count = run(root, &["--no-verify"], &[])?;
    Ok(format!("{count} packages"))
}

/// Packs all crates and compiles them, with the artifacts of the workspace for most dependencies. Without the variable, cargo
/// compiles all of them again, for each package.
pub(super) fn verify(root: &Path) -> Result<String, String> {
    let target = root.join("target");
    let count = run(root, &[], &[("CARGO_TARGET_DIR", &target.to_string_lossy())])?;
    Ok(format!("{count} packages compile"))
}

fn run(root: &Path, options: &[&str], environment: &[(&str, &str)]) -> Result<usize, String> {
    let packages = metadata::load(root)?;
    let published = packages.iter().filter(|package| package.is_published());
    let names: Vec<&str> = published.map(|package| package.name.as_str()).collect();
    // A run on a developer's machine has changes that are not committed.
    let mut arguments = vec!["package", "--allow-dirty", "--locked"];
    arguments.extend(options);
    arguments.extend(names.iter().flat_map(|name| ["--package", name]));
    run_cargo(root, &arguments, environment)?;
    Ok(names.len())
}
