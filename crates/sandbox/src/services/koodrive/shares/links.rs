//! Shares in the format of responses. Each kind of caller sees a part of a share.

use hwc_models::koodrive::{ShareFileInfo, ShareLink, ShareStatus, Space};
use hwc_wire::{Secret, Timestamp};

use super::record::Share;
use super::sharer;
use super::status::{self, status};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::drive::Node;
use crate::services::koodrive::drive::tree;

/// Returns the part of a share that visitors see.
pub(crate) fn for_visitor(cx: &Context<'_>, share: &Share) -> Result<ShareLink, ApiError> {
    let mut link = common(cx, share)?;
    link.owner_id = Some(share.owner.as_str().into());
    link.owner_name = Some(sharer::name(cx, &share.owner)?);
    link.expire_date = Some(share.valid_days);
    Ok(link)
}

/// Returns the part of a share that recipients see.
pub(crate) fn for_recipient(cx: &Context<'_>, share: &Share) -> Result<ShareLink, ApiError> {
    let mut link = common(cx, share)?;
    link.link_url = Some(url(cx, share));
    link.display_name = Some(share.name.clone());
    link.owner_id = Some(share.owner.as_str().into());
    link.owner_name = Some(sharer::name(cx, &share.owner)?);
    link.comment.clone_from(&share.comment);
    Ok(link)
}

/// Returns the part of a share that its sharer sees.
pub(crate) fn for_sharer(cx: &Context<'_>, share: &Share) -> Result<ShareLink, ApiError> {
    let mut link = common(cx, share)?;
    link.link_url = Some(url(cx, share));
    link.scope = Some(share.scope());
    link.display_name = Some(share.name.clone());
    link.extract_code = share.extract_code.as_deref().map(Secret::from);
    link.comment.clone_from(&share.comment);
    Ok(link)
}

/// Adds what only lists of shares have: the space, the views and the shared files. Recipients do not see the folder above.
pub(crate) fn add_list_fields(cx: &Context<'_>, share: &Share, link: &mut ShareLink) -> Result<(), ApiError> {
    let is_sharer = share.owner == cx.caller.id;
    link.view_count = Some(share.views);
    link.container_id = Some(share.space.as_str().into());
    link.container_name = cx.records::<Space>().get(&share.space)?.and_then(|space| space.name);
    // Recipients of a share that ended see no files: they may have another name by now.
    let has_ended = matches!(link.status, Some(ShareStatus::Invalid | ShareStatus::Expired));
    let files = if has_ended && !is_sharer { Vec::new() } else { status::shown_files(cx, share)? };
    for node in files {
        let mut file = file_info(cx, &node)?;
        file.parent_folder = if is_sharer { vec![node.parent.as_str().into()] } else { Vec::new() };
        link.files.push(file);
    }
    Ok(())
}

/// Returns the link to open in a browser.
pub(super) fn url(cx: &Context<'_>, share: &Share) -> String {
    format!("{}/cloudfile/#/sharelink/i/{}", cx.origin, share.short_url)
}

fn common(cx: &Context<'_>, share: &Share) -> Result<ShareLink, ApiError> {
    let mut link = ShareLink::default();
    link.share_id = Some(share.id.as_str().into());
    link.short_url = Some(share.short_url.as_str().into());
    link.share_time = Some(Timestamp::from_unix_millis(share.created_at));
    link.expire_time = Some(Timestamp::from_unix_millis(share.expires_at));
    link.permission = share.permission.map(Into::into);
    link.status = Some(status(cx, share)?);
    Ok(link)
}

fn file_info(cx: &Context<'_>, node: &Node) -> Result<ShareFileInfo, ApiError> {
    let mut info = ShareFileInfo::default();
    info.id = Some(node.id.as_str().into());
    info.file_name = Some(node.name.clone());
    info.file_type = Some(node.file_type.clone());
    info.mime_type.clone_from(&node.mime);
    info.size = Some(node.size);
    info.file_suffix = node.suffix().map(str::to_owned);
    info.containers = vec![node.space.as_str().into()];
    info.recycled = Some(tree::is_recycled(cx, node)?);
    Ok(info)
}
