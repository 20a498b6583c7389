//! Creating shares.

use hwc_models::koodrive::{
    CreateShare, CreateShareResponse, FileId, MessageType, ShareLink, ShareScope, Space, User, UserId,
};
use hwc_wire::{Secret, Timestamp};

use super::record::Share;
use super::{links, options};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::drive::Node;
use crate::services::koodrive::drive::access::{self, Right};
use crate::services::koodrive::drive::events::{self, EventKind};
use crate::services::koodrive::drive::tree;
use crate::services::koodrive::messages;

pub(super) fn create(cx: &mut Context<'_>, request: &CreateShare) -> Result<CreateShareResponse, ApiError> {
    let share = add(cx, request)?;
    let mut response = CreateShareResponse::default();
    response.share_link = Some(created(cx, &share));
    Ok(response)
}

/// Stores a new share of the caller.
pub(super) fn add(cx: &Context<'_>, request: &CreateShare) -> Result<Share, ApiError> {
    if matches!(request.scope, ShareScope::Unknown(_)) {
        return Err(ApiError::invalid("scope must be 1, 2 or 3"));
    }
    let space = access::space(cx, request.container_id.as_str(), Right::Share)?;
    let files = shareable_files(cx, &space, &request.file_ids)?;
    let share = share(cx, request, &files)?;
    cx.records().insert(&share)?;
    for file in &files {
        events::record(cx, EventKind::Shared, file)?;
    }
    notify(cx, &share)?;
    Ok(share)
}

/// Sends a message to the users that a share names.
fn notify(cx: &Context<'_>, share: &Share) -> Result<(), ApiError> {
    if share.scope() != ShareScope::Named {
        return Ok(());
    }
    for user in cx.records::<User>().query().all()? {
        let id = user.id.as_ref().map_or("", UserId::as_str);
        if id != share.owner && share.recipients.include(cx, id)? {
            let text = format!("{} shared {} with you.", cx.caller.name, share.name);
            messages::post(cx, id, MessageType::Sharing, text)?;
        }
    }
    Ok(())
}

/// Returns the files to share, without duplicates. Each one must be live; the top folders of a space cannot be shared.
fn shareable_files(cx: &Context<'_>, space: &Space, ids: &[FileId]) -> Result<Vec<Node>, ApiError> {
    let mut files: Vec<Node> = Vec::new();
    for id in ids {
        let node = access::node(cx, space, id.as_str(), Right::Share)?;
        tree::require_live(cx, &node)?;
        if node.parent.is_empty() {
            return Err(ApiError::invalid("the top folder of a space cannot be shared"));
        }
        if files.iter().all(|known| known.id != node.id) {
            files.push(node);
        }
    }
    Ok(files)
}

fn share(cx: &Context<'_>, request: &CreateShare, files: &[Node]) -> Result<Share, ApiError> {
    let mut share = Share {
        id: number(&cx.secret("share")?),
        short_url: number(&cx.secret("share link")?),
        space: request.container_id.as_str().to_owned(),
        files: files.iter().map(|file| file.id.clone()).collect(),
        name: files.first().map(|file| file.name.clone()).unwrap_or_default(),
        scope: request.scope.code(),
        permission: request.permission.as_ref().map(Into::into),
        owner: cx.caller.id.clone(),
        created_at: cx.now,
        updated_at: cx.now,
        ..Share::default()
    };
    share.recipients.set_departments(cx, request.department_ids.as_deref())?;
    share.recipients.set_groups(cx, request.group_ids.as_deref())?;
    share.recipients.set_users(cx, request.user_ids.as_deref())?;
    share.recipients.set_phone_numbers(request.phone_numbers.as_deref());
    options::require_recipients(&share)?;
    options::set_extract_code(&mut share, request.extract_code.as_ref());
    options::set_comment(&mut share, request.comment.as_deref())?;
    options::set_valid_days(&mut share, request.valid_days.unwrap_or_default(), cx.now);
    Ok(share)
}

/// Returns 19 digits from a text of hexadecimal digits, as IDs of the reference have. With strict authentication the text is
/// random, so that a link cannot be guessed.
fn number(hex: &str) -> String {
    let number = hex.get(..16).and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or_default();
    (1_000_000_000_000_000_000 + number % 9_000_000_000_000_000_000).to_string()
}

/// Returns the part of a share that the response of its creation has.
fn created(cx: &Context<'_>, share: &Share) -> ShareLink {
    let mut link = ShareLink::default();
    link.share_id = Some(share.id.as_str().into());
    link.short_url = Some(share.short_url.as_str().into());
    link.link_url = Some(links::url(cx, share));
    link.extract_code = share.extract_code.as_deref().map(Secret::from);
    link.comment.clone_from(&share.comment);
    link.expire_time = Some(Timestamp::from_unix_millis(share.expires_at));
    link
}
