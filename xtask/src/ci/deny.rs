//! Job that checks `deny.toml` for the workspace and the fuzz targets: allowed dependencies, licenses and sources. It runs
//! cargo-deny. Without cargo-deny, it prints a note; in CI (where `CI` is set) it fails.

use std::path::Path;
use std::process::Command;

use super::run_cargo;

/// The checks. Advisories are excluded because they need to fetch a database.
const CHECK: &[&str] = &["deny", "--all-features", "check", "bans", "licenses", "sources"];

/// The crate of the fuzz targets, which has its own lock file.
const FUZZ: &str = "crates/fuzz/fuzz/Cargo.toml";

pub(super) fn run(root: &Path) -> Result<String, String> {
    let installed = Command::new("cargo-deny").arg("--version").output().is_ok_and(|done| done.status.success());
    match (installed, std::env::var_os("CI").is_some()) {
        (true, _) => {
            run_cargo(root, CHECK, &[])?;
            run_cargo(root, &[&["deny", "--manifest-path", FUZZ], &CHECK[1..]].concat(), &[])
        }
        (false, true) => Err("cargo-deny is not installed: cargo install cargo-deny --locked".to_owned()),
        (false, false) => Ok("NOT CHECKED: cargo-deny is not installed".to_owned()),
    }
}
