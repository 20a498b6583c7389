//! The conditions for changes of the tree.

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::drive::{Node, tree};
use crate::services::koodrive::refused;

/// The number of levels of folders below a top folder. The folders of the last level can contain files.
pub(crate) const DEEPEST: usize = 30;

/// Checks that a file is not a top folder.
///
/// # Errors
/// Returns 13000406 for a top folder.
pub(crate) fn require_not_top(node: &Node) -> Result<(), ApiError> {
    if node.is_top() { Err(refused("13000406")) } else { Ok(()) }
}

/// Checks that a file is not in the recycle bin.
///
/// # Errors
/// Returns 13000306 if it is.
pub(crate) fn require_live(cx: &Context<'_>, node: &Node) -> Result<(), ApiError> {
    if tree::is_recycled(cx, node)? { Err(refused("13000306")) } else { Ok(()) }
}

/// Checks that a file can be changed: it is neither a top folder nor in the recycle bin.
pub(crate) fn require_changeable(cx: &Context<'_>, node: &Node) -> Result<(), ApiError> {
    require_not_top(node)?;
    require_live(cx, node)
}

/// Checks that a file with its content fits below a folder.
///
/// # Errors
/// Returns 13000310 if folders would be nested too deeply.
pub(crate) fn require_depth(cx: &Context<'_>, folder: &Node, node: &Node) -> Result<(), ApiError> {
    let levels = levels(cx, node)?;
    if levels == 0 || tree::depth(cx, folder)? + levels <= DEEPEST { Ok(()) } else { Err(refused("13000310")) }
}

/// Returns the number of levels of folders that a file brings: 0 for a file, 1 for a folder without folders.
fn levels(cx: &Context<'_>, node: &Node) -> Result<usize, ApiError> {
    let mut levels = 0;
    let mut level: Vec<Node> = Some(node.clone()).filter(Node::is_folder).into_iter().collect();
    while !level.is_empty() {
        levels += 1;
        let mut below = Vec::new();
        for folder in &level {
            below.extend(tree::children(cx, &folder.id).all()?.into_iter().filter(Node::is_folder));
        }
        level = below;
    }
    Ok(levels)
}
