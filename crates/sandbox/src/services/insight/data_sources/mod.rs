//! Data sources. The sandbox connects to nothing: a host below `.invalid` and the password `wrong` fail the connection
//! test, and everything else passes it. Passwords and keys are neither stored nor returned.

mod check;
mod vpc_endpoints;

use hwc_models::insight::{
    Authority, CreateDataConnection, CreateDataConnectionResponse, DataSource, DataSourceConfig, DataSourceSort,
    DataSourceType, DeleteDataConnectionByConnectionId, DeleteDataConnectionByConnectionIdResponse, ListDataConnection,
    ListDataConnectionResponse, ResourceType, ShowDataConnectionByConnectionId,
    ShowDataConnectionByConnectionIdResponse, UpdateDataConnection, UpdateDataConnectionResponse,
};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::Page;
use crate::runtime::registry::Registry;
use crate::services::insight::resource::{self, Content, Resource};
use crate::services::insight::{instances, listing, people};

const KIND: &ResourceType = &ResourceType::DataSource;

pub(super) fn register(registry: &mut Registry) {
    registry.register(create).register(update).register(delete).register(show).register(list);
    vpc_endpoints::register(registry);
}

fn create(cx: &mut Context<'_>, request: &CreateDataConnection) -> Result<CreateDataConnectionResponse, ApiError> {
    let mut source = DataSource::default();
    source.database_name.clone_from(&request.database_name);
    source.host.clone_from(&request.host);
    source.port = request.port;
    source.server_list.clone_from(&request.server_list);
    source.user_name.clone_from(&request.user_name);
    source.region_id.clone_from(&request.region_id);
    source.source_instance_id = request.cluster.as_ref().and_then(|cluster| cluster.id.clone());
    source.config.clone_from(&request.config);
    source.kind = Some(request.kind.clone());
    source.source = Some(request.source.clone());
    check::connect(&source, request.password.as_ref())?;
    resource::require_free_name(cx, KIND, &request.name, "")?;
    let mut resource = Resource::new(cx, &request.name, Content::DataSource(Box::new(without_secrets(source))))?;
    resource.description.clone_from(&request.description);
    cx.records().insert(&resource)?;
    let mut response = CreateDataConnectionResponse::default();
    response.message = Some("success".to_owned());
    Ok(response)
}

/// Replaces the settings of a data source.
fn update(cx: &mut Context<'_>, request: &UpdateDataConnection) -> Result<UpdateDataConnectionResponse, ApiError> {
    let mut resource = resource::require(cx, KIND, request.connection_id.as_str(), &Authority::Edit)?;
    let mut source = DataSource::default();
    source.database_name.clone_from(&request.database_name);
    source.host.clone_from(&request.host);
    source.port = request.port;
    source.server_list.clone_from(&request.server_list);
    source.user_name.clone_from(&request.user_name);
    source.region_id.clone_from(&request.region_id);
    source.source_instance_id = request.cluster.as_ref().and_then(|cluster| cluster.id.clone());
    source.config.clone_from(&request.config);
    source.kind = Some(request.kind.clone());
    source.source.clone_from(&request.source);
    check::connect(&source, request.password.as_ref())?;
    resource::require_free_name(cx, KIND, &request.name, &resource.id)?;
    resource.name.clone_from(&request.name);
    resource.description.clone_from(&request.description);
    resource.content = Content::DataSource(Box::new(without_secrets(source)));
    resource.save(cx)?;
    let mut response = UpdateDataConnectionResponse::default();
    response.message = Some("success".to_owned());
    Ok(response)
}

fn without_secrets(mut source: DataSource) -> DataSource {
    source.password = None;
    let config = source.config.get_or_insert_with(DataSourceConfig::default);
    (config.access_key, config.secret_key, config.token_value) = (None, None, None);
    source
}

fn delete(
    cx: &mut Context<'_>,
    request: &DeleteDataConnectionByConnectionId,
) -> Result<DeleteDataConnectionByConnectionIdResponse, ApiError> {
    let source = resource::require_owner(cx, KIND, request.connection_id.as_str())?;
    resource::require_unused(cx, &source)?;
    resource::delete(cx, &source.id)?;
    let mut response = DeleteDataConnectionByConnectionIdResponse::default();
    response.message = Some("Delete Data Connection Success!".to_owned());
    Ok(response)
}

fn show(
    cx: &mut Context<'_>,
    request: &ShowDataConnectionByConnectionId,
) -> Result<ShowDataConnectionByConnectionIdResponse, ApiError> {
    let source = resource::require(cx, KIND, request.connection_id.as_str(), &Authority::Read)?;
    let mut response = ShowDataConnectionByConnectionIdResponse::default();
    response.connection = Some(model(cx, source));
    Ok(response)
}

fn list(cx: &mut Context<'_>, request: &ListDataConnection) -> Result<ListDataConnectionResponse, ApiError> {
    let mut sources = resource::visible(cx, KIND)?;
    sources.retain(|source| source.name.contains(request.name.as_deref().unwrap_or_default()));
    sources.retain(|source| request.kind.is_none() || kind_of(source) == request.kind);
    let key = request.sort_key.as_ref().map_or("name", DataSourceSort::code);
    listing::sort(&mut sources, Some(key), request.sort_dir.as_ref());
    let page = Page::offset(request.offset.unwrap_or(0), request.limit.unwrap_or(instances::PAGE));
    let page = if request.all == Some(true) { Page::all() } else { page };
    let page = page.select(sources)?;
    let mut response = ListDataConnectionResponse::default();
    response.count = Some(page.total);
    response.page_data = page.items.into_iter().map(|source| model(cx, source)).collect();
    Ok(response)
}

fn kind_of(resource: &Resource) -> Option<DataSourceType> {
    match &resource.content {
        Content::DataSource(source) => source.kind.clone(),
        _ => None,
    }
}

fn model(cx: &Context<'_>, resource: Resource) -> DataSource {
    let mut model = match resource.content {
        Content::DataSource(source) => *source,
        _ => DataSource::default(),
    };
    model.id = Some(resource.id.into());
    model.name = Some(resource.name);
    model.description = resource.description;
    model.project_id = Some(cx.settings.project_id().to_owned());
    model.domain_id = Some(people::account(cx).domain_id.to_owned());
    model.workspace_id = Some(resource.workspace.into());
    model.creation_user = Some(resource.created.user.into());
    model.creation_date = Some(resource.created.at);
    model.creation_user_name = Some(resource.created.user_name);
    model.update_user = Some(resource.updated.user.into());
    model.update_user_name = Some(resource.updated.user_name);
    model.update_date = Some(resource.updated.at);
    model
}
