//! One oldest compiler for all published crates. That the code keeps to it is clippy's lint `incompatible_msrv`; here it
//! is checked that each crate names the same one, and that `xtask` alone has its own.

use std::path::Path;

use crate::metadata;

pub(super) fn run(root: &Path) -> Result<String, String> {
    let packages = metadata::load(root)?;
    let mut versions: Vec<&str> = Vec::new();
    for package in packages.iter().filter(|package| package.name != "xtask") {
        let version = package.rust_version.as_deref();
        versions.push(version.ok_or_else(|| format!("{} has no rust-version", package.name))?);
    }
    versions.dedup();
    match versions.as_slice() {
        [version] => Ok(format!("rust {version}")),
        several => Err(format!("the crates name several compilers: {}", several.join(", "))),
    }
}
