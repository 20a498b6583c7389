//! Changing shares.

use hwc_models::koodrive::{ShareLink, UpdateShare, UpdateShareResponse};
use hwc_wire::Timestamp;

use super::record::Share;
use super::{links, options};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::times::DAY;

/// Changes a share of the caller. Fields that are missing keep their value, as does a validity of 0 days.
pub(super) fn update(cx: &mut Context<'_>, request: &UpdateShare) -> Result<UpdateShareResponse, ApiError> {
    let mut share = Share::of_caller(cx, request.share_id.as_str())?;
    share.recipients.set_departments(cx, request.department_ids.as_deref())?;
    share.recipients.set_groups(cx, request.group_ids.as_deref())?;
    share.recipients.set_users(cx, request.user_ids.as_deref())?;
    options::require_recipients(&share)?;
    if let Some(permission) = &request.permission {
        share.permission = Some(permission.into());
    }
    options::set_extract_code(&mut share, request.extract_code.as_ref());
    options::set_comment(&mut share, request.comment.as_deref())?;
    set_validity(cx, request, &mut share)?;
    share.updated_at = cx.now;
    cx.records().update(&share)?;
    let mut response = UpdateShareResponse::default();
    response.share_link = Some(updated(cx, &share)?);
    Ok(response)
}

/// Sets the validity. A number of days other than 0 wins over a time.
fn set_validity(cx: &Context<'_>, request: &UpdateShare, share: &mut Share) -> Result<(), ApiError> {
    let time = cx.millis("expireTime", request.expire_time.as_ref())?;
    match (request.valid_days, time) {
        (0, None) => {}
        (0, Some(time)) if time <= cx.now => return Err(ApiError::invalid("expireTime must be in the future")),
        (0, Some(time)) => {
            share.expires_at = time;
            share.valid_days = u32::try_from((time - cx.now + DAY - 1) / DAY).unwrap_or(u32::MAX);
        }
        (days, _) => options::set_valid_days(share, days, cx.now),
    }
    Ok(())
}

/// Returns the part of a share that the response of its change has.
fn updated(cx: &Context<'_>, share: &Share) -> Result<ShareLink, ApiError> {
    let mut link = links::for_sharer(cx, share)?;
    link.permission = None;
    link.comment = None;
    link.create_time = Some(Timestamp::from_unix_millis(share.created_at));
    link.update_time = Some(Timestamp::from_unix_millis(share.updated_at));
    link.view_count = Some(share.views);
    Ok(link)
}
