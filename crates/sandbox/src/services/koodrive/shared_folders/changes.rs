//! `CreateShareFolder`, `RenameShareFolder` and `DeleteShareFolder`.

use hwc_models::koodrive::{
    ConflictPolicy, CreateShareFolder, CreateShareFolderResponse, DeleteShareFolder, DeleteShareFolderResponse,
    MessageType, NewShareFolder, RenameShareFolder, RenameShareFolderResponse, ShareFolderId, ShareFolderType, Space,
    SpaceId, SpaceType,
};
use hwc_wire::Timestamp;

use super::{end, name, require_name, require_owner};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::access::{self, Right};
use crate::services::koodrive::drive::shared_folder::SharedFolder;
use crate::services::koodrive::drive::{NewNode, Node, members, recycle_bin, tree};
use crate::services::koodrive::{TENANT, long_id, messages, refused, spaces};

pub(super) fn register(registry: &mut Registry) {
    registry.register(create).register(rename).register(delete);
}

/// Creates a folder in the personal space of the caller and shares it.
fn create(cx: &mut Context<'_>, request: &CreateShareFolder) -> Result<CreateShareFolderResponse, ApiError> {
    if request.kind.is_some_and(|kind| kind != ShareFolderType::Family) {
        return Err(ApiError::invalid("shareType must be 0"));
    }
    let space = own_space(cx, request.container_id.as_ref())?;
    let name = request.name.as_deref().ok_or_else(|| ApiError::invalid("name is required"))?;
    require_name("name", name)?;
    let folder = tree::insert(cx, &space, &Node::root(&space), NewNode::folder(name), ConflictPolicy::Refuse)?;
    let shared = share(cx, &space, folder)?;
    let mut response = CreateShareFolderResponse::default();
    response.id = Some(shared.id.clone());
    response.data = Some(created(shared));
    Ok(response)
}

/// Returns a personal space of the caller.
fn own_space(cx: &Context<'_>, id: Option<&SpaceId>) -> Result<Space, ApiError> {
    let id = id.ok_or_else(|| ApiError::invalid("containerId is required"))?;
    let space = access::space(cx, id.as_str(), Right::AddChild)?;
    if space.kind == Some(SpaceType::Personal) { Ok(space) } else { Err(refused("13000301")) }
}

/// Shares a folder of the caller, who is the first member of its group.
fn share(cx: &Context<'_>, space: &Space, folder: Node) -> Result<SharedFolder, ApiError> {
    let shared = SharedFolder {
        id: long_id(cx.next_number("shared folder")?),
        space: spaces::id(space).to_owned(),
        folder: folder.id,
        name: folder.name,
        group: long_id(cx.next_number("user group")?),
        owner: cx.caller.id.clone(),
        created_at: cx.now,
        deleted_at: None,
    };
    members::add(cx, &shared.group, &shared.owner)?;
    cx.records().insert(&shared)?;
    Ok(shared)
}

fn created(shared: SharedFolder) -> NewShareFolder {
    let mut created = NewShareFolder::default();
    created.tenant_id = Some(TENANT.into());
    created.creator = Some(shared.owner);
    created.create_time = Some(Timestamp::from_unix_millis(shared.created_at));
    created.group_id = Some(shared.group.into());
    created.id = Some(shared.id.into());
    created.folder_id = Some(shared.folder.into());
    created
}

fn rename(cx: &mut Context<'_>, request: &RenameShareFolder) -> Result<RenameShareFolderResponse, ApiError> {
    let mut shared = owned(cx, request.id.as_ref())?;
    let name = request.name.as_deref().ok_or_else(|| ApiError::invalid("fileName is required"))?;
    require_name("fileName", name)?;
    let folder = shared.folder(cx)?.ok_or_else(|| refused("13000309"))?;
    shared.name = tree::rename(cx, &folder, name, ConflictPolicy::Refuse)?.name;
    cx.records().update(&shared)?;
    let mut response = RenameShareFolderResponse::default();
    response.id = Some(shared.id.into());
    Ok(response)
}

/// Finds a shared folder of the caller that is not deleted.
fn owned(cx: &Context<'_>, id: Option<&ShareFolderId>) -> Result<SharedFolder, ApiError> {
    let id = id.ok_or_else(|| ApiError::invalid("id is required"))?;
    let shared = SharedFolder::find(cx, id.as_str())?;
    require_owner(cx, &shared)?;
    if shared.deleted_at.is_none() { Ok(shared) } else { Err(refused("13000309")) }
}

/// Ends the sharing and moves the folder to the recycle bin of its owner.
fn delete(cx: &mut Context<'_>, request: &DeleteShareFolder) -> Result<DeleteShareFolderResponse, ApiError> {
    let shared = owned(cx, request.id.as_ref())?;
    let text = format!("{} deleted the shared folder {}.", cx.caller.name, name(cx, &shared)?);
    messages::post_to_others(cx, &members::users_of(cx, &shared.group)?, MessageType::Team, &text)?;
    if let Some(folder) = shared.folder(cx)? {
        recycle_bin::recycle(cx, &folder)?;
    }
    end(cx, &shared)?;
    Ok(DeleteShareFolderResponse::default())
}
