//! Large screens. A new one has an empty page; no operation adds components, so those of the demo data are the only ones.

use hwc_models::insight::{
    Authority, BatchDeleteScreen, BatchDeleteScreenResponse, BatchOfflineScreen, BatchOfflineScreenResponse,
    BatchPublishScreen, BatchPublishScreenResponse, CreateScreen, CreateScreenResponse, ListScreenNodes,
    ListScreenNodesResponse, QueryCell, QueryRow, ResourceType, Screen, ScreenId, ScreenNodeId, ScreenPage,
    ScreenSelector, ShowScreenNodeQueryData, ShowScreenNodeQueryDataResponse, UpdateScreen, UpdateScreenResponse,
};
use serde_json::Value as Json;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::insight::datasets::{self, DataTable};
use crate::services::insight::resource::{self, Content, Resource, ScreenContent};
use crate::services::insight::{errors, publishing};

const KIND: &ResourceType = &ResourceType::Screen;

pub(super) fn register(registry: &mut Registry) {
    registry.register(create).register(update).register(publish).register(take_offline).register(delete);
    registry.register(nodes).register(data);
}

fn create(cx: &mut Context<'_>, request: &CreateScreen) -> Result<CreateScreenResponse, ApiError> {
    publishing::require_name(cx, KIND, &request.name, "")?;
    let mut resource = Resource::new(cx, &request.name, Content::Screen(ScreenContent::default()))?;
    let mut page = ScreenPage::default();
    page.id = Some(format!("{}-page-1", resource.id));
    page.name = Some("Page 1".to_owned());
    resource.content = Content::Screen(ScreenContent { pages: vec![page], ..ScreenContent::default() });
    cx.records().insert(&resource)?;
    let mut response = CreateScreenResponse::default();
    response.screen = Some(model(&resource));
    Ok(response)
}

fn update(cx: &mut Context<'_>, request: &UpdateScreen) -> Result<UpdateScreenResponse, ApiError> {
    let mut response = UpdateScreenResponse::default();
    response.screen = Some(model(&publishing::rename(cx, KIND, request.id.as_str(), &request.name)?));
    Ok(response)
}

fn publish(cx: &mut Context<'_>, request: &BatchPublishScreen) -> Result<BatchPublishScreenResponse, ApiError> {
    publishing::publish(cx, KIND, &texts(&request.ids))?;
    let mut response = BatchPublishScreenResponse::default();
    response.succeeded = Some(true);
    Ok(response)
}

fn take_offline(cx: &mut Context<'_>, request: &BatchOfflineScreen) -> Result<BatchOfflineScreenResponse, ApiError> {
    publishing::take_offline(cx, KIND, &texts(&request.ids))?;
    let mut response = BatchOfflineScreenResponse::default();
    response.succeeded = Some(true);
    Ok(response)
}

fn delete(cx: &mut Context<'_>, request: &BatchDeleteScreen) -> Result<BatchDeleteScreenResponse, ApiError> {
    publishing::delete(cx, KIND, &texts(&request.ids))?;
    let mut response = BatchDeleteScreenResponse::default();
    response.succeeded = Some(true);
    Ok(response)
}

fn texts(ids: &[ScreenId]) -> Vec<String> {
    ids.iter().map(ScreenId::to_string).collect()
}

fn content(resource: &Resource) -> ScreenContent {
    match &resource.content {
        Content::Screen(content) => content.clone(),
        _ => ScreenContent::default(),
    }
}

fn model(resource: &Resource) -> Screen {
    let mut model = Screen::default();
    model.id = Some(resource.id.clone().into());
    model.name = Some(resource.name.clone());
    model.pages = content(resource).pages;
    model
}

fn nodes(cx: &mut Context<'_>, request: &ListScreenNodes) -> Result<ListScreenNodesResponse, ApiError> {
    let resource = resource::require(cx, KIND, request.screen_id.as_str(), &Authority::Read)?;
    let data = content(&resource).data;
    let mut screen = model(&resource);
    for page in &mut screen.pages {
        page.nodes.retain(|node| {
            let id = node.id.as_ref().map(ScreenNodeId::as_str).unwrap_or_default();
            let name = request.name.as_deref().unwrap_or_default();
            node.name.as_deref().unwrap_or_default().contains(name)
                && (request.kind.is_none() || node.kind == request.kind)
                && (request.has_data != Some(true) || data.contains_key(id))
        });
    }
    let mut response = ListScreenNodesResponse::default();
    response.screen = Some(screen);
    Ok(response)
}

/// Returns the data of a component. The dataset must be shared with the caller too, and its rules apply.
fn data(cx: &mut Context<'_>, request: &ShowScreenNodeQueryData) -> Result<ShowScreenNodeQueryDataResponse, ApiError> {
    let resource = resource::require(cx, KIND, request.screen_id.as_str(), &Authority::Read)?;
    let data = content(&resource).data;
    let dataset = data.get(request.node_id.as_str()).ok_or_else(|| errors::not_found("component"))?;
    let dataset = resource::require(cx, &ResourceType::Dataset, dataset, &Authority::Read)?;
    let mut table = datasets::table(cx, &dataset)?;
    for selector in request.selectors.iter().flatten() {
        select(&mut table, selector);
    }
    let mut response = ShowScreenNodeQueryDataResponse::default();
    response.record_count = u32::try_from(table.rows.len()).ok();
    response.rows = rows(&table);
    Ok(response)
}

/// Keeps the rows with one of the values of a selector. A field is named by its ID or its name.
fn select(table: &mut DataTable, selector: &ScreenSelector) {
    let name = selector.field_id.as_deref().unwrap_or_default();
    table.keep_rows(|fields, row| {
        let at = fields.iter().position(|field| field.id == name || field.name() == name);
        at.and_then(|at| row.get(at)).is_some_and(|value| selector.values.contains(value))
    });
}

/// Returns a row with the names of the fields, and the rows of the table.
fn rows(table: &DataTable) -> Vec<QueryRow> {
    let names = table.fields.iter().map(|field| field.cell(&Json::from(field.name()))).collect();
    std::iter::once(names).chain(table.cells()).map(row).collect()
}

fn row(cells: Vec<QueryCell>) -> QueryRow {
    let mut row = QueryRow::default();
    row.cells = cells;
    row
}
