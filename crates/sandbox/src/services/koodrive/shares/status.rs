//! The status of a share. It is not stored: it follows from the files, the space, the sharer and the time.

use hwc_models::koodrive::ShareStatus;

use super::record::Share;
use super::sharer;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::drive::Node;
use crate::services::koodrive::drive::tree;

/// Returns the status of a share.
pub(crate) fn status(cx: &Context<'_>, share: &Share) -> Result<ShareStatus, ApiError> {
    if !sharer::has_access(cx, share)? {
        return Ok(ShareStatus::Invalid);
    }
    if live_files(cx, share)?.is_empty() {
        return Ok(ShareStatus::FilesDeleted);
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

/// Returns the files of a share that can be opened.
pub(crate) fn live_files(cx: &Context<'_>, share: &Share) -> Result<Vec<Node>, ApiError> {
    let mut live = Vec::new();
    for node in files(cx, share)? {
        if !tree::is_recycled(cx, &node)? {
            live.push(node);
        }
    }
    Ok(live)
}
