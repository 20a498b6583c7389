//! Dashboards.

use hwc_models::insight::{
    BatchDeleteDashboard, BatchDeleteDashboardResponse, BatchOfflineDashboard, BatchOfflineDashboardResponse,
    BatchPublishDashboard, BatchPublishDashboardResponse, CreateDashboard, CreateDashboardResponse, Dashboard,
    DashboardId, PublishState, ResourceType, UpdateDashboard, UpdateDashboardResponse,
};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::insight::publishing;
use crate::services::insight::resource::{Content, Resource};

const KIND: &ResourceType = &ResourceType::Dashboard;

pub(super) fn register(registry: &mut Registry) {
    registry.register(create).register(update).register(publish).register(take_offline).register(delete);
}

fn create(cx: &mut Context<'_>, request: &CreateDashboard) -> Result<CreateDashboardResponse, ApiError> {
    publishing::require_name(cx, KIND, &request.name, "")?;
    let resource = Resource::new(cx, &request.name, Content::Dashboard(Vec::new()))?;
    cx.records().insert(&resource)?;
    let mut response = CreateDashboardResponse::default();
    response.dashboard = Some(model(resource));
    Ok(response)
}

fn update(cx: &mut Context<'_>, request: &UpdateDashboard) -> Result<UpdateDashboardResponse, ApiError> {
    let mut response = UpdateDashboardResponse::default();
    response.dashboard = Some(model(publishing::rename(cx, KIND, request.id.as_str(), &request.name)?));
    Ok(response)
}

fn publish(cx: &mut Context<'_>, request: &BatchPublishDashboard) -> Result<BatchPublishDashboardResponse, ApiError> {
    publishing::publish(cx, KIND, &texts(&request.ids))?;
    let mut response = BatchPublishDashboardResponse::default();
    response.succeeded = Some(true);
    Ok(response)
}

fn take_offline(
    cx: &mut Context<'_>,
    request: &BatchOfflineDashboard,
) -> Result<BatchOfflineDashboardResponse, ApiError> {
    publishing::take_offline(cx, KIND, &texts(&request.ids))?;
    let mut response = BatchOfflineDashboardResponse::default();
    response.succeeded = Some(true);
    Ok(response)
}

fn delete(cx: &mut Context<'_>, request: &BatchDeleteDashboard) -> Result<BatchDeleteDashboardResponse, ApiError> {
    publishing::delete(cx, KIND, &texts(&request.ids))?;
    let mut response = BatchDeleteDashboardResponse::default();
    response.succeeded = Some(true);
    Ok(response)
}

fn texts(ids: &[DashboardId]) -> Vec<String> {
    ids.iter().map(DashboardId::to_string).collect()
}

fn model(resource: Resource) -> Dashboard {
    let mut model = Dashboard::default();
    model.id = Some(resource.id.into());
    model.name = Some(resource.name);
    model.create_user_name = Some(resource.created.user_name);
    model.create_date = Some(resource.created.at);
    model.update_user_name = Some(resource.updated.user_name);
    model.update_date = Some(resource.updated.at);
    model.status = Some(PublishState::from(resource.state));
    model
}
