//! `PermissionBatchUpdate`: all users of a call get their rights, or none.

use hwc_models::koodrive::{
    MemberPermission, OwnerId, PermissionBatchUpdate, PermissionBatchUpdateResponse, Space, SpaceType, UserId,
};

use super::managers::{self, Position};
use super::team_space;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::grants::{self, Granted};
use crate::services::koodrive::drive::{members, tree};
use crate::services::koodrive::{permission_templates, refused, spaces, users};

pub(super) fn register(registry: &mut Registry) {
    registry.register(update);
}

fn update(cx: &mut Context<'_>, request: &PermissionBatchUpdate) -> Result<PermissionBatchUpdateResponse, ApiError> {
    let space = team_space(cx, request.container.as_str(), request.kind)?;
    let caller = managers::require(cx, &space)?;
    let file = match request.file_id.as_ref() {
        Some(id) => Some(tree::resolve(cx, &space, id.as_str())?).filter(|node| !node.is_top()),
        None => None,
    };
    let file = file.map(|node| node.id).unwrap_or_default();
    for member in &request.members {
        let user = changeable_user(cx, &space, caller, member)?;
        let granted = Granted::from_request(cx, member.template, member.capabilities.as_ref())?;
        let granted = granted.ok_or_else(|| ApiError::invalid("template is required"))?;
        if !file.is_empty() && permission_templates::is_preset(granted.template()) {
            return Err(ApiError::invalid("a preset template cannot be set on a file"));
        }
        grants::set(cx, (spaces::id(&space), &file), &user, granted)?;
    }
    Ok(PermissionBatchUpdateResponse::default())
}

/// Returns the ID of a user whose rights the caller can change: one of a lower position who is a member of the group.
fn changeable_user(
    cx: &Context<'_>,
    space: &Space,
    caller: Position,
    member: &MemberPermission,
) -> Result<String, ApiError> {
    let id = member.user_id.as_ref().map_or("", UserId::as_str);
    let user = users::find(cx, id)?;
    if managers::position(cx, space, &user)? >= caller {
        return Err(refused("13000410"));
    }
    let group = space.owner_id.as_ref().map_or("", OwnerId::as_str);
    if space.kind == Some(SpaceType::Group) && !members::is_member(cx, group, id)? {
        return Err(ApiError::invalid(format!("the user {id} is not a member of the group")));
    }
    Ok(id.to_owned())
}
