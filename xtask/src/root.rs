//! Search for the root of the repository at run time. The place where xtask was compiled can be another checkout, if both use
//! one target folder.

use std::env;
use std::path::{Path, PathBuf};

/// Returns the root of the repository: the nearest one around the package that cargo runs, or around the current folder.
///
/// # Errors
/// Returns the folder in which the search began.
pub(crate) fn repository_root() -> Result<PathBuf, String> {
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let current = env::current_dir().map_err(|error| format!("cannot read the current folder: {error}"))?;
    find_root(package.as_deref(), &current)
}

fn find_root(package: Option<&Path>, current: &Path) -> Result<PathBuf, String> {
    let is_root = |folder: &&Path| folder.join("xtask/Cargo.toml").is_file() && folder.join("spec").is_dir();
    let mut candidates = package.into_iter().chain([current]).flat_map(Path::ancestors);
    candidates
        .find(is_root)
        .map(Path::to_path_buf)
        .ok_or_else(|| format!("{} is not in a checkout of hwc: run `cargo xtask` inside one", current.display()))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn checkout(parent: &Path, name: &str) -> PathBuf {
        let root = parent.join(name);
        fs::create_dir_all(root.join("spec/osm")).unwrap();
        fs::create_dir_all(root.join("xtask")).unwrap();
        fs::write(root.join("xtask/Cargo.toml"), "").unwrap();
        root
    }

    #[test]
    fn the_checkout_of_the_package_that_cargo_runs_wins() {
        let parent = tempfile::tempdir().unwrap();
        let (one, other) = (checkout(parent.path(), "one"), checkout(parent.path(), "other"));
        assert_eq!(find_root(Some(&one.join("xtask")), &other), Ok(one.clone()));
        assert_eq!(find_root(None, &other.join("spec/osm")), Ok(other.clone()));
        assert_eq!(find_root(Some(parent.path()), &other), Ok(other), "a package of another repository is skipped");
    }

    #[test]
    fn a_folder_outside_of_a_checkout_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = find_root(None, folder.path()).unwrap_err();
        assert!(error.ends_with("is not in a checkout of hwc: run `cargo xtask` inside one"), "{error}");
    }
}
