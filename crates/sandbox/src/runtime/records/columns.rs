//! The columns of records: values by which records are filtered and sorted, computed from the record and stored beside it.

use rusqlite::Connection;
pub use rusqlite::types::Value as ColumnValue;

use super::{StoredRecord, decode};
use crate::runtime::api_error::ApiError;

/// A value of a record to filter and sort by.
pub struct Column<T> {
    name: &'static str,
    value: fn(&T) -> ColumnValue,
}

impl<T> Column<T> {
    /// Creates a column with this name. `value` computes it from a record.
    #[must_use]
    pub const fn new(name: &'static str, value: fn(&T) -> ColumnValue) -> Self {
        Self { name, value }
    }
}

/// Returns the name of a declared column. A query that names another one is a mistake of its author.
pub(super) fn declared<T: StoredRecord>(name: &'static str) -> &'static str {
    debug_assert!(T::COLUMNS.iter().any(|column| column.name == name), "{} has no column {name}", T::KIND);
    name
}

/// Stores the columns of a record.
pub(super) fn write<T: StoredRecord>(db: &Connection, number: i64, owner: &str, record: &T) -> Result<(), ApiError> {
    let sql = "INSERT INTO record_columns (record, kind, owner, name, value) VALUES (?1, ?2, ?3, ?4, ?5)";
    let mut insert = db.prepare_cached(sql)?;
    for column in T::COLUMNS {
        insert.execute((number, T::KIND, owner, column.name, (column.value)(record)))?;
    }
    Ok(())
}

/// Deletes the columns of a record.
pub(super) fn delete(db: &Connection, number: i64) -> Result<(), ApiError> {
    db.prepare_cached("DELETE FROM record_columns WHERE record = ?1")?.execute([number])?;
    Ok(())
}

/// Recomputes the columns of a kind if its declaration has changed since they were written.
///
/// # Errors
/// Returns [`ApiError::internal`] if a record cannot be read or the database fails.
pub(crate) fn update_columns<T: StoredRecord>(db: &Connection) -> Result<(), ApiError> {
    let names: Vec<&str> = T::COLUMNS.iter().map(|column| column.name).collect();
    let names = names.join(" ");
    let current = "SELECT 1 FROM record_kinds WHERE kind = ?1 AND columns = ?2";
    if db.prepare_cached(current)?.exists((T::KIND, &names))? {
        return Ok(());
    }
    db.prepare_cached("DELETE FROM record_columns WHERE kind = ?1")?.execute([T::KIND])?;
    let mut records = db.prepare_cached("SELECT number, owner, record FROM records WHERE kind = ?1")?;
    let mut rows = records.query([T::KIND])?;
    while let Some(row) = rows.next()? {
        let (owner, text): (String, String) = (row.get(1)?, row.get(2)?);
        write(db, row.get(0)?, &owner, &decode::<T>(&text)?)?;
    }
    let sql = "INSERT OR REPLACE INTO record_kinds (kind, columns) VALUES (?1, ?2)";
    db.prepare_cached(sql)?.execute((T::KIND, names))?;
    Ok(())
}
