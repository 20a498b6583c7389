//! The states of dashboards and large screens: unpublished, published and offline.

use hwc_models::insight::{Authority, PublishState, ResourceType};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::insight::resource::{self, Resource};

/// The number of characters of a name.
const MAX_NAME: usize = 32;

/// Publishes resources that are unpublished or offline. If one of them cannot be published, none is.
pub(super) fn publish(cx: &Context<'_>, kind: &ResourceType, ids: &[String]) -> Result<(), ApiError> {
    change(cx, kind, ids, &PublishState::Published)
}

/// Takes published resources offline. If one of them is not published, none is changed.
pub(super) fn take_offline(cx: &Context<'_>, kind: &ResourceType, ids: &[String]) -> Result<(), ApiError> {
    change(cx, kind, ids, &PublishState::Offline)
}

fn change(cx: &Context<'_>, kind: &ResourceType, ids: &[String], to: &PublishState) -> Result<(), ApiError> {
    for id in ids {
        let mut resource = resource::require(cx, kind, id, &Authority::Edit)?;
        let is_published = resource.state == PublishState::Published.code();
        if is_published != (*to == PublishState::Offline) {
            let state = if is_published { "published already" } else { "not published" };
            return Err(ApiError::invalid(format!("{id} is {state}")));
        }
        resource.state = to.code();
        resource.save(cx)?;
    }
    Ok(())
}

/// Deletes resources in any state. If one of them cannot be deleted, none is.
pub(super) fn delete(cx: &Context<'_>, kind: &ResourceType, ids: &[String]) -> Result<(), ApiError> {
    for id in ids {
        resource::require_owner(cx, kind, id)?;
        resource::delete(cx, id)?;
    }
    Ok(())
}

/// Renames a resource.
pub(super) fn rename(cx: &Context<'_>, kind: &ResourceType, id: &str, name: &str) -> Result<Resource, ApiError> {
    let mut resource = resource::require(cx, kind, id, &Authority::Edit)?;
    require_name(cx, kind, name, id)?;
    name.clone_into(&mut resource.name);
    resource.save(cx)?;
    Ok(resource)
}

/// Checks a name, which has 1 to 32 characters and is unique in the workspace.
pub(super) fn require_name(cx: &Context<'_>, kind: &ResourceType, name: &str, own: &str) -> Result<(), ApiError> {
    if name.is_empty() || name.chars().count() > MAX_NAME {
        return Err(ApiError::invalid("name must have 1 to 32 characters"));
    }
    resource::require_free_name(cx, kind, name, own)
}
