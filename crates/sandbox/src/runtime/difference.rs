//! Differences between the data of two sandboxes, for programs that show what a call changes.

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use crate::runtime::error::SandboxError;
use crate::runtime::sandbox::Sandbox;

/// Tables without data of a user: numbers, sums and indexes that follow from other tables, and issued secrets.
const OMITTED: &[&str] = &[
    "authorization_counts",
    "case_counts",
    "counters",
    "link_keys",
    "record_columns",
    "record_kinds",
    "sessions",
    "space_usage",
    "temporary_keys",
    "tokens",
    "verify_codes",
];

/// Parts of the names of columns with secrets.
const SECRETS: [&str; 3] = ["password", "secret", "token"];

/// The maximum length of a text in a difference.
const MAX_TEXT: usize = 400;

/// A row that one of two sandboxes lacks, or that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Difference {
    /// The table, or the kind of a record, as in `koodrive.share`.
    pub table: String,
    /// The columns that identify the row.
    pub key: Map<String, Json>,
    /// The columns before that differ, without secrets. `None` for a row that was added.
    pub before: Option<Map<String, Json>>,
    /// The columns afterwards that differ, without secrets. `None` for a row that was removed.
    pub after: Option<Map<String, Json>>,
}

/// The rows of a table by key.
type Rows = BTreeMap<String, Row>;

#[derive(PartialEq)]
struct Row {
    table: String,
    key: Map<String, Json>,
    columns: Map<String, Json>,
}

impl Sandbox {
    /// Returns the differences between the data of another sandbox and this one, in the order of the tables. The other one is
    /// usually a copy of this one, made before some calls.
    ///
    /// ```
    /// use hwc_sandbox::{Sandbox, SandboxOptions};
    ///
    /// let before = Sandbox::new(SandboxOptions::default())?;
    /// let after = Sandbox::new(SandboxOptions::default())?;
    /// after.engineer().start("case-1003")?;
    /// let differences = after.differences_from(&before)?;
    /// assert!(differences.iter().any(|difference| difference.table == "cases"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Returns [`SandboxError::Database`] if a database cannot be read.
    pub fn differences_from(&self, before: &Self) -> Result<Vec<Difference>, SandboxError> {
        // One lock at a time: both may be the same sandbox.
        let mut old = rows(&before.inner().db())?;
        let new = rows(&self.inner().db())?;
        let mut differences = Vec::new();
        for (id, row) in new {
            match old.remove(&id) {
                Some(same) if same == row => {}
                before => differences.extend(difference(before, Some(row))),
            }
        }
        differences.extend(old.into_values().filter_map(|row| difference(Some(row), None)));
        differences.sort_by(|a, b| a.table.cmp(&b.table));
        Ok(differences)
    }
}

