//! Unpacking an archive into a folder of a space.

use std::collections::BTreeMap;
use std::io::{self, Read};

use hwc_models::koodrive::{ConflictPolicy, Space};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::archives::entries::{Archive, Entry, damaged, unusable};
use crate::services::koodrive::drive::content::{self, StoredContent};
use crate::services::koodrive::drive::{NewNode, Node, quota, tree};
use crate::services::koodrive::refused;

/// An entry that was unpacked, or a folder that an entry is in.
pub(crate) struct Unpacked {
    pub(crate) entry: Entry,
    pub(crate) node: Node,
}

/// Unpacks an archive into a folder, or those of its entries that have one of the paths or are below it. Without paths, all
/// entries are unpacked. Names in use get a time stamp.
///
/// # Errors
/// Returns the errors of [`Archive::require_open`] and of inserting files, 13000309 for a path that the archive does not have, and
/// 13000308 for a damaged entry.
pub(crate) fn unpack(
    cx: &Context<'_>,
    archive: &mut Archive,
    paths: &[String],
    (space, folder): (&Space, &Node),
) -> Result<Vec<Unpacked>, ApiError> {
    archive.require_open()?;
    let entries = selected(&archive.entries, paths)?;
    quota::require(cx, space, entries.iter().map(|entry| entry.size).sum())?;
    let mut target = Target { cx, space, top: folder, folders: BTreeMap::new(), unpacked: Vec::new() };
    for entry in entries {
        if entry.is_folder {
            target.folder(&entry.path, entry.modified)?;
        } else {
            let content = extract(cx, archive, &entry)?;
            target.file(entry, content)?;
        }
    }
    Ok(target.unpacked)
}

/// Returns the entries with these paths and below them.
fn selected(entries: &[Entry], paths: &[String]) -> Result<Vec<Entry>, ApiError> {
    let is_below = |entry: &Entry, path: &str| {
        entry.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let paths: Vec<&str> = paths.iter().map(|path| path.trim_matches('/')).collect();
    if paths.iter().any(|path| !entries.iter().any(|entry| is_below(entry, path))) {
        return Err(refused("13000309"));
    }
    let is_selected = |entry: &&Entry| paths.is_empty() || paths.iter().any(|path| is_below(entry, path));
    Ok(entries.iter().filter(is_selected).cloned().collect())
}

/// Reads the content of an entry and stores it.
fn extract(cx: &Context<'_>, archive: &mut Archive, entry: &Entry) -> Result<StoredContent, ApiError> {
    let file = archive.zip.by_index(entry.index).map_err(|error| damaged(&error))?;
    let name = entry.path.rsplit('/').next().unwrap_or_default();
    // An entry that claims to be small cannot fill the disk.
    let mut reader = Watched { reader: file.take(entry.size.saturating_add(1)), error: None };
    let stored = content::put(cx, name, &mut reader);
    if let Some(error) = reader.error {
        return Err(unusable(&error));
    }
    let stored = stored?;
    if stored.size == entry.size { Ok(stored) } else { Err(unusable("an entry does not have its size")) }
}

/// A reader that keeps its error, to tell a damaged archive from a store that fails.
struct Watched<R> {
    reader: R,
    error: Option<String>,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.reader.read(buffer).inspect_err(|error| self.error = Some(error.to_string()))
    }
}

/// The folder that an archive is unpacked to.
struct Target<'a> {
    cx: &'a Context<'a>,
    space: &'a Space,
    top: &'a Node,
    /// The created folders by their paths in the archive.
    folders: BTreeMap<String, Node>,
    unpacked: Vec<Unpacked>,
}

impl Target<'_> {
    /// Returns the folder with a path in the archive. The folders that are missing are created.
    fn folder(&mut self, path: &str, modified: Option<i64>) -> Result<Node, ApiError> {
        if let Some(folder) = self.folders.get(path) {
            return Ok(folder.clone());
        }
        let (parent, name) = self.place(path)?;
        let node = self.insert(&parent, NewNode { edited_at: modified, ..NewNode::folder(name) })?;
        self.folders.insert(path.to_owned(), node.clone());
        let entry = Entry::folder(path, modified);
        self.unpacked.push(Unpacked { entry, node: node.clone() });
        Ok(node)
    }

    fn file(&mut self, entry: Entry, content: StoredContent) -> Result<(), ApiError> {
        let (parent, name) = self.place(&entry.path)?;
        let node = self.insert(&parent, NewNode { edited_at: entry.modified, ..NewNode::file(name, content) })?;
        self.unpacked.push(Unpacked { entry, node });
        Ok(())
    }

    /// Returns the parent folder and the name for a path in the archive.
    fn place<'p>(&mut self, path: &'p str) -> Result<(Node, &'p str), ApiError> {
        match path.rsplit_once('/') {
            Some((parent, name)) => Ok((self.folder(parent, None)?, name)),
            None => Ok((self.top.clone(), path)),
        }
    }

    fn insert(&self, parent: &Node, new: NewNode) -> Result<Node, ApiError> {
        tree::insert(self.cx, self.space, parent, new, ConflictPolicy::Rename)
    }
}
