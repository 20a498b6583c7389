//! `GetUserGroup`, `GetUserGroupList` and `GetUserGroupMemberList`, for the members of groups and for administrators.

use hwc_models::koodrive::{
    DepartmentId, GetUserGroup, GetUserGroupList, GetUserGroupListResponse, GetUserGroupMemberList,
    GetUserGroupMemberListResponse, GetUserGroupResponse, GroupKind, GroupMember, PinState, User,
    UserGroup as UserGroupInfo,
};
use hwc_wire::Timestamp;

use super::{UserGroup, pins};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::Page;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::access;
use crate::services::koodrive::drive::members::{self, GroupMember as Membership};
use crate::services::koodrive::drive::shared_folder::SharedFolder;
use crate::services::koodrive::{TENANT, departments, phone_numbers, refused};

/// The page size without `pageSize`.
const PAGE_SIZE: u32 = 100;

pub(super) fn register(registry: &mut Registry) {
    registry.register(get).register(list).register(list_members);
}

/// Finds a group that the caller belongs to. System administrators see all groups.
///
/// # Errors
/// Returns 13000309 for an unknown group, and 13000410 for one that the caller cannot see.
pub(super) fn visible(cx: &Context<'_>, id: &str) -> Result<UserGroup, ApiError> {
    let group: UserGroup = cx.records().get(id)?.ok_or_else(|| refused("13000309"))?;
    let is_visible = group.includes(cx, &cx.caller.id)? || access::is_system_admin(cx)?;
    if is_visible { Ok(group) } else { Err(refused("13000410")) }
}

fn get(cx: &mut Context<'_>, request: &GetUserGroup) -> Result<GetUserGroupResponse, ApiError> {
    let group = visible(cx, request.group_id.as_str())?;
    if request.source_type.is_some_and(|kind| kind.code() != group.kind) {
        return Err(refused("13000309"));
    }
    let mut response = GetUserGroupResponse::default();
    response.user_group = Some(info(group));
    Ok(response)
}

/// Lists the groups of the caller, the pinned ones first.
fn list(cx: &mut Context<'_>, request: &GetUserGroupList) -> Result<GetUserGroupListResponse, ApiError> {
    let word = request.group_name.as_deref().unwrap_or_default();
    let (mut groups, mut others) = (Vec::new(), Vec::new());
    for group in cx.records::<UserGroup>().query().all()? {
        let is_wanted = group.kind == request.source_type.code() && group.name.contains(word);
        if !is_wanted || !group.includes(cx, &cx.caller.id)? {
            continue;
        }
        match pins::state(cx, &group.id, &cx.caller.id)? {
            PinState::Pinned => groups.push(group),
            _ => others.push(group),
        }
    }
    groups.append(&mut others);
    let page = Page::cursor(request.page_cursor.as_deref(), request.page_size.unwrap_or(PAGE_SIZE)).select(groups)?;
    let mut response = GetUserGroupListResponse::default();
    response.next_cursor = page.next_cursor();
    response.total = Some(page.total);
    response.user_group_list = page.items.into_iter().map(info).collect();
    Ok(response)
}

fn info(group: UserGroup) -> UserGroupInfo {
    let time = |millis: i64| (millis > 0).then(|| Timestamp::from_unix_millis(millis));
    let mut info = UserGroupInfo::default();
    info.created_time = time(group.created_at);
    info.updated_time = time(group.updated_at);
    info.id = Some(group.id.into());
    info.group_name = Some(group.name);
    info.owner_id = group.owner.map(Into::into);
    info.tenant_id = Some(TENANT.into());
    info.source_type = Some(GroupKind::from(group.kind));
    info.icon_url = group.icon;
    info
}

/// Checks that the caller may see the members of a group, which can be that of a shared folder.
fn require_members_visible(cx: &Context<'_>, group: &str) -> Result<(), ApiError> {
    match SharedFolder::of_group(cx, group)? {
        Some(shared) => shared.require_member(cx),
        None => visible(cx, group).map(drop),
    }
}

fn list_members(
    cx: &mut Context<'_>,
    request: &GetUserGroupMemberList,
) -> Result<GetUserGroupMemberListResponse, ApiError> {
    let group = request.group_id.as_str();
    require_members_visible(cx, group)?;
    let word = request.key_word.as_deref().unwrap_or_default();
    let mut found = Vec::new();
    for membership in members::of_group(cx, group)? {
        let user = cx.records::<User>().get(&membership.user)?.unwrap_or_default();
        if user.name.as_deref().unwrap_or_default().contains(word) {
            found.push(member(cx, &membership, user)?);
        }
    }
    let page = Page::offset(request.offset, request.limit).select(found)?;
    let mut response = GetUserGroupMemberListResponse::default();
    response.total = Some(page.total);
    response.user_group_member_infos = page.items;
    Ok(response)
}

fn member(cx: &Context<'_>, membership: &Membership, user: User) -> Result<GroupMember, ApiError> {
    let mut member = GroupMember::default();
    let department = user.dept_id.as_ref().map_or("", DepartmentId::as_str);
    member.dept_name = departments::name(cx, department)?;
    member.user_id = Some(membership.user.as_str().into());
    member.user_name = user.name;
    member.dept_id = user.dept_id;
    member.mobile = user.mobile.as_deref().map(phone_numbers::masked_of_user);
    member.created_time = membership.joined_at.map(Timestamp::from_unix_millis);
    member.updated_time = membership.updated_at.map(Timestamp::from_unix_millis);
    member.top = Some(pins::state(cx, &membership.group, &membership.user)?);
    Ok(member)
}
