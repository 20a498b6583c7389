//! Job that packs every published crate as the registry would get it, and compiles the packages.
//!
//! Packages are compiled against each other, without the files around them: a file that a package lacks is an error.

use std::path::Path;

use super::run_cargo;
use crate::metadata;

pub(super) fn run(root: &Path) -> Result<String, String> {
    let packages = metadata::load(root)?;
    let names: Vec<&str> =
        packages.iter().filter(|package| package.is_published()).map(|package| &*package.name).collect();
    // A run on a developer's machine has changes that are not committed.
    let mut arguments = vec!["package", "--allow-dirty", "--locked"];
    arguments.extend(names.iter().flat_map(|name| ["--package", name]));
    run_cargo(root, &arguments, &[])?;
    Ok(format!("{} packages compile", names.len()))
}
