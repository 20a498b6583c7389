//! Local paths for the entries of a tree in a drive.

use std::collections::BTreeMap;

use crate::paths::{LocalNames, NameRules};
use crate::remote::TreeEntry;

/// An entry of a tree with its path in the target directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LocalPath {
    pub(crate) tree: TreeEntry,
    /// The path in the target directory, with slashes.
    pub(crate) local: String,
}

impl LocalPath {
    /// Returns true if the last name is not that of the drive.
    pub(crate) fn is_renamed(&self) -> bool {
        self.local.rsplit('/').next() != Some(&self.tree.entry.name)
    }
}

/// Returns a safe and unique local path for each entry. Folders must precede their content.
pub(crate) fn local_paths(tree: Vec<TreeEntry>, rules: NameRules) -> Vec<LocalPath> {
    let mut folders: BTreeMap<String, (String, LocalNames)> = BTreeMap::new();
    folders.insert(String::new(), (String::new(), LocalNames::new(rules)));
    let mut paths = Vec::new();
    for entry in tree {
        let (folder, name) = entry.path.rsplit_once('/').unwrap_or(("", &entry.path));
        // The folder of an entry is always there, since paths come from the tree.
        let Some((base, names)) = folders.get_mut(folder) else { continue };
        let name = names.add(name);
        let local = if base.is_empty() { name } else { format!("{base}/{name}") };
        if entry.entry.is_folder {
            folders.insert(entry.path.clone(), (local.clone(), LocalNames::new(rules)));
        }
        paths.push(LocalPath { tree: entry, local });
    }
    paths
}
