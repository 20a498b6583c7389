//! `ListPermissionTemplate`, `BatchGetPermissionTemplate` and `QueryPermissionTemplateRef`, for all users.

use hwc_models::koodrive::{
    BatchGetPermissionTemplate, BatchGetPermissionTemplateResponse, ListPermissionTemplate,
    ListPermissionTemplateResponse, QueryPermissionTemplateRef, QueryPermissionTemplateRefResponse, TemplateOrder,
    TemplateStatus, TemplateType,
};

use super::{Template, find, info, is_in_use, presets};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::Page;
use crate::runtime::registry::Registry;

pub(super) fn register(registry: &mut Registry) {
    registry.register(list).register(batch_get).register(reference);
}

/// Lists the templates, the preset ones first unless the request has another order.
fn list(cx: &mut Context<'_>, request: &ListPermissionTemplate) -> Result<ListPermissionTemplateResponse, ApiError> {
    let mut custom: Vec<Template> = cx.records().query().all()?;
    match request.order_by_time.unwrap_or(TemplateOrder::NewestFirst) {
        TemplateOrder::NewestFirst => custom.reverse(),
        TemplateOrder::OldestFirst => {}
        _ => return Err(ApiError::invalid("orderByTime must be 0 or 1")),
    }
    let mut templates = presets().to_vec();
    if request.preset_first.unwrap_or(true) {
        templates.append(&mut custom);
    } else {
        templates = custom.into_iter().chain(templates).collect();
    }
    templates.retain(|template| is_selected(template, request));
    let page = Page::offset(request.offset.unwrap_or_default(), request.limit.unwrap_or_default()).select(templates)?;
    let mut response = ListPermissionTemplateResponse::default();
    response.total = Some(page.total);
    response.data = page.items.into_iter().map(info).collect();
    Ok(response)
}

fn is_selected(template: &Template, request: &ListPermissionTemplate) -> bool {
    let origin = if template.is_preset { TemplateType::Preset } else { TemplateType::Custom };
    let status = if template.is_enabled { TemplateStatus::Enabled } else { TemplateStatus::Disabled };
    request.id.is_none_or(|id| id.get() == template.id)
        && request.template_type.is_none_or(|wanted| wanted == origin)
        && request.status.is_none_or(|wanted| wanted == status)
}

fn batch_get(
    cx: &mut Context<'_>,
    request: &BatchGetPermissionTemplate,
) -> Result<BatchGetPermissionTemplateResponse, ApiError> {
    let mut response = BatchGetPermissionTemplateResponse::default();
    for id in &request.ids {
        response.data.push(info(find(cx, id.get())?));
    }
    Ok(response)
}

fn reference(
    cx: &mut Context<'_>,
    request: &QueryPermissionTemplateRef,
) -> Result<QueryPermissionTemplateRefResponse, ApiError> {
    let template = find(cx, request.id.get())?;
    let mut response = QueryPermissionTemplateRefResponse::default();
    response.in_use = Some(is_in_use(cx, template.id)?);
    Ok(response)
}
