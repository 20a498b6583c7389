//! `CreateGroupSpace` and `DeleteGroupSpace`. Any user can create a group, owns it and can dismiss it.

use std::collections::BTreeMap;

use hwc_models::koodrive::{
    AccountStatus, CreateGroupSpace, CreateGroupSpaceResponse, DeleteGroupSpace, DeleteGroupSpaceResponse, GroupKind,
    GroupSpaceMember, SpaceType, User,
};

use super::{add, capacity};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::grants::Granted;
use crate::services::koodrive::groups::members::{join, notify_added};
use crate::services::koodrive::groups::{self, MAX_MEMBERS, UserGroup};
use crate::services::koodrive::refused;

/// The size of the space of a new group in GB.
pub(in crate::services::koodrive) const DEFAULT_CAPACITY: u64 = 10;

pub(super) fn register(registry: &mut Registry) {
    registry.register(create).register(delete);
}

fn create(cx: &mut Context<'_>, request: &CreateGroupSpace) -> Result<CreateGroupSpaceResponse, ApiError> {
    groups::require_name("name", &request.name)?;
    let size = request.capacity.unwrap_or(DEFAULT_CAPACITY);
    let (users, failed) = new_members(cx, &request.add_group_users)?;
    capacity::require_free(cx, SpaceType::Group, size)?;
    let id = create_group(cx, &request.name, request.icon_url.clone(), size, &users)?;
    let added: Vec<String> = users.into_keys().collect();
    notify_added(cx, &request.name, &added)?;
    let mut response = CreateGroupSpaceResponse::default();
    response.id = Some(id.into());
    response.failed_list = failed;
    Ok(response)
}

/// Creates a group of the caller with its space, and returns its ID.
pub(crate) fn create_group(
    cx: &Context<'_>,
    name: &str,
    icon: Option<String>,
    size: u64,
    users: &BTreeMap<String, Option<Granted>>,
) -> Result<String, ApiError> {
    let id = UserGroup::create(cx, name, GroupKind::Group, icon)?.id;
    add(cx, &id, SpaceType::Group, size)?;
    users.iter().try_for_each(|(user, granted)| join(cx, &id, user, *granted))?;
    Ok(id)
}

/// The users to add with their rights, and those who cannot be added because they are unknown or disabled.
type NewMembers = (BTreeMap<String, Option<Granted>>, Vec<String>);

/// Returns the members of a new group of the caller, who has all rights.
fn new_members(cx: &Context<'_>, wanted: &[GroupSpaceMember]) -> Result<NewMembers, ApiError> {
    let (mut users, mut failed) = (BTreeMap::new(), Vec::new());
    for member in wanted {
        let granted = Granted::from_request(cx, member.template, member.capabilities.as_ref())?;
        let id = member.user_id.as_ref().map(ToString::to_string).unwrap_or_default();
        let user = cx.records::<User>().get(&id)?;
        if user.is_some_and(|user| user.status.is_none_or(|status| status == AccountStatus::Enabled)) {
            users.insert(id, granted);
        } else {
            failed.push(id);
        }
    }
    users.insert(cx.caller.id.clone(), None);
    if users.len() > MAX_MEMBERS {
        return Err(ApiError::invalid("a group can have 200 members"));
    }
    Ok((users, failed))
}

/// Deletes a group with its members, its space and the files in it.
fn delete(cx: &mut Context<'_>, request: &DeleteGroupSpace) -> Result<DeleteGroupSpaceResponse, ApiError> {
    let id = request.group_id.as_str();
    let found: Option<UserGroup> = cx.records().get(id)?;
    let group = found.filter(|group| group.kind == GroupKind::Group.code()).ok_or_else(|| refused("13000309"))?;
    if group.owner.as_deref() != Some(cx.caller.id.as_str()) {
        return Err(refused("13000410"));
    }
    groups::notify_dismissed(cx, &group)?;
    groups::delete(cx, &group)?;
    Ok(DeleteGroupSpaceResponse::default())
}
