//! `GetDepartmentSpaceList`: departments and their spaces, for administrators. A department may have no space.

use hwc_models::koodrive::{
    DepartmentSpace, GetDepartmentSpaceList, GetDepartmentSpaceListResponse, Space, SpaceType, User,
};

use super::{of_owner, with_used};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::Page;
use crate::runtime::registry::Registry;
use crate::services::koodrive::departments::{self, Department};
use crate::services::koodrive::drive::access;
use crate::services::koodrive::{TENANT, refused, roles};

pub(super) fn register(registry: &mut Registry) {
    registry.register(list);
}

fn list(cx: &mut Context<'_>, request: &GetDepartmentSpaceList) -> Result<GetDepartmentSpaceListResponse, ApiError> {
    let word = request.key_word.as_deref().unwrap_or("");
    let mut found = Vec::new();
    for department in administered(cx)? {
        let users = departments::users_in(cx, &department.id)?;
        let admins = departments::administrators(&users);
        if department.name.contains(word) || admins.as_deref().unwrap_or_default().contains(word) {
            found.push((department, users));
        }
    }
    let page = Page::offset(request.offset, request.limit).select(found)?;
    let mut response = GetDepartmentSpaceListResponse::default();
    response.total = Some(page.total);
    for (department, users) in page.items {
        let space = of_owner(cx, &department.id, Some(SpaceType::Department)).first()?;
        let space = space.map(|space| with_used(cx, space)).transpose()?;
        response.departments.push(entry(department, &users, space));
    }
    Ok(response)
}

/// Returns the departments that the caller administers.
fn administered(cx: &Context<'_>) -> Result<Vec<Department>, ApiError> {
    if access::is_system_admin(cx)? {
        return cx.records().query().all();
    }
    let own = roles::own_department(cx)?.ok_or_else(|| refused("13000410"))?;
    Ok(cx.records().get(own.as_str())?.into_iter().collect())
}

fn entry(department: Department, users: &[User], space: Option<Space>) -> DepartmentSpace {
    let mut entry = DepartmentSpace::default();
    entry.id = Some(department.id.into());
    entry.parent_id = department.parent.map(Into::into);
    entry.name = Some(department.name);
    entry.tenant_id = Some(TENANT.into());
    let Some(space) = space else {
        return entry;
    };
    entry.administrators = departments::administrators(users);
    entry.user_num = Some(users.len() as u64);
    entry.status = space.status;
    entry.capacity = space.capacity;
    entry.space_used = space.space_used;
    entry.container_id = space.container_id;
    entry.biz_root_file_id = space.biz_root_file_id;
    entry.biz_sbox_file_id = space.biz_sbox_file_id;
    entry.create_time = space.create_time;
    entry.creator = space.creator;
    entry.modifier = space.modifier;
    entry.update_time = space.update_time;
    entry.owner_id = space.owner_id;
    entry
}
