//! The rights that new members of a team get: `AddMemberInitialPermission` and `InitialMemberPermission`.

use hwc_models::koodrive::{
    AddMemberInitialPermission, AddMemberInitialPermissionResponse, InitialMemberPermission,
    InitialMemberPermissionResponse, MemberInitialPermission, Space, SpaceType,
};
use serde::{Deserialize, Serialize};

use super::managers;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::grants::{self, Granted};
use crate::services::koodrive::{permission_templates, refused, spaces};

/// The rights of new members of a team.
#[derive(Serialize, Deserialize)]
struct InitialRights {
    /// The group or the department.
    team: String,
    granted: Granted,
}

impl StoredRecord for InitialRights {
    const KIND: &'static str = "koodrive.initial_rights";
    const OWNER: Owner = Owner::Company;

    fn key(&self) -> &str {
        &self.team
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<InitialRights>().register(set).register(get);
}

/// Returns the space of a team.
fn space(cx: &Context<'_>, team: &str) -> Result<Option<Space>, ApiError> {
    let spaces = cx.records::<Space>().query().filter("owner", team.to_owned()).all()?;
    Ok(spaces.into_iter().find(|space| matches!(space.kind, Some(SpaceType::Department | SpaceType::Group))))
}

/// Finds the space of a team whose rights the caller gives.
///
/// # Errors
/// Returns 13000301 if there is none, and 13000410 for others than managers.
fn managed(cx: &Context<'_>, team: &str) -> Result<Space, ApiError> {
    let space = space(cx, team)?.ok_or_else(|| refused("13000301"))?;
    managers::require(cx, &space).map(|_| space)
}

fn set(
    cx: &mut Context<'_>,
    request: &AddMemberInitialPermission,
) -> Result<AddMemberInitialPermissionResponse, ApiError> {
    let team = request.owner_id.as_str();
    managed(cx, team)?;
    let granted = Granted::from_request(cx, Some(request.template_id), request.capabilities.as_ref())?;
    let granted = granted.ok_or_else(|| ApiError::invalid("templateId is required"))?;
    cx.records().put(&InitialRights { team: team.to_owned(), granted })?;
    Ok(AddMemberInitialPermissionResponse::default())
}

/// Returns the rights of new members. They are all rights if none were set.
fn get(cx: &mut Context<'_>, request: &InitialMemberPermission) -> Result<InitialMemberPermissionResponse, ApiError> {
    let team = request.owner_id.as_str();
    let space = managed(cx, team)?;
    let initial = cx.records::<InitialRights>().get(team)?;
    let granted = initial.map_or(Granted::Template(permission_templates::MANAGE), |initial| initial.granted);
    let mut data = MemberInitialPermission::default();
    data.owner_id = Some(request.owner_id.clone());
    data.container_id.clone_from(&space.container_id);
    data.space_type = Some(i64::from(space.kind == Some(SpaceType::Group)));
    data.template_id = Some(granted.template().into());
    data.template_name = permission_templates::name(cx, granted.template())?;
    data.capabilities = Some(granted.rights(cx)?.capabilities());
    let mut response = InitialMemberPermissionResponse::default();
    response.data = Some(data);
    Ok(response)
}

/// Returns true if new members of a team get a template.
pub(in crate::services::koodrive) fn has_template(cx: &Context<'_>, template: i64) -> Result<bool, ApiError> {
    let all = cx.records::<InitialRights>().query().all()?;
    Ok(all.iter().any(|initial| initial.granted == Granted::Template(template)))
}

/// Gives a new member of a team rights on its space: these, or the initial ones. Without either, the member has all rights. A
/// team without a space has none to give.
pub(in crate::services::koodrive) fn join(
    cx: &Context<'_>,
    team: &str,
    user: &str,
    granted: Option<Granted>,
) -> Result<(), ApiError> {
    let initial = cx.records::<InitialRights>().get(team)?.map(|initial| initial.granted);
    match (space(cx, team)?, granted.or(initial)) {
        (Some(space), Some(granted)) => grants::set(cx, (spaces::id(&space), ""), user, granted),
        _ => Ok(()),
    }
}

/// Takes all rights that a user was given on the space of a team and on its files.
pub(in crate::services::koodrive) fn leave(cx: &Context<'_>, team: &str, user: &str) -> Result<(), ApiError> {
    match space(cx, team)? {
        Some(space) => grants::delete_of_user(cx, user, Some(spaces::id(&space))),
        None => Ok(()),
    }
}
