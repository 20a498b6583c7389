//! Creating, changing and deleting templates, for system administrators.

use hwc_models::koodrive::{
    BatchDeletePermissionTemplate, BatchDeletePermissionTemplateResponse, CreatePermissionTemplate,
    CreatePermissionTemplateResponse, EditPermissionTemplate, EditPermissionTemplateResponse,
    ModifyPermissionTemplateStatus, ModifyPermissionTemplateStatusResponse, TemplateStatus, TemplateType,
};

use super::{Template, find, info, is_in_use, presets};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::access::Rights;
use crate::services::koodrive::{long_id, refused, roles};

/// The number of characters of a name, and that of Chinese ones.
const MAX_NAME: usize = 24;
const MAX_CHINESE_NAME: usize = 8;

/// The number of characters of a description.
const MAX_DESCRIPTION: usize = 50;

pub(super) fn register(registry: &mut Registry) {
    registry.register(create).register(edit).register(set_status).register(delete);
}

fn create(
    cx: &mut Context<'_>,
    request: &CreatePermissionTemplate,
) -> Result<CreatePermissionTemplateResponse, ApiError> {
    roles::require_system_admin(cx)?;
    if request.kind != Some(TemplateType::Custom) {
        return Err(ApiError::invalid("type must be 1"));
    }
    require_name(cx, &request.name, None)?;
    let number = cx.next_number("permission template")?;
    let id: i64 = long_id(number).parse().unwrap_or(number);
    let template = Template {
        key: id.to_string(),
        id,
        name: request.name.clone(),
        description: request.description.clone(),
        company: request.company.clone(),
        is_preset: false,
        is_enabled: true,
        created_at: cx.now,
        updated_at: cx.now,
        rights: Rights::from_capabilities(&request.capabilities),
    };
    cx.records().insert(&template)?;
    let mut response = CreatePermissionTemplateResponse::default();
    response.data = Some(info(template));
    Ok(response)
}

/// Changes a template, and with it the rights of all users who have it.
fn edit(cx: &mut Context<'_>, request: &EditPermissionTemplate) -> Result<EditPermissionTemplateResponse, ApiError> {
    let mut template = changeable(cx, request.id.get())?;
    require_name(cx, &request.name, Some(template.id))?;
    let is_too_long = |text: &String| text.chars().count() > MAX_DESCRIPTION;
    if request.description.as_ref().is_some_and(is_too_long) {
        return Err(ApiError::invalid("description must have at most 50 characters"));
    }
    template.name.clone_from(&request.name);
    template.description = request.description.clone().or(template.description);
    if let Some(capabilities) = &request.capabilities {
        template.rights = Rights::from_capabilities(capabilities);
    }
    template.updated_at = cx.now;
    cx.records().update(&template)?;
    Ok(EditPermissionTemplateResponse::default())
}

fn set_status(
    cx: &mut Context<'_>,
    request: &ModifyPermissionTemplateStatus,
) -> Result<ModifyPermissionTemplateStatusResponse, ApiError> {
    let mut template = changeable(cx, request.id.get())?;
    template.is_enabled = match request.status {
        TemplateStatus::Enabled => true,
        TemplateStatus::Disabled => false,
        _ => return Err(ApiError::invalid("status must be 0 or 1")),
    };
    template.updated_at = cx.now;
    cx.records().update(&template)?;
    Ok(ModifyPermissionTemplateStatusResponse::default())
}

/// Deletes templates: all of them, or none if one of them is in use.
fn delete(
    cx: &mut Context<'_>,
    request: &BatchDeletePermissionTemplate,
) -> Result<BatchDeletePermissionTemplateResponse, ApiError> {
    roles::require_system_admin(cx)?;
    for id in &request.ids {
        let template = changeable(cx, id.get())?;
        if is_in_use(cx, template.id)? {
            return Err(ApiError::invalid(format!("the template {} is in use", template.id)));
        }
        cx.records::<Template>().delete(&template.key)?;
    }
    Ok(BatchDeletePermissionTemplateResponse::default())
}

/// Finds a template that the caller can change. The preset ones cannot be changed.
///
/// # Errors
/// Returns 13000410 for others than system administrators, 13000309 for an unknown template, and 13000102 for a preset one.
fn changeable(cx: &Context<'_>, id: i64) -> Result<Template, ApiError> {
    roles::require_system_admin(cx)?;
    let template = find(cx, id)?;
    if template.is_preset { Err(ApiError::invalid("a preset template cannot be changed")) } else { Ok(template) }
}

/// Checks that a name has up to 24 letters and digits or up to 8 other characters, and that no other template has it.
fn require_name(cx: &Context<'_>, name: &str, own: Option<i64>) -> Result<(), ApiError> {
    let most = if name.is_ascii() { MAX_NAME } else { MAX_CHINESE_NAME };
    let is_plain = name.chars().all(|c| c.is_alphanumeric() || c == ' ');
    if name.trim().is_empty() || !is_plain || name.chars().count() > most {
        return Err(ApiError::invalid("name must have up to 24 letters and digits, or up to 8 Chinese characters"));
    }
    let mut templates: Vec<Template> = cx.records().query().all()?;
    templates.extend(presets());
    let is_taken = templates.iter().any(|template| template.name == name && Some(template.id) != own);
    if is_taken { Err(refused("13000405")) } else { Ok(()) }
}
