//! The generated files on disk. Each one is replaced by a rename, and only after all new content is written, so that a failure
//! or a kill leaves each file old or new and never in part.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::emit::SourceTree;

/// Locks the repository until the result is dropped, so that one process at a time writes. Readers share the lock.
///
/// # Errors
/// Returns the error of the file system.
pub(super) fn lock(root: &Path, shared: bool) -> Result<Option<File>, String> {
    let path = root.join("rustfmt.toml");
    let file = File::open(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    match if shared { file.lock_shared() } else { file.lock() } {
        Ok(()) => Ok(Some(file)),
        Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(None),
        Err(error) => Err(format!("cannot lock {}: {error}", path.display())),
    }
}

/// Returns the files in the sources of the crates of the target: `src`, and that of each folder.
///
/// # Errors
/// Returns the error of the file system.
pub(super) fn existing_files(root: &Path, target: &str) -> Result<BTreeSet<String>, String> {
    let mut found = BTreeSet::new();
    let mut folders = source_folders(root, &root.join(target))?;
    while let Some(folder) = folders.pop() {
        for path in entries(root, &folder)? {
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(relative_path(root, &path));
            }
        }
    }
    Ok(found)
}

/// Returns the folder `src` of a crate and those of the crates in it.
fn source_folders(root: &Path, target: &Path) -> Result<Vec<PathBuf>, String> {
    let inner = entries(root, target)?.into_iter().map(|path| path.join("src")).filter(|folder| folder.is_dir());
    Ok(inner.chain([target.join("src")]).collect())
}

/// Returns the paths in a folder. A folder that does not exist is empty.
fn entries(root: &Path, folder: &Path) -> Result<Vec<PathBuf>, String> {
    let read = fs::read_dir(folder).and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect());
    match read {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        read => read.map_err(|error| format!("cannot read {}: {error}", relative_path(root, folder))),
    }
}

fn relative_path(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// Compares the files on disk with the expected ones. `present` are all files below the target.
///
/// # Errors
/// Returns the files that differ, with the first difference of each, and the command that updates them.
pub(super) fn compare(root: &Path, expected: &SourceTree, present: &BTreeSet<String>) -> Result<(), String> {
    let mut wrong = Vec::new();
    for (path, text) in expected {
        match fs::read_to_string(root.join(path)) {
            Ok(now) if now == *text => {}
            Ok(now) => wrong.push(format!("stale:    {path}{}", first_difference(&now, text))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => wrong.push(format!("missing:  {path}")),
            Err(error) => wrong.push(format!("unreadable: {path}: {error}")),
        }
    }
    wrong.extend(present.iter().filter(|path| !expected.contains_key(*path)).map(|path| format!("orphaned: {path}")));
    if wrong.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{}\n\nThe generated code does not follow from spec/. Change the spec, then run: cargo xtask gen",
        wrong.join("\n")
    ))
}

/// Returns the first line that differs.
fn first_difference(now: &str, expected: &str) -> String {
    let mut lines = now.lines().zip(expected.lines()).enumerate();
    match lines.find(|(_, (now, expected))| now != expected) {
        Some((index, (now, expected))) => {
            let (now, expected) = excerpt(now, expected);
            format!(":{}\n    is:        {now}\n    should be: {expected}", index + 1)
        }
        None => " (one is longer than the other)".to_owned(),
    }
}

/// Cuts long lines to the text around the difference.
fn excerpt<'a>(now: &'a str, expected: &'a str) -> (String, String) {
    let same = now.chars().zip(expected.chars()).take_while(|(now, expected)| now == expected).count();
    let from = if same > 60 { same - 20 } else { 0 };
    let cut = |text: &'a str| -> String {
        let piece: String = text.chars().skip(from).take(100).collect();
        let (before, after) = (from > 0, text.chars().count() > from + 100);
        format!("{}{piece}{}", if before { "…" } else { "" }, if after { "…" } else { "" })
    };
    (cut(now), cut(expected))
}

