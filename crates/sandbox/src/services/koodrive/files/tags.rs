//! Custom tags of files.

use hwc_models::koodrive::{AddTag, AddTagResponse, DelTag, DelTagResponse, FileTag};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::access::{self, Right};
use crate::services::koodrive::drive::{Node, shared_folder, tree};

pub(super) fn register(registry: &mut Registry) {
    registry.register(add).register(delete);
}

fn add(cx: &mut Context<'_>, request: &AddTag) -> Result<AddTagResponse, ApiError> {
    shared_folder::enter(cx, request.share_folder_id.as_ref())?;
    let mut node = changeable(cx, request.container_id.as_str(), request.file_id.as_str())?;
    for tag in &request.tag_list {
        let (key, value) = key_and_value(tag)?;
        node.tags.insert(key, value);
    }
    tree::update(cx, node)?;
    Ok(AddTagResponse::default())
}

/// Deletes tags. A key that the file does not have is ignored.
fn delete(cx: &mut Context<'_>, request: &DelTag) -> Result<DelTagResponse, ApiError> {
    shared_folder::enter(cx, request.share_folder_id.as_ref())?;
    let mut node = changeable(cx, request.container_id.as_str(), request.file_id.as_str())?;
    let count = node.tags.len();
    node.tags.retain(|key, _| !request.tag_list.contains(key));
    if node.tags.len() < count {
        tree::update(cx, node)?;
    }
    Ok(DelTagResponse::default())
}

/// Returns a file whose properties the caller may change.
fn changeable(cx: &Context<'_>, space: &str, id: &str) -> Result<Node, ApiError> {
    let space = access::space(cx, space, Right::Rename)?;
    let node = access::node(cx, &space, id, Right::Rename)?;
    tree::require_changeable(cx, &node)?;
    Ok(node)
}

fn key_and_value(tag: &FileTag) -> Result<(String, String), ApiError> {
    let value = tag.value.clone().unwrap_or_default();
    if value.contains('#') {
        return Err(ApiError::invalid("the value of a tag must not contain #"));
    }
    Ok((tag.key.clone().unwrap_or_default(), value))
}
