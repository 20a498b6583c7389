//! Datasets: tables of a data source, and the fields that are chosen from them.

mod detail;
mod fields;
mod query;
mod save;

use hwc_models::insight::{
    DatasetEntry, DeleteDataset, DeleteDatasetResponse, ListCubeAndCatalogList, ListCubeAndCatalogListResponse,
    ResourceType,
};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::Page;
use crate::runtime::registry::Registry;
use crate::services::insight::resource::{self, Resource};
use crate::services::insight::{instances, listing};

pub(crate) use fields::fields;
pub(super) use fields::{column_name, field_ids};
pub(super) use query::{DataTable, Field, all_rows, table};

const KIND: &ResourceType = &ResourceType::Dataset;

pub(super) fn register(registry: &mut Registry) {
    registry.register(list).register(save::save).register(detail::show).register(delete);
}

/// Lists the datasets that the caller may see. The sandbox has no folders.
fn list(cx: &mut Context<'_>, request: &ListCubeAndCatalogList) -> Result<ListCubeAndCatalogListResponse, ApiError> {
    let mut datasets = resource::visible(cx, KIND)?;
    datasets.retain(|dataset| request.name.as_ref().is_none_or(|name| name.is_empty() || dataset.name == *name));
    listing::sort(&mut datasets, request.sort_key.as_deref(), request.sort_dir.as_ref());
    let page = Page::offset(request.offset.unwrap_or(0), request.limit.unwrap_or(instances::PAGE)).select(datasets)?;
    let mut response = ListCubeAndCatalogListResponse::default();
    response.count = Some(page.total);
    for dataset in page.items {
        response.page_data.push(entry(cx, dataset)?);
    }
    Ok(response)
}

fn entry(cx: &Context<'_>, dataset: Resource) -> Result<DatasetEntry, ApiError> {
    let mut entry = DatasetEntry::default();
    entry.permissions = resource::rights(cx, &dataset)?.list(KIND);
    entry.create_date = Some(dataset.created.at);
    entry.create_user = Some(dataset.created.user.into());
    entry.create_user_name = Some(dataset.created.user_name);
    entry.description = dataset.description;
    entry.directory = Some(false);
    entry.favorite = Some(0);
    entry.id = Some(dataset.id.into());
    entry.name = Some(dataset.name);
    entry.parent_id = Some("-1".to_owned());
    entry.project_id = Some(cx.settings.project_id().to_owned());
    entry.status = u32::try_from(dataset.state).ok();
    entry.kind = Some(ResourceType::Dataset);
    entry.update_date = Some(dataset.updated.at);
    entry.update_user = Some(dataset.updated.user.into());
    entry.update_user_name = Some(dataset.updated.user_name);
    entry.workspace_id = Some(dataset.workspace.into());
    Ok(entry)
}

fn delete(cx: &mut Context<'_>, request: &DeleteDataset) -> Result<DeleteDatasetResponse, ApiError> {
    let dataset = resource::require_owner(cx, KIND, request.dataset_id.as_str())?;
    resource::require_unused(cx, &dataset)?;
    resource::delete(cx, &dataset.id)?;
    let mut response = DeleteDatasetResponse::default();
    response.succeeded = Some(true);
    Ok(response)
}
