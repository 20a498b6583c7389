//! The status of a share. It is not stored: it follows from the files, the space, the sharer and the time.

use hwc_models::koodrive::ShareStatus;

use super::record::Share;
use super::sharer;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::drive::Node;
use crate::services::koodrive::drive::access::Right;
use crate::services::koodrive::drive::tree;

/// Returns the status of a share.
pub(crate) fn status(cx: &Context<'_>, share: &Share) -> Result<ShareStatus, ApiError> {
    if !sharer::has_access(cx, share)? {
        return Ok(ShareStatus::Invalid);
    }
    let files = live(cx, files(cx, share)?)?;
    if files.is_empty() {
        return Ok(ShareStatus::FilesDeleted);
    }
    if shareable(cx, share, files)?.is_empty() {
        return Ok(ShareStatus::Invalid);
    }
    Ok(if share.expires_at <= cx.now { ShareStatus::Expired } else { ShareStatus::Active })
}

/// Returns the files of a share that exist, with those in the recycle bin.
pub(crate) fn files(cx: &Context<'_>, share: &Share) -> Result<Vec<Node>, ApiError> {
    let mut files = Vec::new();
    for id in &share.files {
        files.extend(cx.records::<Node>().get(id)?.filter(|node| node.space == share.space));
    }
    Ok(files)
}

/// Returns the files of a share that exist and that the sharer may still share.
pub(crate) fn shown_files(cx: &Context<'_>, share: &Share) -> Result<Vec<Node>, ApiError> {
    shareable(cx, share, files(cx, share)?)
}

/// Returns the files of a share that can be opened.
pub(crate) fn open_files(cx: &Context<'_>, share: &Share) -> Result<Vec<Node>, ApiError> {
    live(cx, shown_files(cx, share)?)
}

/// Keeps the files that the sharer may share.
pub(crate) fn shareable(cx: &Context<'_>, share: &Share, files: Vec<Node>) -> Result<Vec<Node>, ApiError> {
    let mut shareable = Vec::with_capacity(files.len());
    for node in files {
        if sharer::rights(cx, share, &node)?.has(Right::Share) {
            shareable.push(node);
        }
    }
    Ok(shareable)
}

/// Keeps the files that are not in the recycle bin.
fn live(cx: &Context<'_>, files: Vec<Node>) -> Result<Vec<Node>, ApiError> {
    let mut live = Vec::with_capacity(files.len());
    for node in files {
        if !tree::is_recycled(cx, &node)? {
            live.push(node);
        }
    }
    Ok(live)
}
