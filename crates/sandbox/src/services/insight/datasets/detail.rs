//! The details of a dataset, in the form of `ShowDatasetDetail`.

use hwc_models::insight::{
    Authority, DataSourceType, DatasetRelation, DatasetTable, DetailDimension, DetailFields, DetailHierarchy,
    DetailJoin, DetailLevel, DetailLogicalSchema, DetailMeasure, DetailPhysicalSchema, DetailRelation, DetailTable,
    Dimension, ExpansionType, Hierarchy, Level, Measure, SavedLogicalSchema, ShowDatasetDetail,
    ShowDatasetDetailResponse,
};

use super::KIND;
use super::save::VERSION;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::insight::people;
use crate::services::insight::resource::{self, Content};

/// The type of a column in the data source.
const TEXT_COLUMN: &str = "varchar(200)";
const NUMBER_COLUMN: &str = "numeric(20,2)";

pub(super) fn show(cx: &mut Context<'_>, request: &ShowDatasetDetail) -> Result<ShowDatasetDetailResponse, ApiError> {
    let dataset = resource::require(cx, KIND, request.dataset_id.as_str(), &Authority::Read)?;
    let mut response = ShowDatasetDetailResponse::default();
    if let Content::Dataset(content) = dataset.content {
        let mut tables = DetailPhysicalSchema::default();
        tables.tables = content.tables.tables.into_iter().map(table).collect();
        response.physical_schema = Some(tables);
        response.logical_schema = Some(fields(content.fields));
        response.connection_id = Some(content.source.into());
        response.ds_type = Some(DataSourceType::from(content.source_type));
        response.resource_code = content.resource_code;
    }
    response.create_date = Some(dataset.created.at);
    response.create_user = Some(dataset.created.user.into());
    response.create_user_name = Some(dataset.created.user_name);
    response.update_date = Some(dataset.updated.at);
    response.update_user = Some(dataset.updated.user.into());
    response.update_user_name = Some(dataset.updated.user_name);
    response.project_id = Some(cx.settings.project_id().to_owned());
    response.workspace_id = Some(dataset.workspace.into());
    response.id = Some(dataset.id.into());
    response.caption = Some(dataset.name);
    response.version = Some(VERSION.to_owned());
    response.domain_id = Some(people::account(cx).domain_id.to_owned());
    Ok(response)
}

fn table(saved: DatasetTable) -> DetailTable {
    let mut table = DetailTable::default();
    table.id = saved.id;
    table.database_name = saved.database_name;
    table.schema_name = saved.schema_name;
    table.table_name = saved.table_name;
    table.table_type = saved.table_type;
    table.sql_text = saved.sql_text;
    table.is_fact_table = saved.is_fact_table;
    table
}

fn fields(saved: SavedLogicalSchema) -> DetailLogicalSchema {
    let mut fields = DetailFields::default();
    if let Some(saved) = saved.field_schema {
        fields.dimensions = saved.dimensions.into_iter().map(dimension).collect();
        fields.measures = saved.measures.into_iter().map(measure).collect();
    }
    let mut schema = DetailLogicalSchema::default();
    schema.field_schema = Some(fields);
    schema.relations = saved.relations.into_iter().map(relation).collect();
    schema.variables = saved.variables;
    schema
}

fn dimension(saved: Dimension) -> DetailDimension {
    let mut dimension = DetailDimension::default();
    dimension.id = saved.id;
    dimension.caption = saved.caption;
    dimension.dimension_type = saved.dimension_type.map(|kind| kind.code().to_owned());
    dimension.hierarchies = saved.hierarchies.into_iter().map(hierarchy).collect();
    dimension.table_id = saved.table_id;
    dimension
}

fn hierarchy(saved: Hierarchy) -> DetailHierarchy {
    let mut hierarchy = DetailHierarchy::default();
    hierarchy.caption = saved.caption;
    hierarchy.levels = saved.levels.into_iter().map(level).collect();
    hierarchy
}

fn level(saved: Level) -> DetailLevel {
    let mut level = DetailLevel::default();
    level.id = saved.id;
    level.caption = saved.caption;
    level.data_type = saved.data_type;
    level.origin_data_type = saved.origin_data_type;
    level.origin_column_name = saved.origin_column_name;
    level.origin_column_type = Some(TEXT_COLUMN.to_owned());
    level.computed = Some(0);
    level.expansion_type = Some(ExpansionType::Plain);
    level
}

fn measure(saved: Measure) -> DetailMeasure {
    let mut measure = DetailMeasure::default();
    measure.id = saved.id;
    measure.caption = saved.caption;
    measure.computed = Some(0);
    measure.expansion_type = Some(ExpansionType::Plain);
    measure.column_formula = Some(String::new());
    measure.origin_column_name = saved.origin_column_name;
    measure.origin_column_type = Some(NUMBER_COLUMN.to_owned());
    measure.data_type = saved.data_type;
    measure.origin_data_type = saved.origin_data_type;
    measure.table_id = saved.table_id;
    measure
}

fn relation(saved: DatasetRelation) -> DetailRelation {
    let mut relation = DetailRelation::default();
    relation.source = saved.source;
    relation.target = saved.target;
    relation.join_type = saved.join_type;
    for pair in saved.joins {
        let mut join = DetailJoin::default();
        join.source_key = Some(pair.source_key.unwrap_or_default());
        join.source_type = pair.source_type;
        join.target_key = Some(pair.target_key.unwrap_or_default());
        join.target_type = pair.target_type;
        join.condition = Some("equal-to".to_owned());
        relation.joins.push(join);
    }
    relation
}
