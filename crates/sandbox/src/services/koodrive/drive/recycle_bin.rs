//! The recycle bin of each space. A recycled folder takes its content along, which is listed under the folder alone.

use hwc_models::koodrive::{ConflictPolicy, Space};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::Query;
use crate::services::koodrive::drive::access::{self, Right};
use crate::services::koodrive::drive::events::{self, EventKind};
use crate::services::koodrive::drive::{NewNode, Node, Recycled, content, grants, names, revisions, tree};
use crate::services::koodrive::{albums, refused, spaces};

/// Selects the files in the recycle bin of a space, without the content of recycled folders.
pub(crate) fn query<'a>(cx: &'a Context<'_>, space: &Space) -> Query<'a, Node> {
    cx.records().query().filter("space", spaces::id(space).to_owned()).filter("recycled", true)
}

/// Moves a file to the recycle bin of its space.
///
/// # Errors
/// Returns 13000306 if it is in the bin already, and 13000406 for a top folder.
pub(crate) fn recycle(cx: &Context<'_>, node: &Node) -> Result<Node, ApiError> {
    tree::require_changeable(cx, node)?;
    let ancestors = tree::ancestors(cx, node)?;
    let (top, folders) = ancestors.split_first().ok_or_else(|| refused("13000308"))?;
    let folders = folders.iter().map(|folder| (folder.id.clone(), folder.name.clone())).collect();
    let mut node = node.clone();
    node.recycled = Some(Recycled { at: cx.now, user: cx.caller.id.clone(), top: top.id.clone(), folders });
    cx.records().update(&node)?;
    events::record(cx, EventKind::Recycled, &node)?;
    Ok(node)
}

/// Moves a file back to its folder. If the folder is gone, a folder of the same name replaces it. If the name is in use, the
/// file gets a time stamp.
///
/// # Errors
/// Returns 13000303 if the file is not in the bin.
pub(crate) fn restore(cx: &Context<'_>, space: &Space, node: &Node) -> Result<Node, ApiError> {
    let recycled = node.recycled.as_ref().ok_or_else(|| refused("13000303"))?;
    let folder = original_folder(cx, space, node, recycled)?;
    tree::require_depth(cx, &folder, node)?;
    let mut restored = node.clone();
    restored.name = names::unused(cx, &folder.id, &node.name, node.is_folder())?;
    restored.parent.clone_from(&folder.id);
    restored.recycled = None;
    cx.records().update(&restored)?;
    events::record_change(cx, EventKind::Restored, &restored, node)?;
    Ok(restored)
}

/// Returns the folder that a file was deleted from, or the one that replaces it.
fn original_folder(cx: &Context<'_>, space: &Space, node: &Node, recycled: &Recycled) -> Result<Node, ApiError> {
    if let Some(folder) = usable_folder(cx, space, &node.parent)? {
        return Ok(folder);
    }
    let mut current = tree::resolve(cx, space, &recycled.top).unwrap_or_else(|_| Node::root(space));
    for (id, name) in &recycled.folders {
        let known = match usable_folder(cx, space, id)? {
            Some(folder) => Some(folder),
            None => names::find(cx, &current.id, name)?.filter(Node::is_folder),
        };
        current = match known {
            Some(folder) => folder,
            None => tree::insert(cx, space, &current, NewNode::folder(name), ConflictPolicy::Rename)?,
        };
    }
    Ok(current)
}

/// Returns a folder of a space that is not in the recycle bin.
fn usable_folder(cx: &Context<'_>, space: &Space, id: &str) -> Result<Option<Node>, ApiError> {
    match tree::find(cx, space, id)? {
        Some(folder) if folder.is_folder() && !tree::is_recycled(cx, &folder)? => Ok(Some(folder)),
        _ => Ok(None),
    }
}

/// Deletes a file for good, in the recycle bin or not. A folder takes its content along, except for files in it that were
/// recycled before.
///
/// # Errors
/// Returns 13000406 for a top folder.
pub(crate) fn delete_forever(cx: &Context<'_>, node: &Node) -> Result<(), ApiError> {
    tree::require_not_top(node)?;
    let mut nodes = tree::descendants(cx, node)?;
    nodes.reverse();
    for node in nodes.iter().chain([node]) {
        keep_grants_of_recycled(cx, node)?;
        cx.records::<Node>().delete(&node.id)?;
        events::record(cx, EventKind::Deleted, node)?;
        revisions::delete_all(cx, &node.id)?;
        grants::delete_of_file(cx, &node.id)?;
        albums::remove_file(cx, &node.id)?;
        if let Some(id) = &node.content {
            content::release(cx, id)?;
        }
    }
    Ok(())
}

/// Gives the files that stay in the recycle bin the rights on the folder that they were in.
fn keep_grants_of_recycled(cx: &Context<'_>, folder: &Node) -> Result<(), ApiError> {
    let recycled = cx.records::<Node>().query().filter("parent", folder.id.clone()).filter("recycled", true).all()?;
    recycled.iter().try_for_each(|node| grants::inherit(cx, node))
}

/// Returns the files in the recycle bin of a space that the caller may delete with everything in them. For a call that works in
/// a shared folder, these are files that were deleted from the folder.
pub(crate) fn deletable(cx: &Context<'_>, space: &Space) -> Result<Vec<Node>, ApiError> {
    let scope = cx.scope_in(spaces::id(space));
    let mut deletable = Vec::new();
    for node in query(cx, space).all()? {
        let recycled = node.recycled.as_ref();
        let is_selected = scope.is_none_or(|scope| recycled.is_some_and(|from| from.was_below(&scope.folder)));
        if is_selected && access::has_on_all(cx, space, &node, Right::Delete)? {
            deletable.push(node);
        }
    }
    Ok(deletable)
}

/// Deletes everything in the recycle bin of a space for good. Returns the number of deleted entries.
pub(crate) fn empty(cx: &Context<'_>, space: &Space) -> Result<usize, ApiError> {
    let entries = query(cx, space).all()?;
    entries.iter().try_for_each(|node| delete_forever(cx, node))?;
    Ok(entries.len())
}
