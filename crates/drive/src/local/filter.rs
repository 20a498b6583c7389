//! Filters of files by path, in the syntax of .gitignore.

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::error::{Error, Result};

/// A filter of files by their path from the transferred folder. The default one selects all files.
///
/// ```
/// use hwc_drive::SyncFilter;
///
/// let filter = SyncFilter::new(["*.tmp", "/build/", "!keep.tmp"], ["*.txt"])?;
/// assert!(filter.is_selected("notes/a.txt", false));
/// assert!(!filter.is_selected("build/a.txt", false));
/// assert!(!filter.is_selected("a.tmp", false));
/// # Ok::<(), hwc_drive::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct SyncFilter {
    excluded: Option<Gitignore>,
    included: Option<Gitignore>,
}

impl SyncFilter {
    /// Creates a filter from patterns in the syntax of .gitignore. The last pattern that matches a path decides. If there are
    /// patterns to include, files that match none of them are excluded.
    ///
    /// # Errors
    /// Returns [`Error::InvalidPattern`] for a pattern that cannot be parsed.
    pub fn new<'a>(
        exclude: impl IntoIterator<Item = &'a str>,
        include: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self> {
        Ok(Self { excluded: build(exclude)?, included: build(include)? })
    }

    /// Returns true if a file or folder is selected.
    #[must_use]
    pub fn is_selected(&self, path: &str, is_folder: bool) -> bool {
        // A path with a root would be an error of the program; the names of a service decide what is first here.
        let path = path.trim_start_matches('/');
        let matches = |patterns: &Gitignore| patterns.matched_path_or_any_parents(path, is_folder).is_ignore();
        if self.excluded.as_ref().is_some_and(matches) {
            return false;
        }
        // A folder may contain files that are included.
        is_folder || self.included.as_ref().is_none_or(matches)
    }

    /// Returns true if nothing is excluded.
    pub(crate) fn selects_all(&self) -> bool {
        self.excluded.is_none() && self.included.is_none()
    }
}

fn build<'a>(patterns: impl IntoIterator<Item = &'a str>) -> Result<Option<Gitignore>> {
    let mut builder = GitignoreBuilder::new("");
    let mut count = 0;
    let invalid = |pattern: &str, error: ignore::Error| {
        let (pattern, reason) = (pattern.to_owned(), error.to_string());
        Error::InvalidPattern { pattern, reason }
    };
    for pattern in patterns {
        builder.add_line(None, pattern).map_err(|error| invalid(pattern, error))?;
        count += 1;
    }
    // Each pattern is valid, but all of them together may be too large.
    let built = builder.build().map_err(|error| invalid("", error))?;
    Ok((count > 0).then_some(built))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_selects_everything() {
        let filter = SyncFilter::default();
        assert!(filter.selects_all() && filter.is_selected("a/b", false) && filter.is_selected(".git", true));
    }

    #[test]
    fn patterns_are_those_of_gitignore() {
        let filter = SyncFilter::new(["target/", "*.o", "!main.o", "/top"], []).unwrap();
        for (path, is_folder, selected) in [
            ("target", true, false),
            ("a/target", true, false),
            ("target/x", false, false),
            ("target", false, true),
            ("a/b.o", false, false),
            ("a/main.o", false, true),
            ("top", false, false),
            ("a/top", false, true),
        ] {
            assert_eq!(filter.is_selected(path, is_folder), selected, "{path}");
        }
    }

    #[test]
    fn invalid_patterns_are_named() {
        let error = SyncFilter::new(["[z-a]", "b"], []).unwrap_err().to_string();
        assert!(error.starts_with("invalid pattern `[z-a]`"), "{error}");
    }
}
