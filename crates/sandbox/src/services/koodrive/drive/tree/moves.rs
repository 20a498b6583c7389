//! Moving files within and across spaces.

use hwc_models::koodrive::Space;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::drive::events::{self, EventKind};
use crate::services::koodrive::drive::tree::{self, limits};
use crate::services::koodrive::drive::{Node, names, quota};
use crate::services::koodrive::{refused, spaces};

/// Moves a file with its content to a folder. A name in use gets a time stamp.
///
/// # Errors
/// Returns 13000312 if the file is in the folder already, 13000307 if the folder is in the file, 13000310 if folders would be
/// nested too deeply, and 13000311 if the other space is full.
pub(crate) fn move_to(cx: &Context<'_>, node: &Node, (space, folder): (&Space, &Node)) -> Result<Node, ApiError> {
    limits::require_changeable(cx, node)?;
    if folder.id == node.parent {
        return Err(refused("13000312"));
    }
    require_outside(cx, node, folder)?;
    limits::require_depth(cx, folder, node)?;
    let mut moved = node.clone();
    moved.name = names::unused(cx, &folder.id, &node.name, node.is_folder())?;
    moved.parent.clone_from(&folder.id);
    if node.space != folder.space {
        let content = tree::descendants(cx, node)?;
        quota::require(cx, space, bytes(content.iter().chain([node])))?;
        spaces::id(space).clone_into(&mut moved.space);
        for mut below in content {
            below.space.clone_from(&moved.space);
            cx.records().update(&below)?;
        }
    }
    cx.records().update(&moved)?;
    events::record_change(cx, EventKind::Moved, &moved, node)?;
    Ok(moved)
}

/// Returns the bytes of files with their older versions.
fn bytes<'a>(nodes: impl Iterator<Item = &'a Node>) -> u64 {
    nodes.map(|node| node.size.saturating_add(node.old_versions_size)).sum()
}

/// Checks that a folder is not the file itself and not in it.
///
/// # Errors
/// Returns 13000307 if it is.
pub(super) fn require_outside(cx: &Context<'_>, node: &Node, folder: &Node) -> Result<(), ApiError> {
    let is_inside = folder.id == node.id || tree::ancestors(cx, folder)?.iter().any(|above| above.id == node.id);
    if is_inside { Err(refused("13000307")) } else { Ok(()) }
}
