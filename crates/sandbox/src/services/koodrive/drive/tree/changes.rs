//! Changes of a file in its place.

use hwc_models::koodrive::ConflictPolicy;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::drive::events::{self, EventKind};
use crate::services::koodrive::drive::tree::limits;
use crate::services::koodrive::drive::{Node, names};
use crate::services::koodrive::refused;

/// Stores changed properties or a new content of a file, with the caller as its last editor.
pub(crate) fn update(cx: &Context<'_>, mut node: Node) -> Result<Node, ApiError> {
    touch(cx, &mut node);
    cx.records().update(&node)?;
    events::record(cx, EventKind::Edited, &node)?;
    Ok(node)
}

/// Renames a file. A name in use gets a time stamp or is refused, by the policy. The present name is not in use.
///
/// # Errors
/// Returns 13000417 or an error of the parameter for an invalid name or policy, 13000405 for a name in use, and 13000306 for a file
/// in the recycle bin.
pub(crate) fn rename(cx: &Context<'_>, node: &Node, name: &str, policy: ConflictPolicy) -> Result<Node, ApiError> {
    names::validate(name)?;
    // Only names are compared here, so nothing can be skipped.
    names::validate_policy(policy, true)?;
    limits::require_changeable(cx, node)?;
    let taken = names::find(cx, &node.parent, name)?.filter(|taken| taken.id != node.id);
    if taken.is_some() && policy == ConflictPolicy::Refuse {
        return Err(refused("13000405"));
    }
    let mut renamed = node.clone();
    renamed.name = match taken {
        Some(_) => names::unused(cx, &node.parent, name, node.is_folder())?,
        None => name.to_owned(),
    };
    touch(cx, &mut renamed);
    cx.records().update(&renamed)?;
    events::record_change(cx, EventKind::Renamed, &renamed, node)?;
    Ok(renamed)
}

/// Makes the caller the last editor.
fn touch(cx: &Context<'_>, node: &mut Node) {
    node.edited_at = cx.now;
    node.editor.clone_from(&cx.caller.id);
}
