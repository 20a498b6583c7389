//! `deny.toml` is kept, by the workspace and by the fuzz targets: who may depend on what, under which licences, from where.
//! cargo-deny checks it; a machine without it is told so, and CI (where `CI` is set) has to have it.

use std::path::Path;
use std::process::Command;

use super::command;

/// Advisories are not among them: they need a database that is fetched.
const CHECK: &[&str] = &["deny", "--all-features", "check", "bans", "licenses", "sources"];

/// The crate of the fuzz targets, with a lock file of its own.
const FUZZ: &str = "crates/fuzz/fuzz/Cargo.toml";

pub(super) fn run(root: &Path) -> Result<String, String> {
    let installed = Command::new("cargo-deny").arg("--version").output().is_ok_and(|done| done.status.success());
    match (installed, std::env::var_os("CI").is_some()) {
        (true, _) => {
            command(root, CHECK, &[])?;
            command(root, &[&["deny", "--manifest-path", FUZZ], &CHECK[1..]].concat(), &[])
        }
        (false, true) => Err("cargo-deny is not installed: cargo install cargo-deny --locked".to_owned()),
        (false, false) => Ok("NOT CHECKED: cargo-deny is not installed".to_owned()),
    }
}
