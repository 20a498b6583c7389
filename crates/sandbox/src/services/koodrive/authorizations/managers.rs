//! The managers of a team: those who give rights on its space. They cannot change each other's rights.

use hwc_models::koodrive::{DepartmentId, OwnerId, Space, SpaceType, User, UserRole};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::drive::access;
use crate::services::koodrive::groups::UserGroup;
use crate::services::koodrive::refused;

/// The position of a user in a team, from low to high.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Position {
    Other,
    /// A member with rights to manage.
    Manager,
    /// An administrator of the department or of the company, or the owner of the group.
    Administrator,
}

/// Returns the position of a user in the team of a space.
pub(super) fn position(cx: &Context<'_>, space: &Space, user: &User) -> Result<Position, ApiError> {
    let owner = space.owner_id.as_ref().map_or("", OwnerId::as_str);
    let id = user.id.as_ref().map_or("", |id| id.as_str());
    if space.kind == Some(SpaceType::Group) {
        let owns = match cx.records::<UserGroup>().get(owner)? {
            Some(group) => group.is_owned_by(id),
            None => space.creator.as_deref() == Some(id),
        };
        return Ok(if owns { Position::Administrator } else { Position::Other });
    }
    let is_in_department = user.dept_id.as_ref().map(DepartmentId::as_str) == Some(owner);
    Ok(match user.role {
        Some(UserRole::SystemAdmin) => Position::Administrator,
        Some(UserRole::DepartmentAdmin) if is_in_department => Position::Administrator,
        Some(UserRole::Manager) if is_in_department => Position::Manager,
        _ => Position::Other,
    })
}

/// Checks that the caller gives rights on a space, and returns the caller's position.
///
/// # Errors
/// Returns 13000410 for others.
pub(super) fn require(cx: &Context<'_>, space: &Space) -> Result<Position, ApiError> {
    let mut caller = cx.records::<User>().get(&cx.caller.id)?.unwrap_or_default();
    caller.id = Some(cx.caller.id.as_str().into());
    caller.role = Some(access::role(cx)?);
    match position(cx, space, &caller)? {
        Position::Other => Err(refused("13000410")),
        position => Ok(position),
    }
}
