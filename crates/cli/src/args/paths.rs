//! Checks on output paths: equal paths, existing files and paths that JSON cannot represent.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::CliError;

/// Returns an error if the file exists, unless `force` is set. Devices and pipes are not replaced, so they are allowed.
pub(crate) fn refuse_existing(path: &Path, force: bool) -> Result<(), CliError> {
    if force || !fs::metadata(path).is_ok_and(|there| there.is_file()) {
        return Ok(());
    }
    Err(CliError::usage(format!("{} already exists; pass --force to replace it", path.display())))
}

/// Returns an error for a path that JSON cannot represent: a reader would look for another file.
pub(crate) fn refuse_non_utf8(path: &Path) -> Result<(), CliError> {
    match path.to_str() {
        Some(_) => Ok(()),
        None => Err(CliError::usage(format!("cannot represent the path {} in JSON: it is not UTF-8", path.display()))),
    }
}

/// Returns true if both paths lead to the same file, which may not exist yet.
pub(crate) fn are_same(one: &Path, other: &Path) -> bool {
    resolved(one) == resolved(other)
}

/// Returns the file that a path leads to. For a new file, this is its name in the existing directory.
fn resolved(path: &Path) -> PathBuf {
    if let Ok(path) = fs::canonicalize(path) {
        return path;
    }
    let target = fs::read_link(path).ok().map(|target| path.with_file_name(target));
    let path = target.as_deref().unwrap_or(path);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (fs::canonicalize(folder), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_do_not_exist_yet_are_compared_too() {
        let same = |one: &str, other: &str| are_same(Path::new(one), Path::new(other));
        assert!(same("x", "./x") && same("src/x", "src/../src/x") && same("Cargo.toml", "./Cargo.toml"));
        assert!(!same("x", "y") && !same("src/x", "x") && !same("none/x", "x"));
    }
}
