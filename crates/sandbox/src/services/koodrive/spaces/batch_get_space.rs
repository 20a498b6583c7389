//! `BatchGetSpace`: the spaces of an owner and of one kind.

use hwc_models::koodrive::{BatchGetSpace, BatchGetSpaceResponse, SpaceId};

use super::{get_space, id, of_owner};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;

pub(super) fn register(registry: &mut Registry) {
    registry.register(get);
}

fn get(cx: &mut Context<'_>, request: &BatchGetSpace) -> Result<BatchGetSpaceResponse, ApiError> {
    let wanted = request.container_id.as_ref().map_or("", SpaceId::as_str);
    let mut spaces = of_owner(cx, request.owner_id.as_str(), Some(request.kind)).all()?;
    spaces.retain(|space| wanted.is_empty() || id(space) == wanted);
    let mut response = BatchGetSpaceResponse::default();
    response.data = get_space::visible(cx, spaces)?;
    Ok(response)
}
