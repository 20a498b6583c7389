//! The switches for the rules of a dataset. All are off at first.

use hwc_models::insight::{
    Authority, ColumnPermissionConfig, ListPermissionConfig, ListPermissionConfigResponse, ResourceType,
    RowPermissionConfig, UpdatePermissionConfig, UpdatePermissionConfigResponse,
};
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::insight::resource;

/// The stored switches of a dataset.
#[derive(Serialize, Deserialize)]
pub(super) struct RuleSwitches {
    dataset: String,
    pub(super) row: RowPermissionConfig,
    pub(super) column: ColumnPermissionConfig,
}

impl StoredRecord for RuleSwitches {
    const KIND: &'static str = "insight.rule_switches";
    const OWNER: Owner = Owner::Project;

    fn key(&self) -> &str {
        &self.dataset
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<RuleSwitches>().register(show).register(update);
}

/// Returns the switches of a dataset.
pub(super) fn of(cx: &Context<'_>, dataset: &str) -> Result<RuleSwitches, ApiError> {
    Ok(cx.records::<RuleSwitches>().get(dataset)?.unwrap_or_else(|| {
        let (mut row, mut column) = (RowPermissionConfig::default(), ColumnPermissionConfig::default());
        (row.is_open, row.is_open_by_condition, row.is_open_by_tag) = (Some(false), Some(false), Some(false));
        (row.others_see_all, column.is_open) = (Some(false), Some(false));
        RuleSwitches { dataset: dataset.to_owned(), row, column }
    }))
}

pub(super) fn forget(cx: &Context<'_>, dataset: &str) -> Result<(), ApiError> {
    cx.records::<RuleSwitches>().delete(dataset)?;
    Ok(())
}

fn show(cx: &mut Context<'_>, request: &ListPermissionConfig) -> Result<ListPermissionConfigResponse, ApiError> {
    let dataset = resource::require(cx, &ResourceType::Dataset, request.dataset_id.as_str(), &Authority::Read)?;
    let switches = of(cx, &dataset.id)?;
    let mut response = ListPermissionConfigResponse::default();
    response.row_permission_config = Some(switches.row);
    response.col_permission_config = Some(switches.column);
    Ok(response)
}

/// Sets switches. One that is absent keeps its value.
fn update(cx: &mut Context<'_>, request: &UpdatePermissionConfig) -> Result<UpdatePermissionConfigResponse, ApiError> {
    let dataset = resource::require(cx, &ResourceType::Dataset, request.dataset_id.as_str(), &Authority::Edit)?;
    let mut switches = of(cx, &dataset.id)?;
    if let Some(row) = &request.row_permission_config {
        let old = &mut switches.row;
        old.is_open = row.is_open.or(old.is_open);
        old.is_open_by_condition = row.is_open_by_condition.or(old.is_open_by_condition);
        old.is_open_by_tag = row.is_open_by_tag.or(old.is_open_by_tag);
        old.others_see_all = row.others_see_all.or(old.others_see_all);
    }
    if let Some(column) = &request.col_permission_config {
        switches.column.is_open = column.is_open.or(switches.column.is_open);
    }
    cx.records().put(&switches)?;
    let mut response = UpdatePermissionConfigResponse::default();
    response.succeeded = Some(true);
    Ok(response)
}
