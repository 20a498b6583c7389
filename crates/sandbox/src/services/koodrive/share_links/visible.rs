//! The files that a share opens: the shared files and everything below them.

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::drive::{Node, tree};
use crate::services::koodrive::shares::record::Share;

/// Returns a file that a share opens. Others do not exist for visitors, and neither do those in the recycle bin.
pub(super) fn find(cx: &Context<'_>, share: &Share, id: &str) -> Result<Option<Node>, ApiError> {
    let Some(node) = cx.records::<Node>().get(id)?.filter(|node| node.space == share.space) else {
        return Ok(None);
    };
    let is_shared = |id: &String| share.files.contains(id);
    let is_open = is_shared(&node.id) || tree::ancestors(cx, &node)?.iter().any(|folder| is_shared(&folder.id));
    Ok(if is_open && !tree::is_recycled(cx, &node)? { Some(node) } else { None })
}
