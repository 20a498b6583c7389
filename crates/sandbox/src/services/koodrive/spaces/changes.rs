//! `CreateSpace`, `UpdateSpace` and `DeleteSpace`, for administrators.

use hwc_models::koodrive::{
    CreateSpace, CreateSpaceResponse, DeleteSpace, DeleteSpaceResponse, Space, SpaceType, UpdateSpace,
    UpdateSpaceResponse,
};

use super::{add, capacity, id, of_owner_with_id, remove, touch, with_used};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::quota;
use crate::services::koodrive::{refused, roles};

pub(super) fn register(registry: &mut Registry) {
    registry.register(create).register(update).register(delete);
}

fn create(cx: &mut Context<'_>, request: &CreateSpace) -> Result<CreateSpaceResponse, ApiError> {
    let (owner, kind) = (request.owner_id.as_str(), request.kind);
    roles::require_owner_admin(cx, owner, kind)?;
    if request.capacity == 0 && kind != SpaceType::Group {
        return Err(ApiError::invalid("capacity must be at least 1"));
    }
    capacity::require_free(cx, kind, request.capacity)?;
    let space = add(cx, owner, kind, request.capacity)?;
    let mut response = CreateSpaceResponse::default();
    response.data = Some(with_used(cx, space)?);
    Ok(response)
}

/// Updates a space. Without a space ID, this is the owner's oldest space of the kind.
fn update(cx: &mut Context<'_>, request: &UpdateSpace) -> Result<UpdateSpaceResponse, ApiError> {
    let (owner, kind) = (request.owner_id.as_str(), request.kind);
    require_department_or_user(kind)?;
    roles::require_owner_admin(cx, owner, kind)?;
    let found = of_owner_with_id(cx, owner, kind, request.container_id.as_ref())?;
    let mut space = found.ok_or_else(|| refused("13000301"))?;
    if let Some(capacity) = request.capacity {
        resize(cx, &mut space, kind, capacity)?;
    }
    space.status = request.status.or(space.status);
    touch(cx, &mut space);
    cx.records().update(&space)?;
    Ok(UpdateSpaceResponse::default())
}

/// Sets the size of a space in GB, which is at least the used part and at most what the company has left.
fn resize(cx: &Context<'_>, space: &mut Space, kind: SpaceType, size: u64) -> Result<(), ApiError> {
    let old = space.capacity.unwrap_or_default();
    if size > old {
        capacity::require_free(cx, kind, size - old)?;
    }
    if quota::used(cx, id(space))? > size.saturating_mul(quota::UNIT) {
        return Err(ApiError::invalid("capacity must not be less than the used size"));
    }
    space.capacity = Some(size);
    Ok(())
}

fn delete(cx: &mut Context<'_>, request: &DeleteSpace) -> Result<DeleteSpaceResponse, ApiError> {
    let (owner, kind) = (request.owner_id.as_str(), request.kind);
    require_department_or_user(kind)?;
    roles::require_owner_admin(cx, owner, kind)?;
    let space = of_owner_with_id(cx, owner, kind, request.container_id.as_ref())?;
    remove(cx, &space.ok_or_else(|| refused("13000301"))?)?;
    Ok(DeleteSpaceResponse::default())
}

/// Checks the type of a change. The owner of a group changes its space with other operations.
fn require_department_or_user(kind: SpaceType) -> Result<(), ApiError> {
    match kind {
        SpaceType::Department | SpaceType::Personal => Ok(()),
        _ => Err(ApiError::invalid("type must be 0 or 1")),
    }
}
