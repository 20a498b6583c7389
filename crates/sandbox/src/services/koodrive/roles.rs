//! The administrative roles of callers. `drive::access` decides about files; this module decides about users, departments and
//! the records of spaces.

use hwc_models::koodrive::{DepartmentId, OwnerId, Space, SpaceType, User, UserRole};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::drive::access::{self, Right};
use crate::services::koodrive::{accounts, refused};

/// Checks that the caller administers the whole organization.
///
/// # Errors
/// Returns 13000410 for anyone else.
pub(super) fn require_system_admin(cx: &Context<'_>) -> Result<(), ApiError> {
    allow(access::is_system_admin(cx)?)
}

/// Checks that the caller administers the organization or a department.
///
/// # Errors
/// Returns 13000410 for anyone else.
pub(super) fn require_admin(cx: &Context<'_>) -> Result<(), ApiError> {
    allow(matches!(access::role(cx)?, UserRole::SystemAdmin | UserRole::DepartmentAdmin))
}

/// Checks that the caller administers the owner of a space: the department, or the department of the user.
///
/// # Errors
/// Returns 13000410 for anyone else.
pub(super) fn require_owner_admin(cx: &Context<'_>, owner: &str, kind: SpaceType) -> Result<(), ApiError> {
    allow(is_owner_admin(cx, owner, kind)?)
}

/// Checks that the caller may see the size and the status of a space.
///
/// # Errors
/// Returns 13000410 without the right, and 13000412 if the space is disabled and the caller does not administer its owner.
pub(super) fn require_visible(cx: &Context<'_>, space: &Space) -> Result<(), ApiError> {
    if administers(cx, space)? {
        return Ok(());
    }
    access::space(cx, super::spaces::id(space), Right::List).map(drop)
}

/// Returns true if the caller may see the size and the status of a space.
pub(super) fn is_visible(cx: &Context<'_>, space: &Space) -> Result<bool, ApiError> {
    let may_open = access::rights(cx, space)?.has(Right::List) && !super::spaces::is_disabled(space);
    Ok(may_open || administers(cx, space)?)
}

/// Returns the department that the caller administers, or `None` for other roles.
pub(super) fn own_department(cx: &Context<'_>) -> Result<Option<DepartmentId>, ApiError> {
    if access::role(cx)? != UserRole::DepartmentAdmin {
        return Ok(None);
    }
    Ok(cx.records::<User>().get(&cx.caller.id)?.and_then(|user| user.dept_id))
}

fn administers(cx: &Context<'_>, space: &Space) -> Result<bool, ApiError> {
    let owner = space.owner_id.as_ref().map_or("", OwnerId::as_str);
    space.kind.map_or(Ok(false), |kind| is_owner_admin(cx, owner, kind))
}

/// Returns true if the caller administers an owner. System administrators administer all owners of the company. Administrators of a department administer it and its users, but no groups.
pub(super) fn is_owner_admin(cx: &Context<'_>, owner: &str, kind: SpaceType) -> Result<bool, ApiError> {
    if accounts::is_account(cx.db, owner)? {
        return Ok(false);
    }
    if access::is_system_admin(cx)? {
        return Ok(true);
    }
    let Some(own) = own_department(cx)? else {
        return Ok(false);
    };
    match kind {
        SpaceType::Department => Ok(own.as_str() == owner),
        SpaceType::Personal => {
            let user = cx.records::<User>().get(owner)?;
            Ok(user.is_some_and(|user| user.dept_id.as_ref() == Some(&own)))
        }
        _ => Ok(false),
    }
}

fn allow(allowed: bool) -> Result<(), ApiError> {
    if allowed { Ok(()) } else { Err(refused("13000410")) }
}
