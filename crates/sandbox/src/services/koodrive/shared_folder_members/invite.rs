//! `UserGroupInvite`: inviting a user by phone number, for the owner of a shared folder.

use hwc_models::koodrive::{MessageType, UserGroupInvite, UserGroupInviteResponse};

use super::invitation::StoredInvitation;
use super::shared_folder;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::members;
use crate::services::koodrive::shared_folders::{self, MAX_MEMBERS};
use crate::services::koodrive::{messages, phone_numbers};

pub(super) fn register(registry: &mut Registry) {
    registry.register(invite);
}

/// Invites a user, who may register later. While an invitation of the number is open, its ID is returned.
fn invite(cx: &mut Context<'_>, request: &UserGroupInvite) -> Result<UserGroupInviteResponse, ApiError> {
    let shared = shared_folder(cx, request.group_id.as_str())?;
    shared_folders::require_owner(cx, &shared)?;
    let number = phone_numbers::parse("mobile", &request.mobile)?;
    let invited = phone_numbers::find_user(cx, &number)?;
    let users = members::users_of(cx, &shared.group)?;
    if invited.as_ref().is_some_and(|invited| users.contains(invited)) {
        return Err(ApiError::invalid("the user is a member of the shared folder"));
    }
    let mut open = StoredInvitation::of_group(cx, &shared.group)?;
    open.retain(|invitation| invitation.is_open(cx.now));
    let mut response = UserGroupInviteResponse::default();
    if let Some(same) = open.iter().find(|invitation| invitation.number == number) {
        response.invite_id = Some(same.id.as_str().into());
        return Ok(response);
    }
    if users.len() + open.len() >= MAX_MEMBERS {
        return Err(ApiError::invalid(format!("a shared folder can have {MAX_MEMBERS} members and open invitations")));
    }
    response.invite_id = Some(StoredInvitation::create(cx, &shared.group, &number)?.id.into());
    if let Some(user) = invited {
        let name = shared_folders::name(cx, &shared)?;
        let text = format!("{} invited you to the shared folder {name}.", cx.caller.name);
        messages::post(cx, &user, MessageType::Team, text)?;
    }
    Ok(response)
}
