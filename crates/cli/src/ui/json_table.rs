//! Tables of JSON values: one column for each member, in the order of the first appearance.

use hwc_api::serde_json::{self, Value};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::csv;
use super::style::Style;
use super::table::Table;
use super::text::sanitize_line;
use crate::error::CliError;

/// The heading of the only column, if the values are not objects.
const VALUE: &str = "value";

/// Returns a table with a row for each value. Members that no value has are omitted, and so are lists and objects if there
/// are other members.
pub(crate) fn table(rows: &[Row]) -> Table {
    let is_shown = |value: &Value| !value.is_null() && !value.is_array() && !value.is_object();
    let has_value = |column: &&str| rows.iter().any(|row| row.get(column).is_some_and(is_shown));
    let all = columns(rows);
    let mut shown: Vec<&str> = all.iter().copied().filter(|column| has_value(column)).collect();
    if shown.is_empty() {
        shown = all;
    }
    let mut table = Table::new(&shown);
    for row in rows {
        table.row(row.cells(&shown).into_iter().map(|cell| (Style::Plain, cell)));
    }
    table
}

/// Returns a table with exactly these columns; without columns, the one of [`table`].
pub(crate) fn columns_table(rows: &[Row], columns: &[String]) -> Table {
    if columns.is_empty() {
        return table(rows);
    }
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let mut table = Table::new(&columns);
    for row in rows {
        table.row(row.cells(&columns).into_iter().map(|cell| (Style::Plain, cell)));
    }
    table
}

/// Returns the cells of a value in one line, separated by tabs.
pub(crate) fn line(row: &Row) -> String {
    let cells: Vec<String> = row.members.iter().map(|(_, value)| sanitize_line(&cell(value))).collect();
    format!("{}\n", cells.join("\t"))
}

/// Returns a table with a row for each member of one value.
pub(crate) fn properties(row: &Row) -> Table {
    let mut table = Table::new(&["name", VALUE]);
    for (name, value) in &row.members {
        table.row([(Style::Plain, name.clone()), (Style::Plain, cell(value))]);
    }
    table
}

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
    for (name, _) in rows.iter().flat_map(|row| &row.members) {
        if !columns.contains(&name.as_str()) {
            columns.push(name);
        }
    }
    columns
}

/// The members of an object in their order, which [`Value`] does not keep.
pub(crate) struct Row {
    members: Vec<(String, Value)>,
    /// True for an object. Another value is its only member.
    is_object: bool,
}

impl Row {
    /// Creates the row of a value. A value that is not an object has one member.
    pub(crate) fn new(value: &impl Serialize) -> Result<Self, CliError> {
        let failed = |error: serde_json::Error| CliError::internal(format!("cannot format the result: {error}"));
        let json = serde_json::to_string(value).map_err(failed)?;
        if json.starts_with('{') {
            return serde_json::from_str(&json).map_err(failed);
        }
        let value = serde_json::from_str(&json).map_err(failed)?;
        Ok(Self { members: vec![(VALUE.to_owned(), value)], is_object: false })
    }

    /// Returns true unless the value is a text, a number or another value without members.
    pub(crate) fn is_object(&self) -> bool {
        self.is_object
    }

    /// Returns the value at a path, as in `product.name` or `messages.0.id`. A member with a dot in its name takes
    /// precedence.
    pub(crate) fn find(&self, path: &str) -> Option<Value> {
        if let Some(value) = self.get(path) {
            return Some(value.clone());
        }
        let (name, rest) = path.split_once('.')?;
        self.get(name)?.pointer(&format!("/{}", rest.replace('.', "/"))).cloned()
    }

    /// Returns the names of the members.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|(name, _)| name.as_str())
    }

    /// Returns true if the row has the member with which a path begins. Its value can have other members.
    pub(crate) fn has_start_of(&self, path: &str) -> bool {
        self.names().any(|name| path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
    }

    /// Returns the value at a path as text, empty if it is absent.
    pub(crate) fn text(&self, path: &str) -> String {
        self.find(path).as_ref().map(cell).unwrap_or_default()
    }

    /// Returns the cells of the row, empty for absent members.
    pub(crate) fn cells(&self, columns: &[&str]) -> Vec<String> {
        columns.iter().map(|column| self.get(column).map(cell).unwrap_or_default()).collect()
    }

    fn get(&self, column: &str) -> Option<&Value> {
        self.members.iter().find(|(name, _)| name == column).map(|(_, value)| value)
    }
}

impl FromIterator<(String, Value)> for Row {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(members: I) -> Self {
        Self { members: members.into_iter().collect(), is_object: true }
    }
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.members.as_slice() {
            [(_, value)] if !self.is_object => value.serialize(serializer),
            members => serializer.collect_map(members.iter().map(|(name, value)| (name, value))),
        }
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
        Ok(Row { members, is_object: true })
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
    fn tables_show_plain_values_first() {
        let rows = [json!({ "a": 1, "b": null, "c": ["x"] }), json!({ "a": "two", "d": { "e": true } })];
        let rows: Vec<Row> = rows.iter().map(|row| Row::new(row).unwrap()).collect();
        let text = |table: Table| anstream::adapter::strip_str(&table.text(None)).to_string();
        assert_eq!(text(table(&rows)), "a\n1\ntwo\n");
        assert_eq!(text(table(&rows[1..])), "a\ntwo\n");
        assert_eq!(text(properties(&rows[0])), "name  value\na     1\nb\nc     [\"x\"]\n");
        assert_eq!(text(table(&[Row::new(&"x").unwrap()])), "value\nx\n");
    }

    #[test]
    fn columns_keep_the_order_of_the_members() {
        let row = Row::new(&hwc_api::osm::Label::default()).unwrap();
        let text = serde_json::to_string(&hwc_api::osm::Label::default()).unwrap();
        let mut rest = text.as_str();
        for (name, _) in &row.members {
            rest = rest.split_once(name.as_str()).unwrap().1;
        }
    }
}
