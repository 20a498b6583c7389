//! The jobs that compile and run programs that are not part of the workspace.

use std::path::Path;

use super::run_cargo;

/// The programs that use hwc as a company would.
const PROGRAMS: &str = "crates/api/downstream/Cargo.toml";

/// The queries of DataFusion.
const DATAFUSION: &str = "crates/object-store/datafusion/Cargo.toml";

/// Checks the programs of users.
pub(super) fn programs(root: &Path) -> Result<String, String> {
    check(root, PROGRAMS)
}

/// Checks the queries of DataFusion.
pub(super) fn datafusion(root: &Path) -> Result<String, String> {
    check(root, DATAFUSION)
}

/// Checks the format of a package, and runs its tests with its own lock file.
fn check(root: &Path, manifest: &str) -> Result<String, String> {
    run_cargo(root, &["fmt", "--check", "--manifest-path", manifest], &[])?;
    // In the folder of the workspace, so that its dependencies are not compiled again.
    run_cargo(root, &["test", "--locked", "--manifest-path", manifest, "--target-dir", "target"], &[])
}
