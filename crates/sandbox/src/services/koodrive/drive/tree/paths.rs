//! Finding files, and their places in the tree.

use hwc_models::koodrive::{FileId, Space};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::Query;
use crate::services::koodrive::drive::Node;
use crate::services::koodrive::drive::tree::limits::DEEPEST;
use crate::services::koodrive::{refused, spaces};

/// Returns a file of a space by its ID. The top folders are also called `root` and `sbox`. An empty ID is that of the root.
///
/// # Errors
/// Returns 13000302 if the space does not contain the file.
pub(crate) fn resolve(cx: &Context<'_>, space: &Space, id: &str) -> Result<Node, ApiError> {
    find(cx, space, id)?.ok_or_else(|| refused("13000302"))
}

/// Returns a file of a space like [`resolve`], or `None` if the space does not contain it. For a call that works in a shared
/// folder, the root is that folder.
pub(crate) fn find(cx: &Context<'_>, space: &Space, id: &str) -> Result<Option<Node>, ApiError> {
    if let Some(scope) = cx.scope_in(spaces::id(space)).filter(|_| matches!(id, "" | "root")) {
        return cx.records::<Node>().get(&scope.folder);
    }
    let is = |top: &Option<FileId>| top.as_ref().is_some_and(|top| top.as_str() == id);
    if matches!(id, "" | "root") || is(&space.biz_root_file_id) || is(&space.root_file_id) {
        return Ok(Some(Node::root(space)));
    }
    if id == "sbox" || is(&space.biz_sbox_file_id) {
        return Ok(Some(Node::safe_box(space)));
    }
    Ok(cx.records::<Node>().get(id)?.filter(|node| node.space == spaces::id(space)))
}

/// Returns a folder of a space that files can be put into.
///
/// # Errors
/// Returns 13000302 if the space does not contain it, 13000304 if it is not a folder, and 13000305 if it is in the recycle bin.
pub(crate) fn folder(cx: &Context<'_>, space: &Space, id: &str) -> Result<Node, ApiError> {
    let folder = resolve(cx, space, id)?;
    if !folder.is_folder() {
        return Err(refused("13000304"));
    }
    if is_recycled(cx, &folder)? { Err(refused("13000305")) } else { Ok(folder) }
}

/// Selects the files in a folder, except for those that were moved to the recycle bin themselves.
pub(crate) fn children<'a>(cx: &'a Context<'_>, folder: &str) -> Query<'a, Node> {
    cx.records().query().filter("parent", folder.to_owned()).filter("recycled", false)
}

/// Returns everything below a folder. Each folder precedes its content. Files that were moved to the recycle bin themselves
/// are missing.
pub(crate) fn descendants(cx: &Context<'_>, folder: &Node) -> Result<Vec<Node>, ApiError> {
    let mut found = Vec::new();
    let mut pending = if folder.is_folder() { vec![folder.id.clone()] } else { Vec::new() };
    while let Some(id) = pending.pop() {
        let nodes = children(cx, &id).all()?;
        pending.extend(nodes.iter().filter(|node| node.is_folder()).map(|node| node.id.clone()));
        found.extend(nodes);
    }
    Ok(found)
}

/// Returns the folders that a file is in, from the top folder on. Folders that were deleted for good are missing.
pub(crate) fn ancestors(cx: &Context<'_>, node: &Node) -> Result<Vec<Node>, ApiError> {
    let Some(space) = cx.records::<Space>().get(&node.space)? else {
        return Ok(Vec::new());
    };
    let mut found: Vec<Node> = Vec::new();
    let mut parent = node.parent.clone();
    // A tree of a file with data could be deeper than one of the service.
    while !parent.is_empty() && found.len() <= 2 * DEEPEST {
        let Some(folder) = find(cx, &space, &parent)? else { break };
        parent.clone_from(&folder.parent);
        found.push(folder);
    }
    found.reverse();
    Ok(found)
}

/// Returns the number of folders between the top folder and a file, plus one. A top folder has 0.
pub(crate) fn depth(cx: &Context<'_>, node: &Node) -> Result<usize, ApiError> {
    Ok(ancestors(cx, node)?.len())
}

/// Returns true if a file, or a folder that it is in, is in the recycle bin.
pub(crate) fn is_recycled(cx: &Context<'_>, node: &Node) -> Result<bool, ApiError> {
    let is_recycled = |node: &Node| node.recycled.is_some();
    Ok(is_recycled(node) || ancestors(cx, node)?.iter().any(is_recycled))
}

/// Returns the path of IDs of a file, from the top folder to the file itself. A recycled file has the path that it was
/// deleted from.
pub(crate) fn id_path(cx: &Context<'_>, node: &Node) -> Result<String, ApiError> {
    let mut ids = match &node.recycled {
        Some(recycled) => {
            let folders = recycled.folders.iter().map(|(id, _)| id.clone());
            [recycled.top.clone()].into_iter().chain(folders).collect()
        }
        None => ancestors(cx, node)?.into_iter().map(|folder| folder.id).collect::<Vec<_>>(),
    };
    ids.push(node.id.clone());
    // For a call that works in a shared folder, the path starts there.
    let scope = cx.scope_in(&node.space);
    let start = scope.and_then(|scope| ids.iter().position(|id| *id == scope.folder)).unwrap_or_default();
    Ok(path(ids[start..].iter().map(String::as_str)))
}

/// Returns the path of the names of files that are in each other.
pub(crate) fn name_path<'a>(nodes: impl Iterator<Item = &'a Node>) -> String {
    path(nodes.map(|node| node.name.as_str()))
}

fn path<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    parts.fold(String::new(), |path, part| path + "/" + part)
}
