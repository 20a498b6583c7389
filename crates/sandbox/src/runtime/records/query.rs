//! Queries of records: filters, sorting and pages.

use std::fmt::Write as _;
use std::marker::PhantomData;

use rusqlite::{Connection, params_from_iter};

use super::columns::{self, ColumnValue, declared};
use super::page::{self, Cursor, Page, RecordPage};
use super::{StoredRecord, decode};
use crate::runtime::api_error::ApiError;

/// A query of the records of one kind and one owner. Created by [`Records::query`](super::Records::query).
pub struct Query<'a, T> {
    db: &'a Connection,
    kind: PhantomData<fn() -> T>,
    /// SQL that follows the conditions for kind and owner.
    conditions: String,
    values: Vec<ColumnValue>,
    sort: Option<&'static str>,
    descending: bool,
}

impl<'a, T: StoredRecord> Query<'a, T> {
    pub(super) fn new(db: &'a Connection, owner: &str) -> Self {
        let values = vec![ColumnValue::from(T::KIND.to_owned()), owner.to_owned().into()];
        Self { db, kind: PhantomData, conditions: String::new(), values, sort: None, descending: false }
    }

    /// Selects the records whose column has this value.
    #[must_use]
    pub fn filter(self, column: &'static str, value: impl Into<ColumnValue>) -> Self {
        let name = declared::<T>(column);
        self.condition(name, "value IS", value.into())
    }

    /// Selects by a column like [`filter`](Self::filter). `None` selects all.
    #[must_use]
    pub fn filter_opt(self, column: &'static str, value: Option<impl Into<ColumnValue>>) -> Self {
        match value {
            Some(value) => self.filter(column, value),
            None => self,
        }
    }

    /// Selects by a column like [`filter`](Self::filter). An empty text selects all.
    #[must_use]
    pub fn filter_text(self, column: &'static str, text: &str) -> Self {
        self.filter_opt(column, (!text.is_empty()).then(|| text.to_owned()))
    }

    /// Selects the records whose column contains this text, in the same case. An empty text selects all.
    #[must_use]
    pub fn contains(self, column: &'static str, text: &str) -> Self {
        let name = declared::<T>(column);
        if text.is_empty() { self } else { self.condition(name, "0 < instr(value,", text.to_owned().into()) }
    }

    /// Selects the records whose column is greater than this value.
    #[must_use]
    pub fn greater_than(self, column: &'static str, value: impl Into<ColumnValue>) -> Self {
        let name = declared::<T>(column);
        self.condition(name, "value >", value.into())
    }

    /// Selects the records whose column is less than this value.
    #[must_use]
    pub fn less_than(self, column: &'static str, value: impl Into<ColumnValue>) -> Self {
        let name = declared::<T>(column);
        self.condition(name, "value <", value.into())
    }

