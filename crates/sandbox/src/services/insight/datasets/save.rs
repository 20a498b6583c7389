//! Creating a dataset, and changing one.

use hwc_models::insight::{
    AdvancedConfig, Authority, DatasetId, DatasetRelation, DatasetTable, NewDatasetRelation, NewDatasetTable,
    ResourceType, SaveDatasetForOpenApi, SaveDatasetForOpenApiResponse, SavedLogicalSchema, SavedPhysicalSchema,
    TableType,
};

use super::{KIND, fields};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::insight::resource::{self, Content, DatasetContent, Resource};
use crate::services::insight::{people, permissions};

/// The version of the structure.
pub(super) const VERSION: &str = "2.0";

pub(super) fn save(
    cx: &mut Context<'_>,
    request: &SaveDatasetForOpenApi,
) -> Result<SaveDatasetForOpenApiResponse, ApiError> {
    let own = request.id.as_ref().map(DatasetId::as_str).filter(|id| !id.is_empty());
    let mut dataset = match own {
        Some(id) => resource::require(cx, KIND, id, &Authority::Edit)?,
        None => Resource::new(cx, &request.caption, Content::Dataset(Box::default()))?,
    };
    let source = resource::require(cx, &ResourceType::DataSource, request.connection_id.as_str(), &Authority::Use)?;
    if request.caption.is_empty() {
        return Err(ApiError::invalid("caption must not be empty"));
    }
    resource::require_free_name(cx, KIND, &request.caption, own.unwrap_or_default())?;
    dataset.state = status(request.status.as_deref())?;
    dataset.name.clone_from(&request.caption);
    dataset.description.clone_from(&request.description);
    dataset.content = Content::Dataset(Box::new(content(request, &dataset.id, &source)?));
    dataset.save(cx)?;
    response(cx, dataset)
}

fn status(text: Option<&str>) -> Result<i64, ApiError> {
    match text {
        None | Some("" | "1") => Ok(1),
        Some("0") => Ok(0),
        Some(_) => Err(ApiError::invalid("status must be 0 or 1")),
    }
}

fn content(request: &SaveDatasetForOpenApi, id: &str, source: &Resource) -> Result<DatasetContent, ApiError> {
    let source_type = match &source.content {
        Content::DataSource(source) => source.kind.as_ref().map(|kind| kind.code().to_owned()),
        _ => None,
    };
    let mut content = DatasetContent {
        source: source.id.clone(),
        source_type: source_type.unwrap_or_default(),
        table_type: request.table_type.code().to_owned(),
        resource_code: request.resource_code.clone(),
        ..DatasetContent::default()
    };
    let tables = request.physical_schema.as_ref().map_or(&[][..], |schema| &schema.tables);
    content.tables = physical(tables, id, &content)?;
    content.fields = logical(request, id, &content.tables.tables)?;
    Ok(content)
}

fn physical(tables: &[NewDatasetTable], id: &str, content: &DatasetContent) -> Result<SavedPhysicalSchema, ApiError> {
    let is_query = |table: &&NewDatasetTable| table.table_type == Some(TableType::Sql);
    if tables.iter().filter(is_query).any(|table| table.sql_text.as_deref().unwrap_or_default().is_empty()) {
        return Err(ApiError::invalid("sql_text is required for a table of the type sql"));
    }
    let mut schema = SavedPhysicalSchema::default();
    schema.tables = tables.iter().enumerate().map(|(at, table)| saved(table, at, id, content)).collect();
    Ok(schema)
}

fn saved(table: &NewDatasetTable, at: usize, id: &str, content: &DatasetContent) -> DatasetTable {
    let mut saved = DatasetTable::default();
    saved.database_name.clone_from(&table.database_name);
    saved.connection_id = Some(content.source.clone().into());
    saved.ds_type = Some(content.source_type.clone());
    saved.id = Some(format!("{id}-table-{}", at + 1));
    saved.is_fact_table = table.is_fact_table;
    saved.dataset_id = Some(id.into());
    saved.schema_name.clone_from(&table.schema_name);
    saved.sql_text.clone_from(&table.sql_text);
    saved.table_name.clone_from(&table.table_name);
    saved.table_type.clone_from(&table.table_type);
    saved
}

fn logical(request: &SaveDatasetForOpenApi, id: &str, tables: &[DatasetTable]) -> Result<SavedLogicalSchema, ApiError> {
    let mut schema = SavedLogicalSchema::default();
    let Some(model) = &request.logical_schema else {
        return Ok(schema);
    };
    let fact = tables.iter().find(|table| table.is_fact_table == Some(true)).or(tables.first());
    let fact = fact.and_then(|table| table.id.as_deref()).unwrap_or_default();
    schema.field_schema = Some(fields::fields(model.field_schema.as_ref(), id, fact));
    schema.relations = model.relations.iter().map(|relation| join(relation, tables)).collect::<Result<_, _>>()?;
    schema.variables.clone_from(&model.variables);
    Ok(schema)
}

fn join(relation: &NewDatasetRelation, tables: &[DatasetTable]) -> Result<DatasetRelation, ApiError> {
    let mut joined = DatasetRelation::default();
    joined.join_type.clone_from(&relation.join_type);
    joined.cardinality.clone_from(&relation.cardinality);
    joined.joins.clone_from(&relation.joins);
    joined.source = Some(table_id(relation.source_table_name.as_deref(), tables)?);
    joined.target = Some(table_id(relation.target_table_name.as_deref(), tables)?);
    Ok(joined)
}

fn table_id(name: Option<&str>, tables: &[DatasetTable]) -> Result<String, ApiError> {
    let found = tables.iter().find(|table| table.table_name.as_deref() == name).and_then(|table| table.id.clone());
    found.ok_or_else(|| ApiError::invalid(format!("relations name the unknown table {}", name.unwrap_or_default())))
}

fn response(cx: &Context<'_>, dataset: Resource) -> Result<SaveDatasetForOpenApiResponse, ApiError> {
    let mut response = SaveDatasetForOpenApiResponse::default();
    response.advanced_config = Some(advanced(cx, &dataset)?);
    if let Content::Dataset(content) = dataset.content {
        response.connection_id = Some(content.source.into());
        response.ds_type = Some(content.source_type);
        response.logical_schema = Some(content.fields);
        response.physical_schema = Some(content.tables);
        response.table_type = Some(TableType::from(content.table_type));
        response.resource_code = content.resource_code;
    }
    response.caption = Some(dataset.name);
    response.description = dataset.description;
    response.domain_id = Some(people::account(cx).domain_id.to_owned());
    response.id = Some(dataset.id.into());
    response.project_id = Some(cx.settings.project_id().to_owned());
    response.status = i32::try_from(dataset.state).ok();
    response.version = Some(VERSION.to_owned());
    response.workspace_id = Some(dataset.workspace.into());
    response.create_date = Some(dataset.created.at);
    response.create_user = Some(dataset.created.user.into());
    response.create_user_name = Some(dataset.created.user_name);
    response.update_date = Some(dataset.updated.at);
    response.update_user = Some(dataset.updated.user.into());
    response.update_user_name = Some(dataset.updated.user_name);
    Ok(response)
}

fn advanced(cx: &Context<'_>, dataset: &Resource) -> Result<AdvancedConfig, ApiError> {
    let (rows, columns) = permissions::are_on(cx, &dataset.id)?;
    let mut config = AdvancedConfig::default();
    config.is_open_row_permission = Some(u32::from(rows));
    config.is_open_col_permission = Some(u32::from(columns));
    Ok(config)
}
