//! The lock of the public API: `spec/api.txt` lists each fact of the generated code that users rely on. A change of the spec
//! that breaks a user is an error until `cargo xtask gen --accept-breaking` records it here and in `CHANGELOG.md`.

mod changelog;
mod compatibility;
mod lines;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::Path;

use crate::emit::SourceTree;
use crate::model::Service;
use compatibility::Change;
use lines::Line;

/// The path of the lock from the folder that contains `spec/`.
const LOCK_FILE: &str = "spec/api.txt";

/// The path of the changelog from the root of the repository.
const CHANGELOG_FILE: &str = "CHANGELOG.md";

/// The treatment of changes that break users.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Breaking {
    /// They are an error.
    Reject,
    /// They are recorded in the lock and in the changelog.
    Accept,
}

/// Returns the lock, by its path from `root`, and the changelog if it gets new lines. `home` contains the spec.
///
/// # Errors
/// Returns the changes that break users, unless they are accepted, or the reason why a file cannot be read.
pub(crate) fn files(root: &Path, home: &Path, services: &[Service], breaking: Breaking) -> Result<SourceTree, String> {
    let prefix = home.strip_prefix(root).unwrap_or(home).to_string_lossy().replace('\\', "/");
    let path = if prefix.is_empty() { LOCK_FILE.to_owned() } else { format!("{prefix}/{LOCK_FILE}") };
    let new = lines::of(services);
    let old = read_lock(root, &path)?;
    let changes = compatibility::breaking_changes(&old, &new);
    let mut files = SourceTree::from([(path.clone(), lines::to_text(&new))]);
    if changes.is_empty() {
        return Ok(files);
    }
    if breaking == Breaking::Reject {
        return Err(rejection(&path, &changes));
    }
    if root == home {
        let text =
            fs::read_to_string(root.join(CHANGELOG_FILE)).map_err(|error| format!("{CHANGELOG_FILE}: {error}"))?;
        files.insert(CHANGELOG_FILE.to_owned(), changelog::add(&text, &changes)?);
    }
    Ok(files)
}

/// Reads the lock. Without the file there is nothing to break yet.
fn read_lock(root: &Path, path: &str) -> Result<Vec<Line>, String> {
    match fs::read_to_string(root.join(path)) {
        Ok(text) => lines::parse(&text).map_err(|message| format!("{path}:{message}")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(format!("{path}: {error}")),
    }
}

/// Returns the error that lists the changes and the command that accepts them.
fn rejection(path: &str, changes: &[Change]) -> String {
    let changes: Vec<String> = changes.iter().map(ToString::to_string).collect();
    format!(
        "{path}: the spec changes the public API in a way that breaks its users:\n{}\n\nRevert that in the spec. If it is intended, run: cargo xtask gen --accept-breaking\nIt updates {path} and lists the changes in {CHANGELOG_FILE}.",
        changes.join("\n")
    )
}
