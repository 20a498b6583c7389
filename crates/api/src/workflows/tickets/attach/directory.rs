//! The files of local directories.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hwc_wire::{FilePart, Violation};

/// Directories whose files are attached.
#[derive(Clone, Default)]
pub(in crate::workflows::tickets) struct Directories {
    paths: Vec<PathBuf>,
    filter: Option<Filter>,
}

/// Returns true for the path of a file that is attached.
type Filter = Arc<dyn Fn(&Path) -> bool + Send + Sync>;

impl Directories {
    pub(in crate::workflows::tickets) fn add(&mut self, path: PathBuf) {
        self.paths.push(path);
    }

    pub(in crate::workflows::tickets) fn set_filter(&mut self, filter: impl Fn(&Path) -> bool + Send + Sync + 'static) {
        self.filter = Some(Arc::new(filter));
    }

    /// Adds the files of all directories to `files`. Returns the directories that cannot be read, and those without files.
    pub(in crate::workflows::tickets) fn list_files(&self, files: &mut Vec<FilePart>) -> Vec<Violation> {
        let is_wanted = |path: &Path| self.filter.as_ref().is_none_or(|filter| filter(path));
        let mut violations = Vec::new();
        for path in &self.paths {
            let mut found = Vec::new();
            let problem = match list(path, &is_wanted, &mut found) {
                Err(error) => Some(format!("cannot be read: {error}")),
                Ok(()) if found.is_empty() => Some("has no files to attach".to_owned()),
                Ok(()) => None,
            };
            violations.extend(problem.map(|problem| Violation::new(format!("directories[{path:?}]"), problem)));
            files.extend(found.into_iter().map(FilePart::path));
        }
        violations
    }
}

/// Lists the files below a directory, sorted by path. Links to files are files; links to directories may be cycles.
fn list(directory: &Path, is_wanted: &dyn Fn(&Path) -> bool, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries = std::fs::read_dir(directory)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(std::fs::DirEntry::path);
    for entry in entries {
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            list(&path, is_wanted, found)?;
        } else if path.is_file() && is_wanted(&path) {
            found.push(path);
        }
    }
    Ok(())
}

impl fmt::Debug for Directories {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.paths.fmt(f)
    }
}
