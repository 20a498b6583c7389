//! The rights that a resource can be shared with: edit, export and read for dashboards and large screens, edit and use for
//! others. All are on until they are set.

use std::collections::BTreeMap;

use hwc_models::insight::{
    Authority, ListAuthProperties, ListAuthPropertiesResponse, ResourceType, SaveOrUpdateAuthProperties,
    SaveOrUpdateAuthPropertiesResponse, SharingProperties,
};
use serde::{Deserialize, Serialize};

use super::seen;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::insight::change::Change;
use crate::services::insight::resource::{self, Resource};

/// The stored switches of a resource.
#[derive(Serialize, Deserialize)]
pub(super) struct Switches {
    resource: String,
    values: BTreeMap<String, bool>,
    created: Change,
    updated: Change,
}

impl StoredRecord for Switches {
    const KIND: &'static str = "insight.sharing_switches";
    const OWNER: Owner = Owner::Project;

    fn key(&self) -> &str {
        &self.resource
    }
}

impl Switches {
    pub(super) fn are_on(&self, right: &Authority) -> bool {
        self.values.get(right.code()).copied().unwrap_or(false)
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Switches>().register(show).register(set);
}

/// Returns the rights that resources of a kind can be shared with.
pub(in crate::services::insight) fn rights_of(kind: &ResourceType) -> &'static [Authority] {
    match kind {
        ResourceType::Dashboard | ResourceType::Screen => &[Authority::Edit, Authority::Export, Authority::Read],
        _ => &[Authority::Edit, Authority::Use],
    }
}

/// Returns the switches of a resource.
pub(super) fn of(cx: &Context<'_>, resource: &Resource) -> Result<Switches, ApiError> {
    let stored = cx.records::<Switches>().get(&resource.id)?;
    Ok(stored.unwrap_or_else(|| Switches {
        resource: resource.id.clone(),
        values: rights_of(&resource.kind()).iter().map(|right| (right.code().to_owned(), true)).collect(),
        created: resource.created.clone(),
        updated: resource.created.clone(),
    }))
}

pub(super) fn forget(cx: &Context<'_>, resource: &str) -> Result<(), ApiError> {
    cx.records::<Switches>().delete(resource)?;
    Ok(())
}

fn show(cx: &mut Context<'_>, request: &ListAuthProperties) -> Result<ListAuthPropertiesResponse, ApiError> {
    let resource = seen(cx, &request.resource_type, &request.resource_id)?;
    let mut response = ListAuthPropertiesResponse::default();
    response.properties = Some(model(cx, &resource, of(cx, &resource)?));
    Ok(response)
}

/// Sets the switches. A right that is not named is off.
fn set(
    cx: &mut Context<'_>,
    request: &SaveOrUpdateAuthProperties,
) -> Result<SaveOrUpdateAuthPropertiesResponse, ApiError> {
    let kind = request.resource_type.as_ref().ok_or_else(|| ApiError::invalid("resource_type is required"))?;
    let resource = resource::require_owner(cx, kind, &request.resource_id)?;
    let rights = rights_of(kind);
    if let Some(name) = request.switches.keys().find(|name| rights.iter().all(|right| right.code() != name.as_str())) {
        return Err(ApiError::invalid(format!("resources of the type {} have no right {name}", kind.code())));
    }
    let is_on = |right: &Authority| request.switches.get(right.code()).copied().unwrap_or(false);
    let mut switches = of(cx, &resource)?;
    switches.values = rights.iter().map(|right| (right.code().to_owned(), is_on(right))).collect();
    switches.updated = Change::now(cx);
    cx.records().put(&switches)?;
    let mut response = SaveOrUpdateAuthPropertiesResponse::default();
    response.properties = Some(model(cx, &resource, switches));
    Ok(response)
}

fn model(cx: &Context<'_>, resource: &Resource, switches: Switches) -> SharingProperties {
    let mut model = SharingProperties::default();
    model.switches = switches.values;
    model.create_date = Some(switches.created.at);
    model.create_user = Some(switches.created.user.into());
    model.create_user_name = Some(switches.created.user_name);
    model.id = Some(format!("properties-{}", resource.id));
    model.owner = Some(resource.created.user.clone().into());
    model.project_id = Some(cx.settings.project_id().to_owned());
    model.resource_id = Some(resource.id.clone());
    model.resource_type = Some(resource.kind());
    model.update_date = Some(switches.updated.at);
    model.update_user = Some(switches.updated.user.into());
    model.update_user_name = Some(switches.updated.user_name);
    model.workspace_id = Some(resource.workspace.clone().into());
    model
}
