//! The user who shares files, and the question of whether that user still has access to them.

use hwc_models::koodrive::{AccountStatus, Space, SpaceStatus, User};

use super::record::Share;
use crate::account;
use crate::runtime::api_error::{ApiError, ErrorOrigin};
use crate::runtime::context::{Caller, Context, Settings};
use crate::services::koodrive::drive::access;

/// Returns the name of a user. A user who was never registered, such as that of unknown credentials, has the name of the
/// caller or the ID.
pub(crate) fn name(cx: &Context<'_>, user: &str) -> Result<String, ApiError> {
    let name = cx.records::<User>().get(user)?.and_then(|user| user.name);
    Ok(name.unwrap_or_else(|| if user == cx.caller.id { cx.caller.name.clone() } else { user.to_owned() }))
}

/// Returns true if the space of a share is in use and its sharer can still read it.
pub(super) fn has_access(cx: &Context<'_>, share: &Share) -> Result<bool, ApiError> {
    let space = cx.records::<Space>().get(&share.space)?;
    if space.is_none_or(|space| space.status == Some(SpaceStatus::Disabled)) || !is_active(cx, &share.owner)? {
        return Ok(false);
    }
    match access::read(&as_user(cx, &share.owner)?, &share.space) {
        Ok(_) => Ok(true),
        Err(error) if error.origin == ErrorOrigin::Explicit => Ok(false),
        Err(error) => Err(error),
    }
}

/// Returns false for a user who was disabled or deleted. The user of unknown credentials is always active.
fn is_active(cx: &Context<'_>, user: &str) -> Result<bool, ApiError> {
    let found = cx.records::<User>().get(user)?;
    Ok(found.map_or(user == account::USER_ID, |user| user.status.is_none_or(|status| status == AccountStatus::Enabled)))
}

/// Returns the same context for another caller.
fn as_user<'a>(cx: &'a Context<'_>, user: &str) -> Result<Context<'a>, ApiError> {
    Ok(Context {
        db: cx.db,
        settings: Settings::default(),
        caller: Caller { id: user.to_owned(), name: name(cx, user)? },
        strict: cx.strict,
        secrets: cx.secrets,
        drive_token: None,
        deferred: None,
        now: cx.now,
        origin: cx.origin,
    })
}
