//! The output of `cargo metadata` for the crates of the workspace.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

/// The crates of the workspace.
#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

/// One crate.
#[derive(Debug, Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) version: String,
    pub(crate) description: Option<String>,
    pub(crate) documentation: Option<String>,
    #[serde(default)]
    pub(crate) keywords: Vec<String>,
    #[serde(default)]
    pub(crate) categories: Vec<String>,
    pub(crate) rust_version: Option<String>,
    pub(crate) manifest_path: String,
    /// `None` if it may be published to any registry, empty if to none.
    pub(crate) publish: Option<Vec<String>>,
    pub(crate) features: BTreeMap<String, Vec<String>>,
    pub(crate) dependencies: Vec<Dependency>,
}

/// A dependency, as the manifest names it.
#[derive(Debug, Deserialize)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    /// `None` for an ordinary dependency, otherwise `dev` or `build`.
    pub(crate) kind: Option<String>,
    /// Set for crates of the workspace.
    pub(crate) path: Option<String>,
}

impl Package {
    /// Returns true if the crate is published to the registry.
    pub(crate) fn is_published(&self) -> bool {
        self.publish.as_ref().is_none_or(|registries| !registries.is_empty())
    }

    /// Returns its folder from the root, with slashes.
    pub(crate) fn folder(&self, root: &Path) -> String {
        let manifest = Path::new(&self.manifest_path);
        let folder = manifest.parent().unwrap_or(manifest);
        folder.strip_prefix(root).unwrap_or(folder).to_string_lossy().replace('\\', "/")
    }
}

/// Loads the crates of the workspace from cargo. This is fast and needs only the manifests.
///
/// # Errors
/// Returns the error of cargo.
pub(crate) fn load(root: &Path) -> Result<Vec<Package>, String> {
    read_packages(root, &["--no-deps"])
}

/// Loads the crates of the workspace and all their dependencies from cargo, as the lock file pins them.
///
/// # Errors
/// Returns the error of cargo.
pub(crate) fn load_all(root: &Path) -> Result<Vec<Package>, String> {
    read_packages(root, &["--locked"])
}

fn read_packages(root: &Path, arguments: &[&str]) -> Result<Vec<Package>, String> {
    let done = cargo_command().args(["metadata", "--format-version", "1"]).args(arguments).current_dir(root).output();
    let done = done.map_err(|error| format!("cargo: {error}"))?;
    if !done.status.success() {
        return Err(format!("cargo metadata: {}", String::from_utf8_lossy(&done.stderr).trim_end()));
    }
    let metadata: Metadata =
        serde_json::from_slice(&done.stdout).map_err(|error| format!("cargo metadata: {error}"))?;
    Ok(metadata.packages)
}

/// Returns a command for the cargo that runs this program, or for the one in the path.
pub(crate) fn cargo_command() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}
