//! The files and folders that a synchronization deletes.

use std::collections::BTreeSet;

use super::SyncOptions;
use crate::error::{Error, Result};

/// Returns the paths to delete, sorted: those that are not in the source. A folder with something that stays is kept.
///
/// `target` has each path of the target, and true if it may be deleted: it is selected by the filter and not in the source.
pub(super) fn deletable(target: &[(String, bool)]) -> BTreeSet<String> {
    let mut kept: BTreeSet<&str> = BTreeSet::new();
    for (path, _) in target.iter().filter(|(_, may_delete)| !may_delete) {
        let mut path = path.as_str();
        while kept.insert(path) {
            let Some((folder, _)) = path.rsplit_once('/') else { break };
            path = folder;
        }
    }
    target.iter().filter(|(path, _)| !kept.contains(path.as_str())).map(|(path, _)| path.clone()).collect()
}

/// Returns the paths of which no folder around them is deleted as well.
pub(super) fn topmost(paths: &BTreeSet<String>) -> Vec<&String> {
    let is_below = |path: &str| {
        std::iter::successors(path.rsplit_once('/'), |(folder, _)| folder.rsplit_once('/'))
            .any(|(folder, _)| paths.contains(folder))
    };
    paths.iter().filter(|path| !is_below(path)).collect()
}

/// Checks the limit.
///
/// # Errors
/// Returns [`Error::TooManyDeletions`] if there are more.
pub(super) fn check_limit(planned: usize, options: &SyncOptions) -> Result<()> {
    let limit = options.delete_limit;
    if planned > limit { Err(Error::TooManyDeletions { planned, limit }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_with_kept_files_stay() {
        let target = [("a", true), ("a/b", true), ("a/b/x", true), ("a/y", false), ("c", true), ("c/z", true)];
        let target = target.map(|(path, may_delete)| (path.to_owned(), may_delete));
        let paths = deletable(&target);
        assert_eq!(paths.iter().collect::<Vec<_>>(), ["a/b", "a/b/x", "c", "c/z"]);
        assert_eq!(topmost(&paths), ["a/b", "c"]);
    }
}
