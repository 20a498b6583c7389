//! `CreateUserGroup`, `UpdateUserGroup` and `DeleteUserGroup`.

use hwc_models::koodrive::{
    CreateUserGroup, CreateUserGroupResponse, DeleteUserGroup, DeleteUserGroupResponse, GroupKind, UpdateUserGroup,
    UpdateUserGroupResponse,
};

use super::{UserGroup, delete as delete_group, notify_dismissed, owned, pins, queries, require_name};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::refused;

pub(super) fn register(registry: &mut Registry) {
    registry.register(create).register(update).register(delete);
}

fn create(cx: &mut Context<'_>, request: &CreateUserGroup) -> Result<CreateUserGroupResponse, ApiError> {
    require_name("groupName", &request.group_name)?;
    if !matches!(request.source_type, GroupKind::Group | GroupKind::UserGroup) {
        return Err(ApiError::invalid("sourceType must be 0 or 1"));
    }
    let group = UserGroup::create(cx, &request.group_name, request.source_type, None)?;
    let mut response = CreateUserGroupResponse::default();
    response.id = Some(group.id.into());
    Ok(response)
}

/// Changes the name and the icon, for the owner, and the place in the caller's list, for all members.
fn update(cx: &mut Context<'_>, request: &UpdateUserGroup) -> Result<UpdateUserGroupResponse, ApiError> {
    let mut group = queries::visible(cx, request.group_id.as_str())?;
    if group.kind != request.source_type.code() {
        return Err(refused("13000309"));
    }
    if request.group_name != group.name || request.icon_url.is_some() {
        owned(cx, &group.id)?;
        require_name("groupName", &request.group_name)?;
        group.name.clone_from(&request.group_name);
        group.icon = request.icon_url.clone().or(group.icon);
        group.updated_at = cx.now;
        cx.records().update(&group)?;
    }
    if let Some(state) = request.top {
        pins::set(cx, &group.id, state)?;
    }
    Ok(UpdateUserGroupResponse::default())
}

fn delete(cx: &mut Context<'_>, request: &DeleteUserGroup) -> Result<DeleteUserGroupResponse, ApiError> {
    let group = owned(cx, request.group_id.as_str())?;
    notify_dismissed(cx, &group)?;
    delete_group(cx, &group)?;
    Ok(DeleteUserGroupResponse::default())
}
