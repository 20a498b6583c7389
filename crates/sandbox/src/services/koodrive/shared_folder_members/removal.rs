//! `ShareFolderDeleteMember`: leaving a shared folder, and removing members, for its owner.

use hwc_models::koodrive::{MessageType, ShareFolderDeleteMember, ShareFolderDeleteMemberResponse};

use super::shared_folder;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::members;
use crate::services::koodrive::drive::shared_folder::SharedFolder;
use crate::services::koodrive::{messages, refused, shared_folders};

pub(super) fn register(registry: &mut Registry) {
    registry.register(remove);
}

/// Removes a member. The owner remains one until the shared folder is deleted.
fn remove(
    cx: &mut Context<'_>,
    request: &ShareFolderDeleteMember,
) -> Result<ShareFolderDeleteMemberResponse, ApiError> {
    let shared = shared_folder(cx, request.group_id.as_str())?;
    shared.require_member(cx)?;
    let (owner, member) = (request.owner_id.as_str(), request.member_id.as_str());
    if member == shared.owner {
        return Err(ApiError::invalid("the owner cannot leave the shared folder, but delete it"));
    }
    if member == cx.caller.id {
        leave(cx, &shared, owner)?;
    } else {
        remove_other(cx, &shared, owner, member)?;
    }
    Ok(ShareFolderDeleteMemberResponse::default())
}

fn leave(cx: &Context<'_>, shared: &SharedFolder, owner: &str) -> Result<(), ApiError> {
    if owner != cx.caller.id {
        return Err(ApiError::invalid("ownerId must be the own ID of a member who leaves"));
    }
    members::remove(cx, &shared.group, owner)?;
    let text = format!("{} left the shared folder {}.", cx.caller.name, shared_folders::name(cx, shared)?);
    messages::post_to_others(cx, &members::users_of(cx, &shared.group)?, MessageType::Team, &text)
}

fn remove_other(cx: &Context<'_>, shared: &SharedFolder, owner: &str, member: &str) -> Result<(), ApiError> {
    shared_folders::require_owner(cx, shared)?;
    if owner != shared.owner {
        return Err(ApiError::invalid("ownerId must be the owner of the shared folder"));
    }
    if !members::remove(cx, &shared.group, member)? {
        return Err(refused("13000309"));
    }
    let name = shared_folders::name(cx, shared)?;
    let text = format!("{} removed you from the shared folder {name}.", cx.caller.name);
    messages::post(cx, member, MessageType::Team, text)
}
