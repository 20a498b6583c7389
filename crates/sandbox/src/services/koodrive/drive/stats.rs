//! Statistics of folders.

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::drive::{Node, tree};

/// The number of files and folders below a folder, and their size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct FolderStats {
    pub(crate) size: u64,
    pub(crate) folders: u64,
    pub(crate) files: u64,
}

/// Counts what is directly in a folder, or also what is in its folders.
pub(crate) fn of(cx: &Context<'_>, folder: &Node, is_recursive: bool) -> Result<FolderStats, ApiError> {
    let nodes = if is_recursive { tree::descendants(cx, folder)? } else { tree::children(cx, &folder.id).all()? };
    let folders = nodes.iter().filter(|node| node.is_folder()).count() as u64;
    let files = nodes.len() as u64 - folders;
    Ok(FolderStats { size: nodes.iter().map(|node| node.size).sum(), folders, files })
}
