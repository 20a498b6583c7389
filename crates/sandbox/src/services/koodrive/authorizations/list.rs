//! `GetUserPermissionList`, for the managers of a team.

use std::collections::BTreeSet;

use hwc_models::koodrive::{
    DepartmentId, GetUserPermissionList, GetUserPermissionListResponse, GroupId, OwnerId, Space, SpaceType, User,
    UserId, UserPermission,
};

use super::{managers, team_space};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::{Caller, Context};
use crate::runtime::records::Page;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::access::{Access, Rights};
use crate::services::koodrive::drive::{Node, grants, members, tree};
use crate::services::koodrive::{departments, groups, permission_templates, phone_numbers, refused, spaces};

/// The page size without `count`.
const PAGE_SIZE: u32 = 100;

pub(super) fn register(registry: &mut Registry) {
    registry.register(list);
}

fn list(cx: &mut Context<'_>, request: &GetUserPermissionList) -> Result<GetUserPermissionListResponse, ApiError> {
    let space = team_space(cx, request.container_id.as_str(), request.space_type)?;
    require_team(&space, request)?;
    managers::require(cx, &space)?;
    let file = match request.file_id.as_ref() {
        Some(id) => tree::resolve(cx, &space, id.as_str())?,
        None => Node::root(&space),
    };
    let word = request.user_name.as_deref().unwrap_or_default();
    let mut users = Vec::new();
    for user in users_with_rights(cx, &space)? {
        let entry = entry(cx, &space, &file, &user)?;
        let is_wanted = request.template_id.is_none_or(|wanted| entry.template_id == Some(wanted));
        if is_wanted && entry.user_name.as_deref().unwrap_or_default().contains(word) {
            users.push(entry);
        }
    }
    let page = Page::cursor(request.cursor.as_deref(), request.count.unwrap_or(PAGE_SIZE)).select(users)?;
    let mut response = GetUserPermissionListResponse::default();
    response.next_cursor = page.next_cursor();
    response.user_permission_list = page.items;
    Ok(response)
}

/// Checks that the space belongs to the team of the request.
fn require_team(space: &Space, request: &GetUserPermissionList) -> Result<(), ApiError> {
    let (name, team) = match space.kind {
        Some(SpaceType::Group) => ("groupId", request.group_id.as_ref().map(GroupId::as_str)),
        _ => ("deptId", request.dept_id.as_ref().map(DepartmentId::as_str)),
    };
    let team = team.ok_or_else(|| ApiError::invalid(format!("{name} is required")))?;
    let owner = space.owner_id.as_ref().map_or("", OwnerId::as_str);
    if team == owner { Ok(()) } else { Err(refused("13000415")) }
}

/// Returns the members of the team and the users with grants, in the order in which the users were added.
fn users_with_rights(cx: &Context<'_>, space: &Space) -> Result<Vec<User>, ApiError> {
    let owner = space.owner_id.as_ref().map_or("", OwnerId::as_str);
    let mut ids: BTreeSet<String> = grants::users_of(cx, spaces::id(space))?.into_iter().collect();
    if space.kind == Some(SpaceType::Group) {
        ids.extend(members::users_of(cx, owner)?);
    } else {
        let own = departments::users_in(cx, owner)?;
        ids.extend(own.iter().filter_map(|user| user.id.as_ref().map(ToString::to_string)));
    }
    let mut users = cx.records::<User>().query().all()?;
    users.retain(|user| user.id.as_ref().is_some_and(|id| ids.contains(id.as_str())));
    Ok(users)
}

/// Returns the rights of a user on a file.
fn entry(cx: &Context<'_>, space: &Space, file: &Node, user: &User) -> Result<UserPermission, ApiError> {
    let id = user.id.as_ref().map_or("", UserId::as_str);
    let caller = Caller { id: id.to_owned(), name: user.name.clone().unwrap_or_default() };
    let access = Access::load(&cx.on_behalf_of(caller, cx.now), space)?;
    let rights = access.on(cx, file)?;
    let template = access.template_on(cx, file)?.unwrap_or(permission_templates::MANAGE);
    let department = user.dept_id.as_ref().map_or("", DepartmentId::as_str);
    let mut entry = UserPermission::default();
    entry.user_id.clone_from(&user.id);
    entry.user_name.clone_from(&user.name);
    entry.mobile = user.mobile.as_deref().map(phone_numbers::masked_of_user);
    entry.dept_name = departments::name(cx, department)?;
    entry.dept_id.clone_from(&user.dept_id);
    entry.dept_role = user.role;
    entry.template_id = Some(template.into());
    entry.template_name = permission_templates::name(cx, template)?;
    entry.group_name = groups::name(cx, space.owner_id.as_ref().map_or("", OwnerId::as_str))?;
    entry.description = (template == grants::NO_TEMPLATE).then(|| description(rights));
    entry.capabilities = vec![rights.capabilities()];
    Ok(entry)
}

/// Returns a set of rights as a text.
fn description(rights: Rights) -> String {
    rights.names().join(", ")
}