/// Returns the rows of all tables with data of users.
fn rows(db: &Connection) -> rusqlite::Result<Rows> {
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
    let mut statement = db.prepare(tables)?;
    let tables = statement.query_map((), |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    let mut rows = Rows::new();
    for table in tables.iter().filter(|table| !OMITTED.contains(&table.as_str())) {
        read_table(db, table, &mut rows)?;
    }
    Ok(rows)
}

fn read_table(db: &Connection, table: &str, rows: &mut Rows) -> rusqlite::Result<()> {
    let mut keys = db.prepare("SELECT name FROM pragma_table_info(?1) WHERE pk > 0")?;
    let keys = keys.query_map([table], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    let mut statement = db.prepare(&format!("SELECT * FROM \"{table}\""))?;
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut found = statement.query(())?;
    while let Some(row) = found.next()? {
        let mut columns = Map::new();
        for (index, name) in names.iter().enumerate() {
            columns.insert(name.clone(), json_value(row.get_ref(index)?));
        }
        let row = if table == "records" { record(columns) } else { plain_row(table, &keys, columns) };
        rows.insert(format!("{} {}", row.table, Json::Object(row.key.clone())), row);
    }
    Ok(())
}

fn plain_row(table: &str, keys: &[String], columns: Map<String, Json>) -> Row {
    let key = columns.iter().filter(|(name, _)| keys.contains(name));
    Row { table: table.to_owned(), key: key.map(|(name, value)| (name.clone(), value.clone())).collect(), columns }
}

/// Returns the row of a record: its columns are the members of its JSON.
fn record(mut columns: Map<String, Json>) -> Row {
    let mut take = |name: &str| columns.remove(name).unwrap_or_default();
    let kind = take("kind").as_str().unwrap_or_default().to_owned();
    let key = Map::from_iter([("owner".to_owned(), take("owner")), ("key".to_owned(), take("key"))]);
    match take("record") {
        Json::Object(columns) => Row { table: kind, key, columns },
        other => Row { table: kind, key, columns: Map::from_iter([("record".to_owned(), other)]) },
    }
}

/// Converts a value. Text that is a JSON object or a list becomes JSON.
fn json_value(value: ValueRef<'_>) -> Json {
    match value {
        ValueRef::Null => Json::Null,
        ValueRef::Integer(number) => json!(number),
        ValueRef::Real(number) => json!(number),
        ValueRef::Text(text) => {
            let text = String::from_utf8_lossy(text);
            let json = text.starts_with(['{', '[']).then(|| serde_json::from_str(&text).ok()).flatten();
            json.unwrap_or_else(|| Json::from(text))
        }
        ValueRef::Blob(content) => json!(format!("({} bytes)", content.len())),
    }
}

fn difference(before: Option<Row>, after: Option<Row>) -> Option<Difference> {
    let columns = |row: &Option<Row>| row.as_ref().map(|row| row.columns.clone());
    let (mut old, mut new) = (columns(&before), columns(&after));
    if let (Some(old), Some(new)) = (&mut old, &mut new) {
        let same: Vec<String> =
            old.iter().filter(|(name, value)| new.get(*name) == Some(*value)).map(|(name, _)| name.clone()).collect();
        same.iter().for_each(|name| drop((old.remove(name), new.remove(name))));
    }
    let row = after.or(before)?;
    Some(Difference { table: row.table, key: row.key, before: old.map(shown), after: new.map(shown) })
}

/// Returns columns without secrets, and with long texts cut.
fn shown(columns: Map<String, Json>) -> Map<String, Json> {
    columns
        .into_iter()
        .map(|(name, value)| {
            let value = shown_value(&name, value);
            (name, value)
        })
        .collect()
}

fn shown_value(name: &str, value: Json) -> Json {
    let name = name.to_lowercase();
    match value {
        Json::Null => Json::Null,
        _ if SECRETS.iter().any(|secret| name.contains(secret)) => json!("[redacted]"),
        Json::Object(members) => Json::Object(shown(members)),
        Json::Array(items) => items.into_iter().map(|item| shown_value("", item)).collect(),
        Json::String(text) if text.chars().count() > MAX_TEXT => {
            json!(format!(
                "{}... ({} characters)",
                text.chars().take(MAX_TEXT).collect::<String>(),
                text.chars().count()
            ))
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::options::SandboxOptions;

    fn sandbox() -> Sandbox {
        let clock = hwc_transport::clock::ManualClock::new(std::time::SystemTime::UNIX_EPOCH);
        Sandbox::new(SandboxOptions::default().clock(clock)).unwrap()
    }

    #[test]
    fn equal_sandboxes_have_no_differences() {
        let one = sandbox();
        assert_eq!(one.differences_from(&sandbox()).unwrap(), []);
        assert_eq!(one.differences_from(&one).unwrap(), []);
    }

    #[test]
    fn changed_rows_have_the_changed_columns_alone() {
        let (before, after) = (sandbox(), sandbox());
        after.engineer().start("case-1003").unwrap();
        after.engineer().reply("case-1003", "Restart it.").unwrap();
        let differences = after.differences_from(&before).unwrap();
        let case = differences.iter().find(|difference| difference.table == "cases").unwrap();
        let (old, new) = (case.before.as_ref().unwrap(), case.after.as_ref().unwrap());
        assert!(old.contains_key("status") && new.contains_key("status") && !new.contains_key("customer"), "{case:?}");
        let message = differences.iter().find(|difference| difference.table == "messages").unwrap();
        assert!(message.before.is_none() && message.after.is_some());
        let back = before.differences_from(&after).unwrap();
        assert!(back.iter().any(|difference| difference.table == "messages" && difference.after.is_none()));
    }

    #[test]
    fn secrets_are_redacted_and_long_texts_cut() {
        let columns =
            json!({ "host_password": "s3cret", "data": { "token": "t" }, "note": "a".repeat(500), "none": null });
        let shown = Json::Object(shown(columns.as_object().unwrap().clone()));
        assert_eq!((&shown["host_password"], &shown["data"]["token"]), (&json!("[redacted]"), &json!("[redacted]")));
        assert!(shown["note"].as_str().unwrap().ends_with("... (500 characters)") && shown["none"].is_null());
    }
}
