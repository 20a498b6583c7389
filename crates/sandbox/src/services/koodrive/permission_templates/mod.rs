//! Templates of rights. The preset ones belong to the service. System administrators create and change the others.

mod changes;
mod queries;

use hwc_models::koodrive::{PermissionTemplate, TemplateStatus, TemplateType};
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::runtime::times;
use crate::services::koodrive::drive::access::{Right, Rights};
use crate::services::koodrive::drive::grants;
use crate::services::koodrive::refused;
use crate::services::koodrive::sessions::ORGANIZATION;

/// A template.
#[derive(Clone, Serialize, Deserialize)]
struct Template {
    key: String,
    id: i64,
    name: String,
    description: Option<String>,
    company: String,
    is_preset: bool,
    is_enabled: bool,
    created_at: i64,
    updated_at: i64,
    rights: Rights,
}

impl StoredRecord for Template {
    const KIND: &'static str = "koodrive.permission_template";
    const OWNER: Owner = Owner::Company;

    fn key(&self) -> &str {
        &self.key
    }
}

/// The ID of the preset template with all rights.
pub(super) const MANAGE: i64 = 1;

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Template>();
    changes::register(registry);
    queries::register(registry);
}

/// Returns the preset templates.
fn presets() -> [Template; 3] {
    let view = Rights::NONE.with(Right::List).with(Right::Download).with(Right::View);
    let upload = Rights::NONE.with(Right::List).with(Right::AddChild).with(Right::Upload);
    let named = [(MANAGE, "Manage", Rights::ALL), (2, "View only", view), (3, "Upload", upload)];
    named.map(|(id, name, rights)| Template {
        key: id.to_string(),
        id,
        name: name.to_owned(),
        description: None,
        company: ORGANIZATION.0.to_owned(),
        is_preset: true,
        is_enabled: true,
        created_at: 0,
        updated_at: 0,
        rights,
    })
}

/// Returns true for the ID of a preset template.
pub(super) fn is_preset(id: i64) -> bool {
    presets().iter().any(|template| template.id == id)
}

/// Adds a template of the demo data.
pub(crate) fn add(cx: &Context<'_>, id: i64, name: &str, rights: Rights) -> Result<(), ApiError> {
    cx.records().insert(&Template {
        key: id.to_string(),
        id,
        name: name.to_owned(),
        description: None,
        company: ORGANIZATION.0.to_owned(),
        is_preset: false,
        is_enabled: true,
        created_at: cx.now,
        updated_at: cx.now,
        rights,
    })
}

fn get(cx: &Context<'_>, id: i64) -> Result<Option<Template>, ApiError> {
    match presets().into_iter().find(|template| template.id == id) {
        Some(preset) => Ok(Some(preset)),
        None => cx.records().get(&id.to_string()),
    }
}

/// Finds a template.
///
/// # Errors
/// Returns 13000309 for an unknown template.
fn find(cx: &Context<'_>, id: i64) -> Result<Template, ApiError> {
    get(cx, id)?.ok_or_else(|| refused("13000309"))
}

/// Checks that a template can be given to users.
///
/// # Errors
/// Returns 13000309 for an unknown template, and 13000102 for a disabled one.
pub(super) fn require_usable(cx: &Context<'_>, id: i64) -> Result<(), ApiError> {
    if find(cx, id)?.is_enabled { Ok(()) } else { Err(ApiError::invalid("the template is disabled")) }
}

/// Returns the rights of a template, enabled or not, or `None` if it does not exist.
pub(super) fn rights(cx: &Context<'_>, id: i64) -> Result<Option<Rights>, ApiError> {
    Ok(get(cx, id)?.map(|template| template.rights))
}

/// Returns the name of a template, or `None` if it does not exist.
pub(super) fn name(cx: &Context<'_>, id: i64) -> Result<Option<String>, ApiError> {
    Ok(get(cx, id)?.map(|template| template.name))
}

/// Returns true if a user has rights by a template, or if new members of a team get it.
fn is_in_use(cx: &Context<'_>, id: i64) -> Result<bool, ApiError> {
    Ok(grants::has_template(cx, id)? || super::authorizations::has_initial(cx, id)?)
}

/// Returns a template in the form of responses.
fn info(template: Template) -> PermissionTemplate {
    let time = |millis: i64| (millis > 0).then(|| times::koodrive(millis));
    let mut info = PermissionTemplate::default();
    info.id = Some(template.id.into());
    info.name = Some(template.name);
    info.description = template.description;
    info.template_type = Some(if template.is_preset { TemplateType::Preset } else { TemplateType::Custom });
    info.status = Some(if template.is_enabled { TemplateStatus::Enabled } else { TemplateStatus::Disabled });
    info.company = Some(template.company);
    info.create_time = time(template.created_at);
    info.update_time = time(template.updated_at);
    info.capabilities = Some(template.rights.capabilities());
    info
}
