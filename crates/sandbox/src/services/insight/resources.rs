//! Queries of resources of any kind.

use hwc_models::insight::{
    Authority, ListResources, ListResourcesResponse, PublishState, Resource as ResourceModel, ResourceDependencies,
    ResourceType, ShowResourceRelationships, ShowResourceRelationshipsResponse,
};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::Page;
use crate::runtime::registry::Registry;
use crate::services::insight::resource::{self, Resource};
use crate::services::insight::{instances, listing, workspaces};

pub(super) fn register(registry: &mut Registry) {
    registry.register(list).register(dependencies);
}

/// Lists the dashboards or large screens that the caller may see. Other types are refused.
fn list(cx: &mut Context<'_>, request: &ListResources) -> Result<ListResourcesResponse, ApiError> {
    let kind = &request.resource_type;
    if !matches!(kind, ResourceType::Dashboard | ResourceType::Screen) {
        return Err(ApiError::invalid("resource_type must be dashboard or screen"));
    }
    let mut resources = resource::visible(cx, kind)?;
    listing::sort(&mut resources, request.sort_key.as_deref(), request.sort_dir.as_ref());
    let page = Page::offset(request.offset.unwrap_or(0), request.limit.unwrap_or(instances::PAGE)).select(resources)?;
    let mut response = ListResourcesResponse::default();
    response.count = Some(page.total);
    response.page_data = page.items.into_iter().map(model).collect();
    Ok(response)
}

fn model(resource: Resource) -> ResourceModel {
    let mut model = ResourceModel::default();
    model.id = Some(resource.id);
    model.name = Some(resource.name);
    model.create_user_name = Some(resource.created.user_name);
    model.create_date = Some(resource.created.at);
    model.update_user_name = Some(resource.updated.user_name);
    model.update_date = Some(resource.updated.at);
    model.status = Some(PublishState::from(resource.state));
    model
}

fn dependencies(
    cx: &mut Context<'_>,
    request: &ShowResourceRelationships,
) -> Result<ShowResourceRelationshipsResponse, ApiError> {
    let mut response = ShowResourceRelationshipsResponse::default();
    response.workspace_id = Some(workspaces::current(cx)?.id.into());
    for wanted in &request.resources {
        let kind = wanted.kind.as_ref().ok_or_else(|| ApiError::invalid("resource_type is required"))?;
        let id = wanted.id.as_deref().unwrap_or_default();
        let found = resource::require(cx, kind, id, &Authority::Read)?;
        response.resources.push(tree(cx, &found)?);
    }
    Ok(response)
}

/// Returns a resource with everything below it, visible to the caller or not.
fn tree(cx: &Context<'_>, resource: &Resource) -> Result<ResourceDependencies, ApiError> {
    let mut tree = ResourceDependencies::default();
    tree.id = Some(resource.id.clone());
    tree.name = Some(resource.name.clone());
    tree.kind = Some(resource.kind());
    for below in resource.content.dependencies() {
        if let Some(found) = cx.records::<Resource>().get(&below)? {
            tree.dependencies.push(self::tree(cx, &found)?);
        }
    }
    Ok(tree)
}