    fn condition(mut self, name: &str, test: &str, value: ColumnValue) -> Self {
        let at = self.values.len() + 1;
        let end = if test.contains('(') { ")" } else { "" };
        // The name is one of the program's, and the value is a parameter.
        let _ = write!(
            self.conditions,
            " AND r.number IN (SELECT record FROM record_columns
                 WHERE kind = ?1 AND owner = ?2 AND name = '{name}' AND {test} ?{at}{end})"
        );
        self.values.push(value);
        self
    }

    /// Sorts by a column, in ascending order. Records with the same value remain in the order of insertion.
    #[must_use]
    pub fn sort(mut self, column: &'static str) -> Self {
        self.sort = Some(declared::<T>(column));
        self
    }

    /// Reverses the order.
    #[must_use]
    pub fn descending(mut self) -> Self {
        self.descending = true;
        self
    }

    /// Returns the number of selected records.
    ///
    /// # Errors
    /// Returns [`ApiError::internal`] if the database fails.
    pub fn count(&self) -> Result<u64, ApiError> {
        let sql = format!("SELECT count(*) FROM records r WHERE r.kind = ?1 AND r.owner = ?2{}", self.conditions);
        let count: i64 = self.db.prepare_cached(&sql)?.query_row(params_from_iter(&self.values), |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// Returns the sum of a column of the selected records.
    ///
    /// # Errors
    /// Returns [`ApiError::internal`] if the database fails.
    pub fn sum(&self, column: &'static str) -> Result<i64, ApiError> {
        let name = declared::<T>(column);
        // The index of the columns has all that is needed, so no record is read.
        let sql = format!(
            "SELECT coalesce(sum(r.value), 0) FROM (SELECT record AS number, value FROM record_columns
                 WHERE kind = ?1 AND owner = ?2 AND name = '{name}') r
             WHERE true{}",
            self.conditions
        );
        Ok(self.db.prepare_cached(&sql)?.query_row(params_from_iter(&self.values), |row| row.get(0))?)
    }

    /// Returns the first selected record.
    ///
    /// # Errors
    /// Returns [`ApiError::internal`] if the database fails.
    pub fn first(&self) -> Result<Option<T>, ApiError> {
        Ok(self.select(None, 1, 0)?.pop().map(|(record, _)| record))
    }

    /// Returns all selected records.
    ///
    /// # Errors
    /// Returns [`ApiError::internal`] if the database fails.
    pub fn all(&self) -> Result<Vec<T>, ApiError> {
        Ok(self.select(None, -1, 0)?.into_iter().map(|(record, _)| record).collect())
    }

    /// Deletes all selected records and returns their number.
    ///
    /// # Errors
    /// Returns [`ApiError::internal`] if the database fails.
    pub fn delete(&self) -> Result<u64, ApiError> {
        let rows = self.select(None, -1, 0)?;
        for (_, cursor) in &rows {
            self.db.prepare_cached("DELETE FROM records WHERE number = ?1")?.execute([cursor.number])?;
            columns::delete(self.db, cursor.number)?;
        }
        Ok(rows.len() as u64)
    }

    /// Returns one page of the selected records, and their total number.
    ///
    /// # Errors
    /// Returns [`ApiError::invalid`] if the cursor of the page is invalid, and [`ApiError::internal`] if the database fails.
    pub fn page(&self, page: &Page) -> Result<RecordPage<T>, ApiError> {
        let (cursor, limit, offset) = page.position()?;
        // One more than requested tells if there is another page.
        let rows = self.select(cursor.as_ref(), limit.saturating_add(1), offset)?;
        Ok(page::assemble(rows, limit, cursor.as_ref(), self.count()?))
    }

    fn select(&self, after: Option<&Cursor>, limit: i64, offset: i64) -> Result<Vec<(T, Cursor)>, ApiError> {
        let mut values = self.values.clone();
        let sql = self.sql(after, &mut values, limit, offset);
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(&values))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let text: String = row.get(0)?;
            found.push((decode(&text)?, Cursor { value: row.get(1)?, number: row.get(2)? }));
        }
        Ok(found)
    }

    /// Returns the SQL of a selection, and adds the values of its parameters.
    fn sql(&self, after: Option<&Cursor>, values: &mut Vec<ColumnValue>, limit: i64, offset: i64) -> String {
        let join = self.sort.map_or_else(String::new, |name| {
            format!("LEFT JOIN record_columns s ON s.record = r.number AND s.name = '{name}'")
        });
        let (sort, order) = (self.sort_value(), if self.descending { "DESC" } else { "ASC" });
        let after = after.map_or_else(String::new, |cursor| self.after_condition(cursor, values));
        let (limit, offset) = (parameter(values, limit), parameter(values, offset));
        format!(
            "SELECT r.record, {sort}, r.number FROM records r {join} WHERE r.kind = ?1 AND r.owner = ?2{}{after}
             ORDER BY {sort} {order}, r.number {order} LIMIT {limit} OFFSET {offset}",
            self.conditions
        )
    }

    fn sort_value(&self) -> &'static str {
        if self.sort.is_some() { "s.value" } else { "NULL" }
    }

    /// Returns the condition for the elements after a cursor. NULL comes first in SQLite, and is neither greater nor less than
    /// a value.
    fn after_condition(&self, cursor: &Cursor, values: &mut Vec<ColumnValue>) -> String {
        let sort = self.sort_value();
        let (value, number) = (parameter(values, cursor.value.clone()), parameter(values, cursor.number));
        let (more, past_null) = match self.descending {
            true => ("<", format!("({sort} IS NULL AND {value} IS NOT NULL)")),
            false => (">", format!("({sort} IS NOT NULL AND {value} IS NULL)")),
        };
        format!(" AND ({sort} {more} {value} OR {past_null} OR ({sort} IS {value} AND r.number {more} {number}))")
    }
}

/// Adds a value and returns its placeholder.
fn parameter(values: &mut Vec<ColumnValue>, value: impl Into<ColumnValue>) -> String {
    values.push(value.into());
    format!("?{}", values.len())
}
