//! The fields of a dataset. `filed_schema` has no documented form: the sandbox takes the names in its lists `dimensions` and
//! `measures`, which are texts or objects with a `name`. All fields are columns of the fact table.

use hwc_models::insight::{DataType, DatasetFields, Dimension, DimensionType, Hierarchy, Level, Measure, ResourceType};
use serde_json::Value as Json;

use crate::services::insight::resource::{Content, Resource};

/// Makes the fields of a dataset from the choice in a request.
pub(crate) fn fields(choice: Option<&Json>, dataset: &str, table: &str) -> DatasetFields {
    let mut fields = DatasetFields::default();
    fields.dimensions = names(choice, "dimensions").iter().map(|name| dimension(name, dataset, table)).collect();
    fields.measures = names(choice, "measures").iter().map(|name| measure(name, dataset, table)).collect();
    fields
}

fn names(choice: Option<&Json>, list: &str) -> Vec<String> {
    let entries = choice.and_then(|choice| choice.get(list)).and_then(Json::as_array);
    let name = |entry: &Json| entry.as_str().or_else(|| entry.get("name").and_then(Json::as_str)).map(str::to_owned);
    entries.into_iter().flatten().filter_map(name).filter(|name| !name.is_empty()).collect()
}

fn dimension(name: &str, dataset: &str, table: &str) -> Dimension {
    let id = format!("{table}.{name}");
    let mut level = Level::default();
    level.caption = Some(name.to_owned());
    level.id = Some(id.clone());
    level.data_type = Some(DataType::String);
    level.origin_data_type = Some(DataType::String);
    level.origin_column_name = Some(name.to_owned());
    level.visible = Some(true);
    let mut hierarchy = Hierarchy::default();
    hierarchy.caption = Some(name.to_owned());
    hierarchy.levels = vec![level];
    let mut dimension = Dimension::default();
    dimension.caption = Some(name.to_owned());
    dimension.table_id = Some(table.to_owned());
    dimension.dimension_type = Some(DimensionType::Standard);
    dimension.hierarchies = vec![hierarchy];
    dimension.id = Some(id);
    dimension.dataset_id = Some(dataset.into());
    dimension.name = Some(name.to_owned());
    dimension
}

fn measure(name: &str, dataset: &str, table: &str) -> Measure {
    let mut measure = Measure::default();
    measure.aggregator = Some("SUM".to_owned());
    measure.caption = Some(name.to_owned());
    measure.table_id = Some(table.to_owned());
    measure.data_type = Some(DataType::Number);
    measure.origin_data_type = Some(DataType::Number);
    measure.id = Some(format!("{table}.{name}"));
    measure.dataset_id = Some(dataset.into());
    measure.name = Some(name.to_owned());
    measure.origin_column_name = Some(name.to_owned());
    measure.visible = Some(true);
    measure
}

/// Returns the IDs of the fields of a dataset, dimensions first.
pub(in crate::services::insight) fn field_ids(dataset: &Resource) -> Vec<String> {
    debug_assert!(dataset.kind() == ResourceType::Dataset, "{} is no dataset", dataset.id);
    let Content::Dataset(content) = &dataset.content else {
        return Vec::new();
    };
    let fields = content.fields.field_schema.as_ref();
    let dimensions = fields.into_iter().flat_map(|fields| &fields.dimensions).filter_map(|field| field.id.clone());
    let measures = fields.into_iter().flat_map(|fields| &fields.measures).filter_map(|field| field.id.clone());
    dimensions.chain(measures).collect()
}

/// Returns the name of the column with this ID: what follows the table.
pub(in crate::services::insight) fn column_name(id: &str) -> &str {
    id.rsplit_once('.').map_or(id, |(_, name)| name)
}
