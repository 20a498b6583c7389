//! The OBS bucket in which exports are stored. Nothing is written there: the sandbox has no OBS.

use hwc_models::insight::{CreateAndUpdateExportConfig, CreateAndUpdateExportConfigResponse};
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::insight::{people, workspaces};

/// The stored settings of a workspace.
#[derive(Serialize, Deserialize)]
pub(super) struct ExportSettings {
    workspace: String,
    service_type: String,
    endpoint: String,
    pub(super) bucket: String,
    days: u32,
    pub(super) path_prefix: String,
}

impl StoredRecord for ExportSettings {
    const KIND: &'static str = "insight.export_settings";
    const OWNER: Owner = Owner::Project;

    fn key(&self) -> &str {
        &self.workspace
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<ExportSettings>().register(set);
}

fn set(
    cx: &mut Context<'_>,
    request: &CreateAndUpdateExportConfig,
) -> Result<CreateAndUpdateExportConfigResponse, ApiError> {
    people::require_administrator(cx)?;
    let texts = [&request.service_type, &request.obs_endpoint, &request.bucket];
    if texts.iter().any(|text| text.is_empty()) {
        return Err(ApiError::invalid("service_type, obs_endpoint and obs_bucket_name must not be empty"));
    }
    cx.records().put(&ExportSettings {
        workspace: workspaces::current(cx)?.id,
        service_type: request.service_type.clone(),
        endpoint: request.obs_endpoint.clone(),
        bucket: request.bucket.clone(),
        days: request.max_storage_days.unwrap_or_default(),
        path_prefix: request.path_prefix.clone().unwrap_or_default(),
    })?;
    let mut response = CreateAndUpdateExportConfigResponse::default();
    response.message = Some("success".to_owned());
    Ok(response)
}

/// Returns the settings of a workspace, if there are any.
pub(super) fn of(cx: &Context<'_>, workspace: &str) -> Result<Option<ExportSettings>, ApiError> {
    cx.records().get(workspace)
}
