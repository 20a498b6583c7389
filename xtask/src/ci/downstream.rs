//! The job that compiles and runs the programs of `crates/api/downstream`, which is not part of the workspace.

use std::path::Path;

use super::run_cargo;

const MANIFEST: &str = "crates/api/downstream/Cargo.toml";

/// Checks the format of the programs, and runs their tests with their own lock file.
pub(super) fn run(root: &Path) -> Result<String, String> {
    run_cargo(root, &["fmt", "--check", "--manifest-path", MANIFEST], &[])?;
    // In the folder of the workspace, so that its dependencies are not compiled again.
    run_cargo(root, &["test", "--locked", "--manifest-path", MANIFEST, "--target-dir", "target"], &[])
}
