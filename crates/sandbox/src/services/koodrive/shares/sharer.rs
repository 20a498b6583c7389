//! The user who shares files, and the question of whether that user still has access to them.

use hwc_models::koodrive::{AccountStatus, Space, SpaceStatus, User};

use super::record::Share;
use crate::account;
use crate::runtime::api_error::{ApiError, ErrorOrigin};
use crate::runtime::context::{Caller, Context};
use crate::services::koodrive::drive::Node;
use crate::services::koodrive::drive::access::{self, Access, Rights};
use crate::services::koodrive::drive::tree::Branch;
use crate::services::koodrive::refused;

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

/// Returns the rights of the sharer on a file of a share now. Who lost a right on a file cannot share it any longer.
pub(crate) fn rights(cx: &Context<'_>, share: &Share, node: &Node) -> Result<Rights, ApiError> {
    let cx = as_user(cx, &share.owner)?;
    match cx.records::<Space>().get(&share.space)? {
        Some(space) => Access::load(&cx, &space)?.on(&cx, node),
        None => Ok(Rights::NONE),
    }
}

/// Returns a shared file with what is below it, as far as the sharer has the rights.
pub(crate) fn branch(cx: &Context<'_>, share: &Share, node: Node, rights: Rights) -> Result<Branch, ApiError> {
    let cx = as_user(cx, &share.owner)?;
    let space = cx.records::<Space>().get(&share.space)?.ok_or_else(|| refused("13000301"))?;
    access::branch(&cx, &space, node, rights)
}

/// Returns the same context for another caller.
fn as_user<'a>(cx: &'a Context<'_>, user: &str) -> Result<Context<'a>, ApiError> {
    Ok(cx.on_behalf_of(Caller { id: user.to_owned(), name: name(cx, user)? }, cx.now))
}
