//! `InviteList` for the owner of a shared folder, and `InviteConfrimList` and `InviteDetail` for invited users.

use hwc_models::koodrive::{
    Invitation, InviteConfrimList, InviteConfrimListResponse, InviteDetail, InviteDetailResponse, InviteList,
    InviteListResponse, InviteStatus, SentInvitation,
};

use super::invitation::StoredInvitation;
use super::shared_folder;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::shared_folder::SharedFolder;
use crate::services::koodrive::{phone_numbers, refused, shared_folders};

pub(super) fn register(registry: &mut Registry) {
    registry.register(sent).register(received).register(detail);
}

/// Lists the invitations into a folder, with those that were decided or have expired.
fn sent(cx: &mut Context<'_>, request: &InviteList) -> Result<InviteListResponse, ApiError> {
    let shared = shared_folder(cx, request.group_id.as_str())?;
    shared_folders::require_owner(cx, &shared)?;
    let mut response = InviteListResponse::default();
    response.invitations = StoredInvitation::of_group(cx, &shared.group)?.into_iter().map(sent_invitation).collect();
    Ok(response)
}

fn sent_invitation(stored: StoredInvitation) -> SentInvitation {
    let mut sent = SentInvitation::default();
    let (created, expires) = stored.times();
    sent.create_time = Some(created);
    sent.expire_time = Some(expires);
    sent.invite_id = Some(stored.id.into());
    sent.invitee_phone = Some(phone_numbers::masked(&stored.number));
    sent.status = Some(InviteStatus::from(stored.status));
    sent
}

/// Lists the open invitations of the caller.
fn received(cx: &mut Context<'_>, _request: &InviteConfrimList) -> Result<InviteConfrimListResponse, ApiError> {
    let mut response = InviteConfrimListResponse::default();
    let Some(number) = phone_numbers::of_user(cx, &cx.caller.id)? else {
        return Ok(response);
    };
    for stored in cx.records::<StoredInvitation>().query().filter("number", number).all()? {
        let Some(shared) = SharedFolder::of_group(cx, &stored.group)? else { continue };
        if stored.is_open(cx.now) && shared.folder(cx)?.is_some() {
            response.invitations.push(invitation(cx, stored, &shared)?);
        }
    }
    Ok(response)
}

/// Shows an invitation to the invited user and to the owner of the folder.
fn detail(cx: &mut Context<'_>, request: &InviteDetail) -> Result<InviteDetailResponse, ApiError> {
    let stored = StoredInvitation::find(cx, request.invite_id.as_str())?;
    let shared = shared_folder(cx, &stored.group)?;
    let is_invited = phone_numbers::of_user(cx, &cx.caller.id)?.as_ref() == Some(&stored.number);
    if !is_invited && shared.owner != cx.caller.id {
        return Err(refused("13000309"));
    }
    let mut response = InviteDetailResponse::default();
    response.invitation = Some(invitation(cx, stored, &shared)?);
    Ok(response)
}

fn invitation(cx: &Context<'_>, stored: StoredInvitation, shared: &SharedFolder) -> Result<Invitation, ApiError> {
    let mut invitation = Invitation::default();
    let (created, expires) = stored.times();
    let inviter = phone_numbers::of_user(cx, &stored.inviter)?;
    invitation.create_time = Some(created);
    invitation.expire_time = Some(expires);
    invitation.inviter_phone = inviter.as_deref().map(phone_numbers::masked);
    invitation.share_folder_name = Some(shared_folders::name(cx, shared)?);
    invitation.invite_id = Some(stored.id.into());
    invitation.group_id = Some(stored.group.into());
    Ok(invitation)
}