/// Replaces the files that differ and removes obsolete ones. Returns the names of the removed files.
///
/// # Errors
/// Returns the first file that cannot be written. No file is changed unless all new content is written.
pub(super) fn replace(root: &Path, expected: &SourceTree, present: &BTreeSet<String>) -> Result<Vec<String>, String> {
    for file in stage(root, expected)? {
        file.persist(root)?;
    }
    let orphans: Vec<String> = present.iter().filter(|path| !expected.contains_key(*path)).cloned().collect();
    for path in &orphans {
        fs::remove_file(root.join(path)).map_err(|error| format!("cannot remove {path}: {error}"))?;
    }
    Ok(orphans)
}

/// The new content of a file, written next to it.
pub(super) struct Staged {
    path: PathBuf,
    content: NamedTempFile,
}

/// Writes the new content of all files that differ, next to them.
///
/// # Errors
/// Returns the first file that cannot be written.
pub(super) fn stage(root: &Path, expected: &SourceTree) -> Result<Vec<Staged>, String> {
    let is_current = |path: &str, text: &str| fs::read_to_string(root.join(path)).is_ok_and(|now| now == text);
    let changed = expected.iter().filter(|(path, text)| !is_current(path, text));
    let write = |(path, text): (&String, &String)| {
        let path = root.join(path);
        match write_beside(&path, text) {
            Ok(content) => Ok(Staged { path, content }),
            Err(error) => Err(format!("cannot write {}: {error}", relative_path(root, &path))),
        }
    };
    changed.map(write).collect()
}

fn write_beside(path: &Path, text: &str) -> io::Result<NamedTempFile> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".hwc-gen-").suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut content = builder.tempfile_in(folder)?;
    content.write_all(text.as_bytes())?;
    Ok(content)
}

impl Staged {
    fn persist(self, root: &Path) -> Result<(), String> {
        let persisted = self.content.persist(&self.path);
        let failed = |error: tempfile::PersistError| {
            format!("cannot replace {}: {}", relative_path(root, &self.path), error.error)
        };
        persisted.map(drop).map_err(failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(entries: &[(&str, &str)]) -> SourceTree {
        entries.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn a_kill_before_the_renames_leaves_the_old_files_and_is_cleaned_up() {
        let root = tempfile::tempdir().unwrap();
        let old = tree(&[("src/a.rs", "old a"), ("src/b.rs", "old b")]);
        let new = tree(&[("src/a.rs", "new a"), ("src/b.rs", "new b")]);
        replace(root.path(), &old, &BTreeSet::new()).unwrap();
        for staged in stage(root.path(), &new).unwrap() {
            staged.content.keep().unwrap(); // a killed process does not clean up
        }
        assert_eq!(fs::read_to_string(root.path().join("src/a.rs")).unwrap(), "old a");
        let present = existing_files(root.path(), "").unwrap();
        assert_eq!(present.len(), 4);
        assert_eq!(replace(root.path(), &new, &present).unwrap().len(), 2, "the files of the killed process");
        assert!(compare(root.path(), &new, &existing_files(root.path(), "").unwrap()).is_ok());
    }

    #[test]
    fn a_file_that_cannot_be_written_is_named_and_nothing_changes() {
        let root = tempfile::tempdir().unwrap();
        let old = tree(&[("src/a.rs", "old"), ("src/folder", "a file")]);
        replace(root.path(), &old, &BTreeSet::new()).unwrap();
        let new = tree(&[("src/a.rs", "new"), ("src/folder/b.rs", "new")]);
        let error = replace(root.path(), &new, &BTreeSet::new()).unwrap_err();
        assert!(error.starts_with("cannot write src/folder/b.rs: "), "{error}");
        assert_eq!(fs::read_to_string(root.path().join("src/a.rs")).unwrap(), "old");
        assert_eq!(existing_files(root.path(), "").unwrap().len(), 2, "no temporary file is left");
    }

    #[test]
    fn a_folder_that_cannot_be_read_is_reported_by_name() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("models"), "a file").unwrap();
        let error = existing_files(root.path(), "models").unwrap_err();
        assert!(error.starts_with("cannot read models: "), "{error}");
    }

    #[test]
    fn a_file_that_is_not_text_is_reported_by_name() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("a.rs"), b"\xff").unwrap();
        let error = compare(root.path(), &tree(&[("a.rs", "text")]), &BTreeSet::new()).unwrap_err();
        assert!(error.starts_with("unreadable: a.rs: "), "{error}");
    }
}
