//! `InviteConfirm`: the decision of an invited user.

use hwc_models::koodrive::{InviteConfirm, InviteConfirmResponse, InviteDecision, InviteId, InviteStatus, MessageType};

use super::invitation::StoredInvitation;
use super::shared_folder;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::members;
use crate::services::koodrive::drive::shared_folder::SharedFolder;
use crate::services::koodrive::shared_folders::{self, MAX_MEMBERS};
use crate::services::koodrive::{messages, phone_numbers, refused, refused_with};

pub(super) fn register(registry: &mut Registry) {
    registry.register(confirm);
}

/// Accepts or refuses an invitation of the caller, once.
fn confirm(cx: &mut Context<'_>, request: &InviteConfirm) -> Result<InviteConfirmResponse, ApiError> {
    let id =
        request.invite_id.as_ref().map(InviteId::as_str).ok_or_else(|| ApiError::invalid("inviteId is required"))?;
    let mut invitation = StoredInvitation::find(cx, id)?;
    let is_own = phone_numbers::of_user(cx, &cx.caller.id)?.as_ref() == Some(&invitation.number);
    if !is_own || invitation.group != request.group_id.as_str() {
        return Err(refused("13000309"));
    }
    let shared = shared_folder(cx, &invitation.group)?;
    require_open(cx, &invitation)?;
    invitation.status = match request.decision {
        Some(InviteDecision::Accept) => accept(cx, &shared)?,
        Some(InviteDecision::Refuse) => refuse(cx, &shared)?,
        _ => return Err(ApiError::invalid("confirm must be 0 or 1")),
    }
    .code();
    cx.records().update(&invitation)?;
    Ok(InviteConfirmResponse::default())
}

fn require_open(cx: &Context<'_>, invitation: &StoredInvitation) -> Result<(), ApiError> {
    if invitation.status != InviteStatus::Waiting.code() {
        return Err(refused_with("13000102", "The invitation was accepted or refused before."));
    }
    if invitation.is_expired(cx.now) {
        return Err(refused_with("13000102", "The invitation has expired. The owner can send another one."));
    }
    Ok(())
}

/// Makes the caller a member.
fn accept(cx: &Context<'_>, shared: &SharedFolder) -> Result<InviteStatus, ApiError> {
    let users = members::users_of(cx, &shared.group)?;
    if users.len() >= MAX_MEMBERS {
        return Err(ApiError::invalid(format!("a shared folder can have {MAX_MEMBERS} members")));
    }
    members::add(cx, &shared.group, &cx.caller.id)?;
    let text = format!("{} joined the shared folder {}.", cx.caller.name, shared_folders::name(cx, shared)?);
    messages::post_to_others(cx, &users, MessageType::Team, &text)?;
    Ok(InviteStatus::Accepted)
}

fn refuse(cx: &Context<'_>, shared: &SharedFolder) -> Result<InviteStatus, ApiError> {
    let name = shared_folders::name(cx, shared)?;
    let text = format!("{} refused the invitation to the shared folder {name}.", cx.caller.name);
    messages::post(cx, &shared.owner, MessageType::Team, text)?;
    Ok(InviteStatus::Refused)
}
