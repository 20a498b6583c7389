//! The data of a dataset. Nothing is queried: each dataset has three rows, which are computed from its fields.
//! In row n a dimension has its name and n, and a measure ten times n.

use hwc_models::insight::{DataType, FieldRole, QueryCell};
use serde_json::{Value as Json, json};

use super::{column_name, field_ids};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::insight::permissions;
use crate::services::insight::resource::{Content, Resource};

/// The number of rows of each dataset.
const ROWS: i64 = 3;

/// A field with its role.
pub(in crate::services::insight) struct Field {
    pub(in crate::services::insight) id: String,
    pub(in crate::services::insight) is_measure: bool,
}

/// The rows of a dataset that the caller may see.
pub(in crate::services::insight) struct DataTable {
    pub(in crate::services::insight) fields: Vec<Field>,
    pub(in crate::services::insight) rows: Vec<Vec<Json>>,
}

/// Returns the data of a dataset, after the rules on its rows and columns.
pub(in crate::services::insight) fn table(cx: &Context<'_>, dataset: &Resource) -> Result<DataTable, ApiError> {
    permissions::apply(cx, dataset, all_rows(dataset))
}

/// Returns all data of a dataset.
pub(in crate::services::insight) fn all_rows(dataset: &Resource) -> DataTable {
    let Content::Dataset(content) = &dataset.content else {
        return DataTable { fields: Vec::new(), rows: Vec::new() };
    };
    let measures = content.fields.field_schema.as_ref().map_or(0, |fields| fields.measures.len());
    let ids = field_ids(dataset);
    let dimensions = ids.len() - measures;
    let field = |(at, id): (usize, String)| Field { id, is_measure: at >= dimensions };
    let fields: Vec<Field> = ids.into_iter().enumerate().map(field).collect();
    let rows = (1..=ROWS).map(|number| fields.iter().map(|field| field.value(number)).collect()).collect();
    DataTable { fields, rows }
}

impl Field {
    fn value(&self, row: i64) -> Json {
        if self.is_measure { json!(row * 10) } else { json!(format!("{} {row}", self.name())) }
    }

    pub(in crate::services::insight) fn name(&self) -> &str {
        column_name(&self.id)
    }

    /// Returns a value of the field as a cell.
    pub(in crate::services::insight) fn cell(&self, value: &Json) -> QueryCell {
        let mut cell = QueryCell::default();
        cell.caption = Some(self.name().to_owned());
        cell.data_type = Some(if value.is_number() { DataType::Number } else { DataType::String });
        cell.raw_value = Some(value.clone());
        cell.value = Some(Json::from(value.as_str().map_or_else(|| value.to_string(), str::to_owned)));
        cell.role = Some(if self.is_measure { FieldRole::Measure } else { FieldRole::Dimension });
        cell
    }
}

impl DataTable {
    /// Keeps the columns of these positions.
    pub(in crate::services::insight) fn keep_columns(&mut self, is_kept: impl Fn(&Field) -> bool) {
        let kept: Vec<bool> = self.fields.iter().map(is_kept).collect();
        let mut at = kept.iter();
        self.fields.retain(|_| at.next().copied().unwrap_or(true));
        for row in &mut self.rows {
            let mut at = kept.iter();
            row.retain(|_| at.next().copied().unwrap_or(true));
        }
    }

    /// Keeps the rows whose value of a field is among these.
    pub(in crate::services::insight) fn keep_rows(&mut self, is_kept: impl Fn(&[Field], &[Json]) -> bool) {
        let fields = &self.fields;
        self.rows.retain(|row| is_kept(fields, row));
    }

    /// Returns the rows as cells.
    pub(in crate::services::insight) fn cells(&self) -> Vec<Vec<QueryCell>> {
        let cells = |row: &Vec<Json>| self.fields.iter().zip(row).map(|(field, value)| field.cell(value)).collect();
        self.rows.iter().map(cells).collect()
    }
}
