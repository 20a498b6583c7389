//! Paths of KooDrive for completion: those of the folders that were listed last.

use std::collections::BTreeSet;

use super::cache;
use super::candidates::Candidate;
#[cfg(feature = "drive")]
use crate::ui::escape::is_harmful;

/// The file of the cache, with a path in each line. The paths of folders end with a slash.
const KIND: &str = "drive";

/// The root of the personal space.
const ROOT: &str = "drive:/";

/// The maximum number of paths in the cache.
#[cfg(feature = "drive")]
const MAX_PATHS: usize = 5000;

/// Remembers the content of a folder, such as `drive:/Reports`: the paths below it, those of folders with a slash at the
/// end. They replace what is known of the folder.
#[cfg(feature = "drive")]
pub(crate) fn remember(folder: &str, content: impl IntoIterator<Item = String>) {
    let folder = format!("{}/", folder.trim_end_matches('/'));
    let content = content.into_iter().map(|path| format!("{folder}{path}"));
    cache::write(KIND, merge(&folder, content, cache::read(KIND)));
}

/// Remembers spaces by their name.
#[cfg(feature = "drive")]
pub(crate) fn remember_spaces(names: impl IntoIterator<Item = String>) {
    let roots = names.into_iter().map(|name| format!("drive@{name}:/"));
    let (_, paths): (Vec<_>, Vec<_>) = cache::read(KIND).into_iter().partition(|line| line.ends_with(":/"));
    cache::write(KIND, roots.filter(|path| is_plain(path)).chain(paths));
}

/// Returns the new lines of the cache, the latest first. A path with characters that control a terminal is omitted.
#[cfg(feature = "drive")]
fn merge(folder: &str, content: impl Iterator<Item = String>, known: Vec<String>) -> Vec<String> {
    let content: Vec<String> = content.filter(|path| is_plain(path)).collect();
    let kept = known.into_iter().filter(|path| !path.starts_with(folder) || path == folder);
    let parent = std::iter::once(folder.to_owned());
    let mut seen = BTreeSet::new();
    let all = parent.chain(content).chain(kept).filter(|path| seen.insert(path.clone()));
    all.take(MAX_PATHS).collect()
}

#[cfg(feature = "drive")]
fn is_plain(path: &str) -> bool {
    !path.contains(is_harmful)
}

/// Returns the known paths that begin with a word, each up to its next slash.
pub(super) fn candidates(word: &str) -> Vec<Candidate> {
    next_level(word, &cache::read(KIND)).into_iter().map(candidate).collect()
}

fn next_level(word: &str, known: &[String]) -> BTreeSet<String> {
    let paths = known.iter().map(String::as_str).chain([ROOT]);
    let cut = |path: &str| {
        let rest = path.strip_prefix(word)?;
        let length = rest.find('/').map_or(rest.len(), |slash| slash + 1);
        Some(format!("{word}{}", &rest[..length]))
    };
    paths.filter_map(cut).filter(|path| path != word).collect()
}

fn candidate(path: String) -> Candidate {
    let help = match path.as_str() {
        path if path.ends_with(":/") => "space",
        path if path.ends_with('/') => "folder",
        _ => "file",
    };
    Candidate::new(path, help)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 5] =
        ["drive:/Reports/", "drive:/Reports/2026/a.pdf", "drive:/Reports/b c.txt", "drive:/Rest", "drive@Marketing:/"];

    fn complete(word: &str) -> Vec<String> {
        next_level(word, &KNOWN.map(str::to_owned)).into_iter().collect()
    }

    #[test]
    fn paths_are_completed_level_by_level() {
        assert_eq!(complete(""), ["drive:/", "drive@Marketing:/"]);
        assert_eq!(complete("drive:"), ["drive:/"]);
        assert_eq!(complete("drive:/Re"), ["drive:/Reports/", "drive:/Rest"]);
        assert_eq!(complete("drive:/Reports/"), ["drive:/Reports/2026/", "drive:/Reports/b c.txt"]);
        assert_eq!(complete("drive@"), ["drive@Marketing:/"]);
        assert!(complete("console").is_empty(), "local files are left to the shell");
    }

    #[test]
    #[cfg(feature = "drive")]
    fn a_list_replaces_what_is_known_of_its_folder() {
        let content = ["c.txt".to_owned(), "x\u{1b}[2J".to_owned()].map(|path| format!("drive:/Reports/{path}"));
        let merged = merge("drive:/Reports/", content.into_iter(), KNOWN.map(str::to_owned).to_vec());
        assert_eq!(merged, ["drive:/Reports/", "drive:/Reports/c.txt", "drive:/Rest", "drive@Marketing:/"]);
        let many = (0..2 * MAX_PATHS).map(|number| format!("drive:/{number}"));
        assert_eq!(merge("drive:/", many, Vec::new()).len(), MAX_PATHS);
    }
}
