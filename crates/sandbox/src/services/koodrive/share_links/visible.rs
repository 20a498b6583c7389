//! The files that a share opens: the shared files and everything below them, as far as the sharer may share it.

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::drive::Node;
use crate::services::koodrive::drive::access::{Right, Rights};
use crate::services::koodrive::drive::tree::{self, Branch};
use crate::services::koodrive::refused;
use crate::services::koodrive::shares::record::Share;
use crate::services::koodrive::shares::sharer;

/// Returns a file that a share opens. Others do not exist for visitors, and neither do those in the recycle bin nor those that
/// the sharer may not share.
pub(super) fn find(cx: &Context<'_>, share: &Share, id: &str) -> Result<Option<Node>, ApiError> {
    let Some(node) = cx.records::<Node>().get(id)?.filter(|node| node.space == share.space) else {
        return Ok(None);
    };
    let is_shared = |id: &String| share.files.contains(id);
    let is_open = is_shared(&node.id) || tree::ancestors(cx, &node)?.iter().any(|folder| is_shared(&folder.id));
    let is_open = is_open && !tree::is_recycled(cx, &node)? && sharer::rights(cx, share, &node)?.has(Right::Share);
    Ok(is_open.then_some(node))
}

/// Returns a file that a share opens with what is below it, for an operation that needs a right of the sharer.
///
/// # Errors
/// Returns 13000302 if the share does not open the file, and 13000410 if the sharer lacks the right.
pub(super) fn branch(cx: &Context<'_>, share: &Share, id: &str, right: Right) -> Result<Branch, ApiError> {
    let node = find(cx, share, id)?.ok_or_else(|| refused("13000302"))?;
    if !sharer::rights(cx, share, &node)?.has(right) {
        return Err(refused("13000410"));
    }
    sharer::branch(cx, share, node, Rights::from(Right::Share).with(right))
}
