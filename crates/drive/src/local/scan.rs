//! Scanning a local tree, a batch at a time, so that trees of any size take little memory.

use std::path::{Path, PathBuf};

use hwc_transport::blocking::spawn;
use ignore::{Walk, WalkBuilder};

use super::FileStamp;
use super::SyncFilter;
use crate::error::{Error, Result};

/// Files per batch.
const BATCH: usize = 256;

/// A file or folder of a local tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LocalFile {
    /// The path from the root of the tree, with slashes.
    pub(crate) relative: String,
    pub(crate) path: PathBuf,
    pub(crate) is_folder: bool,
    pub(crate) stamp: FileStamp,
}

/// A file or folder, or the path of something that cannot be transferred.
pub(crate) type ScanItem = std::result::Result<LocalFile, (String, Error)>;

/// A scan of a local tree in a stable order. Symbolic links are not followed, and reported as errors, like devices and names
/// that are not Unicode.
pub(crate) struct LocalScan {
    root: PathBuf,
    walk: Option<Walk>,
}

impl LocalScan {
    /// Starts a scan.
    ///
    /// # Errors
    /// Returns an error if the root is not a folder that can be read.
    pub(crate) fn new(root: &Path, filter: &SyncFilter) -> Result<Self> {
        std::fs::read_dir(root).map_err(|error| Error::io("read", root, error))?;
        let (base, filter) = (root.to_owned(), filter.clone());
        let mut builder = WalkBuilder::new(root);
        builder.standard_filters(false).follow_links(false).sort_by_file_name(std::ffi::OsStr::cmp);
        builder.filter_entry(move |entry| {
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            relative(&base, entry.path()).is_none_or(|path| path.is_empty() || filter.is_selected(&path, is_folder))
        });
        Ok(Self { root: root.to_owned(), walk: Some(builder.build()) })
    }

    /// Returns the next files. The batch is empty at the end.
    pub(crate) async fn next_batch(&mut self) -> Vec<ScanItem> {
        let Some(mut walk) = self.walk.take() else { return Vec::new() };
        let root = self.root.clone();
        let read = spawn(move || {
            let batch: Vec<ScanItem> = walk.by_ref().filter_map(|entry| item(&root, entry)).take(BATCH).collect();
            (walk, batch)
        });
        match read.await {
            Ok((walk, batch)) => {
                self.walk = Some(walk).filter(|_| !batch.is_empty());
                batch
            }
            Err(error) => vec![Err((String::new(), Error::io("read", &self.root, error)))],
        }
    }
}

/// Converts an entry of the walk. The root itself is skipped.
fn item(root: &Path, entry: std::result::Result<ignore::DirEntry, ignore::Error>) -> Option<ScanItem> {
    let entry = match entry {
        Ok(entry) => entry,
        Err(error) => return Some(Err((unreadable_path(root, &error), unreadable(&error)))),
    };
    if entry.depth() == 0 {
        return None;
    }
    let path = entry.path();
    if entry.file_name().to_str().is_some_and(is_partial) {
        return None;
    }
    let Some(relative) = relative(root, path) else {
        let shown = path.display().to_string();
        return Some(Err((shown.clone(), Error::invalid_path(shown, "the name is not Unicode; rename the file"))));
    };
    let kind = entry.file_type();
    let is_folder = kind.is_some_and(|kind| kind.is_dir());
    if !is_folder && !kind.is_some_and(|kind| kind.is_file()) {
        let what = if entry.path_is_symlink() { "a symbolic link" } else { "not a regular file" };
        let error = Error::invalid_path(relative.clone(), format!("it is {what}, which is not transferred"));
        return Some(Err((relative, error)));
    }
    Some(match entry.metadata() {
        Ok(found) => Ok(LocalFile { relative, path: path.to_owned(), is_folder, stamp: FileStamp::of(&found) }),
        Err(error) => Err((relative, unreadable(&error))),
    })
}

/// Returns true for the name of a download in progress.
fn is_partial(name: &str) -> bool {
    name.starts_with(".hwc-") && name.ends_with(".part")
}

/// Returns the path from the root, with slashes, or `None` if it is not Unicode.
fn relative(root: &Path, path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.strip_prefix(root).ok()?.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/"))
}

fn unreadable(error: &ignore::Error) -> Error {
    let source = error.io_error().map_or_else(
        || std::io::Error::other(error.to_string()),
        |error| std::io::Error::new(error.kind(), error.to_string()),
    );
    let path = match error {
        ignore::Error::WithPath { path, .. } => path.display().to_string(),
        _ => String::new(),
    };
    Error::Io { action: "read", path, source }
}

fn unreadable_path(root: &Path, error: &ignore::Error) -> String {
    match error {
        ignore::Error::WithPath { path, .. } => relative(root, path).unwrap_or_else(|| path.display().to_string()),
        ignore::Error::WithDepth { err, .. } => unreadable_path(root, err),
        _ => String::new(),
    }
}
