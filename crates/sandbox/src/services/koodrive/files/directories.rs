//! Creating folders.

use hwc_models::koodrive::{ConflictPolicy, CreateDirectory, CreateDirectoryResponse, FileId};
use hwc_wire::{Timestamp, Violation};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::access::{self, Right};
use crate::services::koodrive::drive::{NewNode, names, shared_folder, tree};
use crate::services::koodrive::refused;

pub(super) fn register(registry: &mut Registry) {
    registry.register_with(create, |request, _: &[Violation]| too_long(&request.file_name));
}

/// Returns the error for a name that is too long, which has a code of its own.
pub(super) fn too_long(name: &str) -> Option<ApiError> {
    (name.chars().count() > names::LONGEST).then(|| refused("13000417"))
}

fn create(cx: &mut Context<'_>, request: &CreateDirectory) -> Result<CreateDirectoryResponse, ApiError> {
    shared_folder::enter(cx, request.share_folder_id.as_ref())?;
    let space = access::write(cx, request.container_id.as_str())?;
    let parent = request.parent_folder.as_ref().and_then(|parents| parents.first()).map_or("root", FileId::as_str);
    let folder = tree::folder(cx, &space, parent)?;
    access::node(cx, &space, &folder.id, Right::AddChild)?;
    let policy = request.rename_mode.unwrap_or(ConflictPolicy::Refuse);
    let created = tree::insert(cx, &space, &folder, new_folder(cx, request)?, policy)?;
    let mut response = CreateDirectoryResponse::default();
    response.id = Some(created.id.into());
    response.file_name = Some(created.name);
    response.mime_type = created.mime;
    Ok(response)
}

/// Returns the folder to create.
fn new_folder(cx: &Context<'_>, request: &CreateDirectory) -> Result<NewNode, ApiError> {
    let description = request.description.clone().filter(|description| !description.is_empty());
    if description.as_deref().is_some_and(names::has_emoji) {
        return Err(ApiError::invalid("description must not contain emoji"));
    }
    let time = |name: &str, time: Option<&Timestamp>| cx.millis(name, time);
    let mut folder = NewNode::folder(&request.file_name);
    folder.description = description;
    folder.hidden = request.hidden == Some(true);
    folder.created_at = time("createdTime", request.created_time.as_ref())?;
    folder.edited_at = time("editedTime", request.edited_time.as_ref())?;
    Ok(folder)
}
