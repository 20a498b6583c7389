//! Tables of JSON values: one column for each member, in the order of the first appearance.

use hwc_api::serde_json::{self, Value};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::Serialize;

use super::csv;
use crate::error::CliError;

/// The heading of the only column, if the values are not objects.
const VALUE: &str = "value";

/// Formats values as CSV, with a line of headings; empty without values. Lists and objects within them are JSON text.
///
/// # Errors
/// Fails if a value cannot be serialized.
pub(crate) fn csv<T: Serialize>(values: &[T]) -> Result<String, CliError> {
    let rows = values.iter().map(Row::new).collect::<Result<Vec<_>, _>>()?;
    let columns = columns(&rows);
    if columns.is_empty() {
        return Ok(String::new());
    }
    let cells: Vec<Vec<String>> = rows.iter().map(|row| row.cells(&columns)).collect();
    let headings: Vec<String> = columns.into_iter().map(str::to_owned).collect();
    csv::lines(std::iter::once(&headings).chain(&cells).map(Vec::as_slice))
}

/// Returns the names of all members.
fn columns(rows: &[Row]) -> Vec<&str> {
    let mut columns: Vec<&str> = Vec::new();
    for (name, _) in rows.iter().flat_map(|row| &row.0) {
        if !columns.contains(&name.as_str()) {
            columns.push(name);
        }
    }
    columns
}

/// The members of an object in their order, which [`Value`] does not keep.
struct Row(Vec<(String, Value)>);

impl Row {
    fn new(value: &impl Serialize) -> Result<Self, CliError> {
        let failed = |error: serde_json::Error| CliError::internal(format!("cannot format the result: {error}"));
        let json = serde_json::to_string(value).map_err(failed)?;
        if json.starts_with('{') {
            return serde_json::from_str(&json).map_err(failed);
        }
        let value = serde_json::from_str(&json).map_err(failed)?;
        Ok(Self(vec![(VALUE.to_owned(), value)]))
    }

    /// Returns the cells of the row, empty for absent members.
    fn cells(&self, columns: &[&str]) -> Vec<String> {
        let member = |column: &&str| self.0.iter().find(|(name, _)| name == column);
        columns.iter().map(|column| member(column).map(|(_, value)| cell(value)).unwrap_or_default()).collect()
    }
}

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(RowVisitor)
    }
}

struct RowVisitor;

impl<'de> Visitor<'de> for RowVisitor {
    type Value = Row;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Row(members))
    }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use hwc_api::serde_json::json;

    use super::*;

    #[test]
    fn columns_are_the_members_of_all_values() {
        let rows = [json!({ "a": 1, "b": null, "c": ["x"] }), json!({ "b": "two", "d": { "e": true } })];
        assert_eq!(csv(&rows).unwrap(), "a,b,c,d\r\n1,,\"[\"\"x\"\"]\",\r\n,two,,\"{\"\"e\"\":true}\"\r\n");
        assert_eq!(csv::<Value>(&[]).unwrap(), "");
        assert_eq!(csv(&["x", "y"]).unwrap(), "value\r\nx\r\ny\r\n");
    }

    #[test]
    fn columns_keep_the_order_of_the_members() {
        let row = Row::new(&hwc_api::osm::Label::default()).unwrap();
        let text = serde_json::to_string(&hwc_api::osm::Label::default()).unwrap();
        let mut rest = text.as_str();
        for (name, _) in &row.0 {
            rest = rest.split_once(name.as_str()).unwrap().1;
        }
    }
}
