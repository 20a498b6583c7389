//! `GetUserSpaceList`: the personal spaces of users, for administrators.

use std::collections::BTreeMap;

use hwc_models::koodrive::{
    DepartmentId, GetUserSpaceList, GetUserSpaceListResponse, Space, SpaceType, User, UserId, UserSpace,
};

use super::{ID_START, id, of_owner, with_used};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::Page;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::access;
use crate::services::koodrive::{departments, phone_numbers, refused, roles, users};

pub(super) fn register(registry: &mut Registry) {
    registry.register(list);
}

fn list(cx: &mut Context<'_>, request: &GetUserSpaceList) -> Result<GetUserSpaceListResponse, ApiError> {
    let root = root(cx, request)?;
    let departments = departments::names_below(cx, root.as_ref(), request.is_direct.unwrap_or(false))?;
    let spaces = personal_spaces(cx, &departments, request)?;
    let page = Page::offset(request.offset.unwrap_or_default(), request.limit.unwrap_or_default()).select(spaces)?;
    let mut response = GetUserSpaceListResponse::default();
    response.total = Some(page.total);
    let spaces = page.items.into_iter().map(|(user, space)| Ok(user_space(user, with_used(cx, space)?)));
    response.users = spaces.collect::<Result<_, ApiError>>()?;
    Ok(response)
}

/// Returns the department to list, or `None` for the whole organization. Administrators of a department see its users alone.
fn root(cx: &Context<'_>, request: &GetUserSpaceList) -> Result<Option<DepartmentId>, ApiError> {
    let wanted = request.dept_id.clone().filter(|id| !id.as_str().is_empty());
    if access::is_system_admin(cx)? {
        return Ok(wanted);
    }
    let own = roles::own_department(cx)?.ok_or_else(|| refused("13000410"))?;
    let below = departments::names_below(cx, Some(&own), false)?;
    match wanted {
        Some(wanted) if !below.contains_key(wanted.as_str()) => Err(refused("13000410")),
        wanted => Ok(wanted.or(Some(own))),
    }
}

/// Returns the personal spaces of the users in departments who match the filters of a request.
fn personal_spaces(
    cx: &Context<'_>,
    departments: &BTreeMap<String, String>,
    request: &GetUserSpaceList,
) -> Result<Vec<(User, Space)>, ApiError> {
    let word = request.key_word.as_deref().unwrap_or("");
    let has_word = |text: &Option<String>| text.as_deref().unwrap_or_default().contains(word);
    let mut found = Vec::new();
    for user in
        users::members(cx, departments)?.into_iter().filter(|user| has_word(&user.name) || has_word(&user.mobile))
    {
        let spaces = of_owner(cx, user.id.as_ref().map_or("", UserId::as_str), Some(SpaceType::Personal));
        let status = request.space_status.map(|status| status.code());
        found.extend(spaces.filter_opt("status", status).all()?.into_iter().map(|space| (user.clone(), space)));
    }
    Ok(found)
}

fn user_space(user: User, space: Space) -> UserSpace {
    let mut entry = UserSpace::default();
    entry.id = id(&space).strip_prefix(ID_START).map(|number| number.trim_start_matches('0').into());
    entry.name = user.name;
    entry.dept_id = user.dept_id;
    entry.dept_name = user.dept_name;
    entry.mobile = user.mobile.as_deref().map(phone_numbers::masked_of_user);
    entry.role = user.role;
    entry.status = user.status;
    entry.user_id = user.id;
    entry.container_id = space.container_id;
    entry.capacity = space.capacity;
    entry.space_used = space.space_used;
    entry.tenant_id = space.tenant_id;
    entry.space_status = space.status;
    entry
}
