//! The selection of results with `--fields` and `--jq`, for all commands and formats.

use std::cell::RefCell;
use std::collections::BTreeSet;

use hwc_api::serde_json::{self, Value};
use serde::Serialize;

use super::Ui;
use super::format::Format;
use super::jq::JqFilter;
use super::json_table::{self, Row};
use super::note::{self, Note};
use super::serialize;
use crate::args::global::GlobalArgs;
use crate::error::CliError;

thread_local! {
    /// The compiled expression, since a command may print many results.
    static JQ: RefCell<Option<JqFilter>> = const { RefCell::new(None) };
    /// The selected members that were reported as missing.
    static REPORTED: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
}

/// The members to print, and the jq expression that is applied to them.
pub(crate) struct Selection<'a> {
    fields: &'a [String],
    jq: Option<&'a str>,
}

impl Selection<'static> {
    /// Returns the selection of the command line, if there is one.
    pub(crate) fn current() -> Option<Self> {
        let args = GlobalArgs::current();
        args.selects().then(|| Selection { fields: &args.fields, jq: args.jq.as_deref() })
    }
}

impl Selection<'_> {
    /// Formats one result.
    pub(super) fn document(&self, value: &impl Serialize, ui: &Ui) -> Result<String, CliError> {
        let row = self.select(value)?;
        match (self.jq, ui.format) {
            (Some(jq), _) => filter(jq, &row, ui),
            (None, Format::Table) => Ok(json_table::properties(&row).text(ui.width)),
            (None, format) => serialize::document(&row, format, ui.terminal),
        }
    }

    /// Formats one of several results.
    pub(super) fn item(&self, value: &impl Serialize, ui: &Ui) -> Result<String, CliError> {
        let row = self.select(value)?;
        match (self.jq, ui.format) {
            (Some(jq), _) => filter(jq, &row, ui),
            (None, Format::Table) => Ok(json_table::line(&row)),
            (None, format) => serialize::item(&row, format, ui.terminal),
        }
    }

    /// Formats a list of results.
    pub(super) fn list<T: Serialize>(&self, items: &[T], ui: &Ui) -> Result<String, CliError> {
        let rows = items.iter().map(Row::new).collect::<Result<Vec<_>, _>>()?;
        self.report_missing(&rows);
        let rows: Vec<Row> = rows.into_iter().map(|row| self.pick(row)).collect();
        match (self.jq, ui.format) {
            (Some(jq), Format::Jsonl) => rows.iter().map(|row| filter(jq, row, ui)).collect(),
            (Some(jq), _) => filter(jq, &rows, ui),
            (None, Format::Table) => Ok(json_table::columns_table(&rows, self.fields).text(ui.width)),
            (None, format) => serialize::list(&rows, format, ui.terminal),
        }
    }

    /// Returns the selected members of a value.
    fn select(&self, value: &impl Serialize) -> Result<Row, CliError> {
        let row = [Row::new(value)?];
        self.report_missing(&row);
        let [row] = row;
        Ok(self.pick(row))
    }

    /// Returns the selected members of an object, in the order of the selection. Absent ones are `null`.
    fn pick(&self, row: Row) -> Row {
        if self.fields.is_empty() || !row.is_object() {
            return row;
        }
        self.fields.iter().map(|path| (path.clone(), row.find(path).unwrap_or(Value::Null))).collect()
    }

    /// Prints a note about each selected member that no result has, once.
    fn report_missing(&self, rows: &[Row]) {
        let Some(first) = rows.iter().find(|row| row.is_object()) else { return };
        let is_missing = |path: &&String| !rows.iter().any(|row| row.has_start_of(path));
        for path in self.fields.iter().filter(is_missing) {
            if REPORTED.with_borrow_mut(|reported| reported.insert(path.clone())) {
                let members = first.names().collect::<Vec<_>>().join(", ");
                note::print(&Note::new(&format!("no result has the member `{path}`; the members are {members}")));
            }
        }
    }
}

/// Applies the expression. Each output is one line; texts have no quotes unless the lines are JSON.
fn filter(text: &str, value: &impl Serialize, ui: &Ui) -> Result<String, CliError> {
    let json = serde_json::to_string(value).map_err(|error| CliError::internal(error.to_string()))?;
    JQ.with_borrow_mut(|compiled| {
        let compiled = match compiled {
            Some(compiled) => compiled,
            None => compiled.insert(JqFilter::compile(text).map_err(CliError::usage)?),
        };
        compiled.run(&json, ui.format != Format::Jsonl, ui.terminal)
    })
}

#[cfg(test)]
mod tests {
    use hwc_api::serde_json::json;

    use super::*;

    fn select(fields: &[&str], value: &Value) -> String {
        let fields: Vec<String> = fields.iter().map(ToString::to_string).collect();
        let row = Selection { fields: &fields, jq: None }.select(value).unwrap();
        serde_json::to_string(&row).unwrap()
    }

    #[test]
    fn members_are_selected_in_order() {
        let value = json!({ "id": "1", "status": "open", "product": { "name": "ECS", "ids": [1, 2] } });
        assert_eq!(select(&["status", "id"], &value), r#"{"status":"open","id":"1"}"#);
        assert_eq!(select(&["product.name", "none"], &value), r#"{"product.name":"ECS","none":null}"#);
        assert_eq!(select(&["product.ids.1"], &value), r#"{"product.ids.1":2}"#);
        assert_eq!(select(&["id"], &json!("text")), r#""text""#, "other values have no members");
        assert_eq!(select(&[], &json!({ "b": 1 })), r#"{"b":1}"#);
    }
}
