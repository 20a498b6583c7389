//! Statistics of folders.

use crate::services::koodrive::drive::Node;

/// The number of files and folders below a folder, and their size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct FolderStats {
    pub(crate) size: u64,
    pub(crate) folders: u64,
    pub(crate) files: u64,
}

/// Counts the files and folders in a list.
pub(crate) fn of(nodes: &[Node]) -> FolderStats {
    let folders = nodes.iter().filter(|node| node.is_folder()).count() as u64;
    let files = nodes.len() as u64 - folders;
    FolderStats { size: nodes.iter().map(|node| node.size).sum(), folders, files }
}
