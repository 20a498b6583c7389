//! Creating files and folders.

use hwc_models::koodrive::{ConflictPolicy, Space};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::drive::events::{self, EventKind};
use crate::services::koodrive::drive::tree::limits;
use crate::services::koodrive::drive::{NewNode, Node, access, names, quota};
use crate::services::koodrive::{refused, spaces};

/// Creates a file or folder in a folder of a space. Returns the present one if it has the same content, the policy skips it and
/// the caller can see it.
///
/// # Errors
/// Returns 13000417 or an error of the parameter for an invalid name or policy, 13000405 for a name in use, 13000310 if folders
/// would be nested too deeply, and 13000311 if the space is full.
pub(crate) fn insert(
    cx: &Context<'_>,
    space: &Space,
    folder: &Node,
    mut new: NewNode,
    policy: ConflictPolicy,
) -> Result<Node, ApiError> {
    let is_folder = new.file_type.is_folder();
    names::validate(&new.name)?;
    names::validate_policy(policy, is_folder)?;
    if let Some(taken) = names::find(cx, &folder.id, &new.name)? {
        let is_same = taken.sha256.is_some() && taken.sha256.as_deref() == new.sha256();
        if policy == ConflictPolicy::SkipIfSame && is_same && access::is_visible(cx, space, &taken)? {
            return Ok(taken);
        }
        if policy == ConflictPolicy::Refuse {
            return Err(refused("13000405"));
        }
        new.name = names::unused(cx, &folder.id, &new.name, is_folder)?;
    }
    quota::require(cx, space, new.size())?;
    let id = match new.id.take() {
        Some(id) => id,
        None => new_id(cx)?,
    };
    let mut node = new.into_node(id, &cx.caller.id, cx.now);
    limits::require_depth(cx, folder, &node)?;
    node.space = spaces::id(space).to_owned();
    node.parent.clone_from(&folder.id);
    cx.records().insert(&node)?;
    events::record(cx, EventKind::Created, &node)?;
    Ok(node)
}

/// Returns an ID for a new file.
pub(crate) fn new_id(cx: &Context<'_>) -> Result<String, ApiError> {
    Ok(format!("F{:032}", cx.next_number("file")?))
}
