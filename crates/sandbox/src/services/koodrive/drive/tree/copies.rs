//! Copying files within and across spaces.

use std::collections::BTreeMap;

use hwc_models::koodrive::Space;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::drive::events::{self, EventKind};
use crate::services::koodrive::drive::tree::{Branch, insert, limits, moves};
use crate::services::koodrive::drive::{Node, names, quota};
use crate::services::koodrive::spaces;

/// Copies a branch to a folder. A name in use gets a time stamp. The copy has the current versions alone.
///
/// # Errors
/// Returns 13000306 for a file in the recycle bin, 13000307 if the folder is in the file, 13000310 if folders would be nested too
/// deeply, and 13000311 if the space is full.
pub(crate) fn copy(cx: &Context<'_>, branch: &Branch, (space, folder): (&Space, &Node)) -> Result<Node, ApiError> {
    let node = &branch.top;
    limits::require_changeable(cx, node)?;
    moves::require_outside(cx, node, folder)?;
    limits::require_depth(cx, folder, node)?;
    quota::require(cx, space, branch.nodes().map(|node| node.size).sum())?;
    let mut source = node.clone();
    source.name = names::unused(cx, &folder.id, &node.name, node.is_folder())?;
    let copy = insert_copy(cx, &source, (space, &folder.id))?;
    let mut folders = BTreeMap::from([(node.id.clone(), copy.id.clone())]);
    for below in &branch.below {
        if let Some(parent) = folders.get(&below.parent) {
            let copy = insert_copy(cx, below, (space, parent))?;
            folders.insert(below.id.clone(), copy.id);
        }
    }
    Ok(copy)
}

/// Inserts a copy of one file into a folder.
fn insert_copy(cx: &Context<'_>, node: &Node, (space, folder): (&Space, &str)) -> Result<Node, ApiError> {
    let user = cx.caller.id.clone();
    let mut copy = node.clone();
    copy.id = insert::new_id(cx)?;
    copy.space = spaces::id(space).to_owned();
    copy.parent = folder.to_owned();
    copy.properties.insert("srcFileId".to_owned(), node.id.clone());
    copy.version = 1;
    copy.old_versions_size = 0;
    copy.created_at = cx.now;
    copy.edited_at = cx.now;
    copy.editor.clone_from(&user);
    copy.creator = user;
    copy.sync_dir = false;
    cx.records().insert(&copy)?;
    events::record(cx, EventKind::Copied, &copy)?;
    Ok(copy)
}
