//! The files of the repository: those that git tracks or would track.

use std::path::Path;
use std::process::Command;
use std::{fs, io};

/// A text file of the repository.
pub(crate) struct TextFile {
    /// The path from the root, with slashes.
    pub(crate) path: String,
    /// The whole content.
    pub(crate) text: String,
}

/// Reads all text files. Skips files that are not UTF-8, and files in the index of git that no longer exist.
///
/// # Errors
/// Returns the error of git or of the file system.
pub(crate) fn read(root: &Path) -> Result<Vec<TextFile>, String> {
    let read = |path: String| match fs::read_to_string(root.join(&path)) {
        Ok(text) => Some(Ok(TextFile { path, text })),
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::NotFound) => None,
        Err(error) => Some(Err(format!("{path}: {error}"))),
    };
    paths(root)?.into_iter().filter_map(read).collect()
}

/// Returns the paths of all files of the repository, from its root, with slashes.
///
/// # Errors
/// Returns the error of git or of the file system.
pub fn paths(root: &Path) -> Result<Vec<String>, String> {
    if root.join(".git").exists() { git_files(root) } else { walk_files(root).map_err(|error| error.to_string()) }
}

/// Returns the files that git tracks and those that it would add. `.gitignore` is respected.
fn git_files(root: &Path) -> Result<Vec<String>, String> {
    let arguments = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"];
    let done = Command::new("git").args(arguments).current_dir(root).output();
    let done = done.map_err(|error| format!("git: {error}"))?;
    if !done.status.success() {
        return Err(format!("git ls-files: {}", String::from_utf8_lossy(&done.stderr).trim_end()));
    }
    let text = String::from_utf8_lossy(&done.stdout);
    Ok(text.split_terminator('\0').map(str::to_owned).collect())
}

/// Returns all files of an unpacked archive, which has no git repository.
fn walk_files(root: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() && path != root.join("target") {
                folders.push(path);
            } else if path.is_file() {
                let relative = path.strip_prefix(root).unwrap_or(&path);
                found.push(relative.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    Ok(found)
}
