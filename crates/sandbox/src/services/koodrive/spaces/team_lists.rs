//! `GetGroupSpaceList` of all groups, for system administrators, and `GetTeamSpaceList` of the caller's departments and groups.

use hwc_models::koodrive::{
    GetGroupSpaceList, GetGroupSpaceListResponse, GetTeamSpaceList, GetTeamSpaceListResponse, Space, SpaceType,
    TeamSpace, TeamType, User,
};

use super::{capacity, is_disabled, of_kind, owner, with_used};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::Page;
use crate::runtime::registry::Registry;
use crate::services::koodrive::departments::{self, Department};
use crate::services::koodrive::drive::access::{self, Right};
use crate::services::koodrive::drive::members;
use crate::services::koodrive::groups::UserGroup;
use crate::services::koodrive::roles;

/// The name of a team, and its entry in a list.
struct Team {
    name: String,
    entry: TeamSpace,
}

pub(super) fn register(registry: &mut Registry) {
    registry.register(all_groups).register(own_teams);
}

fn all_groups(cx: &mut Context<'_>, request: &GetGroupSpaceList) -> Result<GetGroupSpaceListResponse, ApiError> {
    roles::require_system_admin(cx)?;
    let groups = of_kind(cx, SpaceType::Group).all()?;
    let count = groups.len() as u64;
    let teams = teams(cx, groups, request.key_word.as_deref().unwrap_or(""))?;
    let page = Page::offset(request.offset, request.limit).select(teams)?;
    let mut response = GetGroupSpaceListResponse::default();
    response.total = Some(page.total);
    response.groups_total = Some(count);
    response.assigned_capacity = Some(capacity::allocated(cx, SpaceType::Group)?);
    response.max_capacity = Some(capacity::Capacity::load(cx)?.of(SpaceType::Group));
    response.groups = page.items.into_iter().map(|team| team.entry).collect();
    Ok(response)
}

fn own_teams(cx: &mut Context<'_>, request: &GetTeamSpaceList) -> Result<GetTeamSpaceListResponse, ApiError> {
    let mut spaces = Vec::new();
    for kind in [SpaceType::Department, SpaceType::Group] {
        for space in of_kind(cx, kind).all()? {
            if is_selected(cx, &space, request.team_type)? {
                spaces.push(space);
            }
        }
    }
    let teams = teams(cx, spaces, request.key_word.as_deref().unwrap_or(""))?;
    let page = Page::offset(request.offset, request.limit).select(teams)?;
    let mut response = GetTeamSpaceListResponse::default();
    response.total = Some(page.total);
    response.teams = page.items.into_iter().map(|team| team.entry).collect();
    Ok(response)
}

/// Returns true if the caller can open a space, and if it is of the selected type.
fn is_selected(cx: &Context<'_>, space: &Space, selected: Option<TeamType>) -> Result<bool, ApiError> {
    if is_disabled(space) || !access::rights(cx, space)?.has(Right::List) {
        return Ok(false);
    }
    let is_group = space.kind == Some(SpaceType::Group);
    let owns = is_group && group_owner(cx, space)?.as_deref() == Some(cx.caller.id.as_str());
    match selected {
        None => Ok(true),
        Some(TeamType::Department) => Ok(!is_group),
        Some(TeamType::Owned) => Ok(owns),
        Some(TeamType::Joined) => Ok(is_group && !owns),
        Some(_) => Err(ApiError::invalid("teamType must be 0, 1 or 2")),
    }
}

/// Returns the user who owns a group. Without a group of this ID, this is the creator of the space.
fn group_owner(cx: &Context<'_>, space: &Space) -> Result<Option<String>, ApiError> {
    let group = cx.records::<UserGroup>().get(owner(space))?;
    Ok(group.and_then(|group| group.owner).or_else(|| space.creator.clone()))
}

/// Returns the entries of spaces whose name, or the name of whose owner, contains a word.
fn teams(cx: &Context<'_>, spaces: Vec<Space>, word: &str) -> Result<Vec<Team>, ApiError> {
    let mut found = Vec::new();
    for space in spaces {
        let team = team(cx, with_used(cx, space)?)?;
        if team.name.contains(word) || team.entry.owner_name.as_deref().unwrap_or_default().contains(word) {
            found.push(team);
        }
    }
    Ok(found)
}

fn team(cx: &Context<'_>, space: Space) -> Result<Team, ApiError> {
    let id = owner(&space).to_owned();
    let mut entry = TeamSpace::default();
    let mut team = String::new();
    if space.kind == Some(SpaceType::Group) {
        if let Some(group) = cx.records::<UserGroup>().get(&id)? {
            team = group.name;
            entry.icon_url = group.icon;
        }
        let user = group_owner(cx, &space)?.unwrap_or_default();
        entry.owner_name = cx.records::<User>().get(&user)?.and_then(|user| user.name);
        entry.owner_id = Some(user.into());
        entry.user_num = Some(members::users_of(cx, &id)?.len() as u64);
    } else {
        team = cx.records::<Department>().get(&id)?.map(|department| department.name).unwrap_or_default();
        entry.owner_name = Some(team.clone());
        entry.owner_id.clone_from(&space.owner_id);
        entry.user_num = Some(departments::users_in(cx, &id)?.len() as u64);
    }
    fill(&mut entry, space);
    Ok(Team { name: team, entry })
}

/// Copies the fields that the entry and the space share.
fn fill(entry: &mut TeamSpace, space: Space) {
    entry.id = space.owner_id;
    entry.status = space.status;
    entry.capacity = space.capacity;
    entry.space_used = space.space_used;
    entry.container_id = space.container_id;
    entry.tenant_id = space.tenant_id;
    entry.creator = space.creator;
    entry.create_time = space.create_time;
    entry.modifier = space.modifier;
    entry.update_time = space.update_time;
    entry.biz_root_file_id = space.biz_root_file_id;
    entry.biz_sbox_file_id = space.biz_sbox_file_id;
}
