//! The users who may see and change a resource: its owner, the owner of the workspace, and those with whom it is shared.

use hwc_models::insight::{Authority, ResourceType};

use super::{Resource, all};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::insight::{errors, people, sharing, workspaces};

/// The rights of the caller on a resource.
pub(in crate::services::insight) struct Rights {
    pub(in crate::services::insight) is_owner: bool,
    granted: Vec<Authority>,
}

impl Rights {
    /// Returns true if the caller has this right. An owner has all rights.
    pub(in crate::services::insight) fn include(&self, right: &Authority) -> bool {
        self.is_owner || self.granted.contains(right)
    }

    /// Returns true if the caller has any right.
    pub(in crate::services::insight) fn can_see(&self) -> bool {
        self.is_owner || !self.granted.is_empty()
    }

    /// Returns the rights of a resource of this kind, for `permission_list`.
    pub(in crate::services::insight) fn list(&self, kind: &ResourceType) -> Vec<Authority> {
        sharing::rights_of(kind).iter().filter(|right| self.include(right)).cloned().collect()
    }
}

/// Returns the rights of the caller on a resource.
pub(in crate::services::insight) fn rights(cx: &Context<'_>, resource: &Resource) -> Result<Rights, ApiError> {
    let is_own = resource.created.user == cx.caller.id || people::is_guest(cx)?;
    let is_owner = is_own || workspaces::open(cx, &resource.workspace)?.is_owned_by(&cx.caller.id);
    let granted = if is_owner { Vec::new() } else { sharing::granted(cx, resource)? };
    Ok(Rights { is_owner, granted })
}

/// Returns a resource of the workspace if the caller has a right on it. `Read` stands for seeing it, which each right includes.
pub(in crate::services::insight) fn require(
    cx: &Context<'_>,
    kind: &ResourceType,
    id: &str,
    right: &Authority,
) -> Result<Resource, ApiError> {
    let resource = find(cx, kind, id)?;
    let rights = rights(cx, &resource)?;
    let is_allowed = if *right == Authority::Read { rights.can_see() } else { rights.include(right) };
    if is_allowed { Ok(resource) } else { Err(errors::not_shared()) }
}

/// Returns a resource of the workspace if the caller owns it.
pub(in crate::services::insight) fn require_owner(
    cx: &Context<'_>,
    kind: &ResourceType,
    id: &str,
) -> Result<Resource, ApiError> {
    let resource = find(cx, kind, id)?;
    if rights(cx, &resource)?.is_owner { Ok(resource) } else { Err(errors::not_shared()) }
}

fn find(cx: &Context<'_>, kind: &ResourceType, id: &str) -> Result<Resource, ApiError> {
    let workspace = workspaces::current(cx)?.id;
    let found = cx.records::<Resource>().get(id)?;
    let found = found.filter(|resource| resource.workspace == workspace && resource.kind() == *kind);
    found.ok_or_else(|| errors::not_found("resource"))
}

/// Returns the resources of one kind in the workspace that the caller may see.
pub(in crate::services::insight) fn visible(cx: &Context<'_>, kind: &ResourceType) -> Result<Vec<Resource>, ApiError> {
    let workspace = workspaces::current(cx)?.id;
    let mut seen = Vec::new();
    for resource in all(cx, &workspace, kind)? {
        if rights(cx, &resource)?.can_see() {
            seen.push(resource);
        }
    }
    Ok(seen)
}
