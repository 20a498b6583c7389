//! `GetSpace`, `GetSpaceV2` and `GetSpaceByContainerId`: the size and the status of spaces, for those who can use or administer
//! them.

use hwc_models::koodrive::{
    GetSpace, GetSpaceByContainerId, GetSpaceByContainerIdResponse, GetSpaceResponse, GetSpaceV2, GetSpaceV2Response,
    Space, SpaceType,
};

use super::{of_owner, of_owner_with_id, owner, with_used};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::members;
use crate::services::koodrive::{departments, refused, roles};

pub(super) fn register(registry: &mut Registry) {
    registry.register(get).register(of_user).register(by_id);
}

fn get(cx: &mut Context<'_>, request: &GetSpace) -> Result<GetSpaceResponse, ApiError> {
    let found = of_owner_with_id(cx, request.owner_id.as_str(), request.kind, request.container_id.as_ref())?;
    let space = found.ok_or_else(|| refused("13000301"))?;
    roles::require_visible(cx, &space)?;
    let mut response = GetSpaceResponse::default();
    response.data = Some(with_users(cx, with_used(cx, space)?)?);
    Ok(response)
}

/// Adds the number of users, and the administrators of a department.
fn with_users(cx: &Context<'_>, mut space: Space) -> Result<Space, ApiError> {
    match space.kind {
        Some(SpaceType::Department) => {
            let users = departments::users_in(cx, owner(&space))?;
            space.administrators = departments::administrators(&users);
            space.user_num = Some(users.len() as u64);
        }
        Some(SpaceType::Group) => space.user_num = Some(members::users_of(cx, owner(&space))?.len() as u64),
        _ => space.user_num = Some(1),
    }
    Ok(space)
}

/// Lists the spaces of an owner that the caller can see.
fn of_user(cx: &mut Context<'_>, request: &GetSpaceV2) -> Result<GetSpaceV2Response, ApiError> {
    let mut response = GetSpaceV2Response::default();
    response.data = visible(cx, of_owner(cx, request.owner_id.as_str(), request.kind).all()?)?;
    Ok(response)
}

/// Returns the spaces that the caller can see, with their used parts.
pub(super) fn visible(cx: &Context<'_>, spaces: Vec<Space>) -> Result<Vec<Space>, ApiError> {
    let mut found = Vec::new();
    for space in spaces {
        if roles::is_visible(cx, &space)? {
            found.push(with_used(cx, space)?);
        }
    }
    Ok(found)
}

fn by_id(cx: &mut Context<'_>, request: &GetSpaceByContainerId) -> Result<GetSpaceByContainerIdResponse, ApiError> {
    let space = cx.records().get(request.container_id.as_str())?.ok_or_else(|| refused("13000301"))?;
    roles::require_visible(cx, &space)?;
    let mut response = GetSpaceByContainerIdResponse::default();
    response.data = Some(with_used(cx, space)?);
    Ok(response)
}
