//! Paths of files that are written: which are the same, which would be replaced, which JSON can carry.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// Refuses to replace a file, unless `force` is given. What is no file, a device or a pipe, is not replaced.
pub(crate) fn refuse_existing(path: &Path, force: bool) -> Result<(), Failure> {
    if force || !fs::metadata(path).is_ok_and(|there| there.is_file()) {
        return Ok(());
    }
    Err(Failure::usage(format!("{} is there already; --force replaces it", path.display())))
}

/// Refuses a path that JSON cannot carry: its reader would look for another file.
pub(crate) fn refuse_non_utf8(path: &Path) -> Result<(), Failure> {
    match path.to_str() {
        Some(_) => Ok(()),
        None => Err(Failure::usage(format!("the path {} is not UTF-8, so JSON output cannot name it", path.display()))),
    }
}

/// Returns true if both paths lead to the same file, which need not exist.
pub(crate) fn are_same(one: &Path, other: &Path) -> bool {
    resolved(one) == resolved(other)
}

/// The file that a path leads to; for one that does not exist, its name in the folder that does.
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
