//! `CreateDepartment`, `UpdateDepartment` and `DeleteDepartment`, for system administrators.

use hwc_models::koodrive::{
    CreateDepartment, CreateDepartmentResponse, CreatedDepartment, DeleteDepartment, DeleteDepartmentResponse,
    SpaceType, UpdateDepartment, UpdateDepartmentResponse,
};

use super::{Department, MAX_LEVELS, children, find, path, users_in};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::spaces::{self, capacity};
use crate::services::koodrive::{department_id, roles};

/// The size of the space of a new department in GB.
pub(in crate::services::koodrive) const SPACE_SIZE: u64 = 1;

pub(super) fn register(registry: &mut Registry) {
    registry.register(create).register(update).register(delete);
}

fn create(cx: &mut Context<'_>, request: &CreateDepartment) -> Result<CreateDepartmentResponse, ApiError> {
    roles::require_system_admin(cx)?;
    let parent = find(cx, request.parent_id.as_str())?;
    require_levels(path(cx, &parent)?.len() + 1)?;
    require_name(cx, &request.name, &parent.id, None)?;
    capacity::require_free(cx, SpaceType::Department, SPACE_SIZE)?;
    let id = department_id(cx.next_number("department")?);
    cx.records().insert(&Department { id: id.clone(), name: request.name.clone(), parent: Some(parent.id) })?;
    spaces::add(cx, &id, SpaceType::Department, SPACE_SIZE)?;
    let mut created = CreatedDepartment::default();
    created.id = Some(id.into());
    let mut response = CreateDepartmentResponse::default();
    response.data = Some(created);
    Ok(response)
}

fn update(cx: &mut Context<'_>, request: &UpdateDepartment) -> Result<UpdateDepartmentResponse, ApiError> {
    roles::require_system_admin(cx)?;
    let mut department = find(cx, request.department_id.as_str())?;
    if department.parent.is_none() {
        return Err(ApiError::invalid("the top department cannot be changed"));
    }
    let parent = find(cx, request.parent_id.as_str())?;
    let above = path(cx, &parent)?;
    if above.contains(&department.id) {
        return Err(ApiError::invalid("parentId must not be the department itself or one below it"));
    }
    require_levels(above.len() + height(cx, &department.id)?)?;
    require_name(cx, &request.name, &parent.id, Some(&department.id))?;
    department.name.clone_from(&request.name);
    department.parent = Some(parent.id);
    cx.records().update(&department)?;
    Ok(UpdateDepartmentResponse::default())
}

/// Deletes a department that has no users and no departments below it, with its spaces.
fn delete(cx: &mut Context<'_>, request: &DeleteDepartment) -> Result<DeleteDepartmentResponse, ApiError> {
    roles::require_system_admin(cx)?;
    let department = find(cx, request.department_id.as_str())?;
    if !children(cx, Some(&department.id))?.is_empty() {
        return Err(ApiError::invalid("the department has departments below it"));
    }
    if !users_in(cx, &department.id)?.is_empty() {
        return Err(ApiError::invalid("the department has users"));
    }
    spaces::remove_all(cx, &department.id, SpaceType::Department)?;
    cx.records::<Department>().delete(&department.id)?;
    Ok(DeleteDepartmentResponse::default())
}

/// Returns the number of levels of a department and the departments below it.
fn height(cx: &Context<'_>, id: &str) -> Result<usize, ApiError> {
    let mut below = 0;
    for child in children(cx, Some(id))? {
        below = below.max(height(cx, &child.id)?);
    }
    Ok(below + 1)
}

fn require_levels(levels: usize) -> Result<(), ApiError> {
    if levels <= MAX_LEVELS { Ok(()) } else { Err(ApiError::invalid("departments can have five levels")) }
}

/// Checks that a name is not blank and that no other department below the same parent has it.
fn require_name(cx: &Context<'_>, name: &str, parent: &str, own: Option<&str>) -> Result<(), ApiError> {
    if name.trim().is_empty() {
        return Err(ApiError::invalid("name must not be blank"));
    }
    let is_taken = |other: &Department| other.name == name && Some(other.id.as_str()) != own;
    let taken = children(cx, Some(parent))?.iter().any(is_taken);
    if taken { Err(ApiError::invalid("name is in use below the same department")) } else { Ok(()) }
}
