//! Sharing: the rights that a resource can be shared with, and the grants of users and groups. A right counts only while
//! its switch is on.

mod grant;
mod lists;
mod switches;

use hwc_models::insight::{AuthLevel, Authority, BatchSaveAuth, BatchSaveAuthResponse, NewSharingRule, ResourceType};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::insight::change::Change;
use crate::services::insight::resource::{self, Resource};
use crate::services::insight::{errors, people, workspaces};
use grant::Grant;

pub(super) use switches::rights_of;

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Grant>().register(save);
    lists::register(registry);
    switches::register(registry);
}

/// Returns the rights that the caller has on a resource by grants.
pub(super) fn granted(cx: &Context<'_>, resource: &Resource) -> Result<Vec<Authority>, ApiError> {
    let (groups, switches) = (people::groups_of(cx, &cx.caller.id)?, switches::of(cx, resource)?);
    let mut rights = Vec::new();
    for grant in grant::on(cx, &resource.id)? {
        let is_for_caller = match grant.level.as_str() {
            "group" => groups.contains(&grant.holder),
            _ => grant.holder == cx.caller.id,
        };
        if is_for_caller {
            rights.extend(grant.rights().into_iter().filter(|right| switches.are_on(right)).flat_map(implied));
        }
    }
    Ok(rights)
}

/// Returns a right and those that it brings along.
fn implied(right: Authority) -> Vec<Authority> {
    match right {
        Authority::Edit | Authority::Export => vec![right, Authority::Use, Authority::Read],
        right => vec![right],
    }
}

/// Deletes the grants and the switches of a resource.
pub(super) fn forget(cx: &Context<'_>, resource: &str) -> Result<(), ApiError> {
    grant::of_resource(cx, resource).delete()?;
    switches::forget(cx, resource)
}

/// Saves grants. If one of them is refused, none is saved.
fn save(cx: &mut Context<'_>, request: &BatchSaveAuth) -> Result<BatchSaveAuthResponse, ApiError> {
    for rule in &request.rules {
        save_rule(cx, rule)?;
    }
    let mut response = BatchSaveAuthResponse::default();
    response.message = Some("success".to_owned());
    Ok(response)
}

fn save_rule(cx: &Context<'_>, rule: &NewSharingRule) -> Result<(), ApiError> {
    let kind = rule.resource_type.as_ref().ok_or_else(|| ApiError::invalid("resource_type is required"))?;
    let resource = resource::require_owner(cx, kind, rule.resource_id.as_deref().unwrap_or_default())?;
    let level = rule.auth_level.as_ref().ok_or_else(|| ApiError::invalid("auth_level is required"))?;
    let holder = rule.auth_id.as_deref().unwrap_or_default();
    require_holder(cx, level, holder)?;
    let Some(authority) = rule.authority.as_ref().filter(|authority| !authority.code().is_empty()) else {
        return grant::remove(cx, &resource.id, level, holder);
    };
    let grant = Grant::new(&resource, level, holder, authority, Change::now(cx));
    let switches = switches::of(cx, &resource)?;
    if let Some(right) = grant.rights().iter().find(|right| !switches.are_on(right)) {
        return Err(ApiError::invalid(format!("the resource cannot be shared with the right {}", right.code())));
    }
    grant::put(cx, grant)?;
    workspaces::add_members(cx, &resource.workspace, &[holder.to_owned()])
}

fn require_holder(cx: &Context<'_>, level: &AuthLevel, id: &str) -> Result<(), ApiError> {
    let known = match level {
        AuthLevel::User => people::users(cx)?,
        AuthLevel::Group => people::groups(cx)?,
        level => return Err(ApiError::invalid(format!("auth_level {} is unknown", level.code()))),
    };
    if known.iter().any(|person| person.id == id) { Ok(()) } else { Err(errors::not_found("user or group")) }
}

/// Returns a resource that the caller may see.
fn seen(cx: &Context<'_>, kind: &ResourceType, id: &str) -> Result<Resource, ApiError> {
    resource::require(cx, kind, id, &Authority::Read)
}
