//! Job that counts the instructions of calls and compares them with `docs/instructions.md`. It runs a release build under
//! valgrind. Without valgrind, or with another compiler than that of the page, it prints a note; in CI (where `CI` is set) it
//! fails.

use std::path::Path;
use std::process::Command;

use crate::metadata::cargo_command;

/// The beginning of a note about counts that were not compared.
const NOT_CHECKED: &str = "NOT CHECKED";

/// Compares the counts with the page.
pub(super) fn check(root: &Path) -> Result<String, String> {
    let note = match is_installed() {
        true => run(root, "check")?,
        false => format!("{NOT_CHECKED}: valgrind is not installed"),
    };
    match note.starts_with(NOT_CHECKED) && std::env::var_os("CI").is_some() {
        true => Err(note),
        false => Ok(note),
    }
}

/// Writes the page.
pub(super) fn update(root: &Path) -> Result<String, String> {
    if is_installed() { run(root, "update") } else { Err("valgrind is not installed".to_owned()) }
}

fn is_installed() -> bool {
    Command::new("valgrind").arg("--version").output().is_ok_and(|done| done.status.success())
}

/// Runs a command of the program of `hwc-bench`. xtask itself must not depend on the crates that it measures.
fn run(root: &Path, command: &str) -> Result<String, String> {
    let words =
        ["run", "--quiet", "--release", "--package", "hwc-bench", "--bin", "hwc-bench-instructions", "--", command];
    let done = cargo_command().args(words).current_dir(root).output();
    let done = done.map_err(|error| format!("cargo: {error}"))?;
    match done.status.success() {
        true => Ok(String::from_utf8_lossy(&done.stdout).into_owned()),
        false => Err(String::from_utf8_lossy(&done.stderr).into_owned()),
    }
}
