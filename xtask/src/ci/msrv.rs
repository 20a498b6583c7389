//! Job that checks that all crates of the workspace and all their dependencies support one oldest compiler.
//!
//! Clippy checks the code with its lint `incompatible_msrv`. This job compares the manifests. If the oldest compiler is
//! installed, it also compiles everything.

use std::path::Path;
use std::process::Command;

use crate::metadata::{self, Package};

pub(super) fn run(root: &Path) -> Result<String, String> {
    let version = declared_version(&metadata::load(root)?)?;
    let newer = newer_packages(&metadata::load_all(root)?, &version)?;
    if !newer.is_empty() {
        return Err(format!("crates that need a newer compiler than {version}: {}", newer.join(", ")));
    }
    if !is_installed(&version) {
        return Ok(format!("rust {version} by the manifests and by clippy; NOT COMPILED with it: it is not installed"));
    }
    compile(root, &version)?;
    Ok(format!("rust {version} compiles the workspace"))
}

fn is_installed(version: &str) -> bool {
    let done = Command::new("rustup").args(["which", "rustc", "--toolchain", version]).output();
    done.is_ok_and(|done| done.status.success())
}

/// Compiles everything with this version, in a separate folder.
fn compile(root: &Path, version: &str) -> Result<(), String> {
    let mut command = Command::new("rustup");
    command.args(["run", version, "cargo", "check", "--workspace", "--all-targets", "--all-features", "--quiet"]);
    command.current_dir(root).env("CARGO_TARGET_DIR", root.join("target/msrv")).env_remove("RUSTUP_TOOLCHAIN");
    let done = command.output().map_err(|error| format!("rustup: {error}"))?;
    if done.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&done.stderr).into_owned()) }
}

/// Returns the version that all crates declare.
fn declared_version(packages: &[Package]) -> Result<String, String> {
    let mut versions: Vec<&str> = Vec::new();
    for package in packages {
        let version = package.rust_version.as_deref();
        versions.push(version.ok_or_else(|| format!("{} has no rust-version", package.name))?);
    }
    versions.sort_unstable();
    versions.dedup();
    match versions.as_slice() {
        [version] => Ok((*version).to_owned()),
        several => Err(format!("the crates name several compilers: {}", several.join(", "))),
    }
}

/// Returns the crates that need a newer compiler than `version`.
fn newer_packages(packages: &[Package], version: &str) -> Result<Vec<String>, String> {
    let oldest = parse_version(version)?;
    let mut newer = Vec::new();
    for package in packages {
        if let Some(needed) = &package.rust_version
            && parse_version(needed)? > oldest
        {
            newer.push(format!("{} ({needed})", package.name));
        }
    }
    Ok(newer)
}

/// Parses a version. A missing third number is 0.
fn parse_version(version: &str) -> Result<[u32; 3], String> {
    let mut numbers = [0; 3];
    for (number, text) in numbers.iter_mut().zip(version.split('.')) {
        *number = text.parse().map_err(|_| format!("`{version}` is not the version of a compiler"))?;
    }
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, version: &str) -> Package {
        let package = serde_json::json!({
            "name": name, "rust_version": version, "manifest_path": "Cargo.toml", "features": {}, "dependencies": [],
        });
        serde_json::from_value(package).unwrap()
    }

    #[test]
    fn crates_that_name_several_compilers_are_rejected() {
        assert_eq!(declared_version(&[package("a", "1.89"), package("b", "1.89")]), Ok("1.89".to_owned()));
        assert!(declared_version(&[package("a", "1.89"), package("b", "1.9")]).is_err());
    }

    #[test]
    fn a_dependency_that_needs_a_newer_compiler_is_found() {
        let packages =
            [package("old", "1.9"), package("same", "1.89.0"), package("new", "1.89.1"), package("newer", "1.90")];
        assert_eq!(newer_packages(&packages, "1.89").unwrap(), ["new (1.89.1)", "newer (1.90)"]);
    }
}
