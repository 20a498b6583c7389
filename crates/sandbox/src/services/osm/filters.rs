//! Lists that the database filters, counts and pages. A query has only the conditions of its request, so that indexes serve
//! it and a page costs as much as it shows.

use rusqlite::types::ToSql;
use rusqlite::{Connection, Row};

/// A list in the database.
pub(super) struct List {
    /// The table whose rows are counted. Conditions refer to its columns.
    pub(super) table: &'static str,
    /// The join for the rows of a page.
    pub(super) join: &'static str,
    pub(super) columns: &'static str,
    pub(super) order: &'static str,
}

/// The conditions of a list, and the values of their placeholders.
#[derive(Default)]
pub(super) struct Filters<'v> {
    conditions: Vec<&'static str>,
    values: Vec<&'v dyn ToSql>,
}

impl<'v> Filters<'v> {
    /// Adds a condition.
    pub(super) fn and(&mut self, condition: &'static str, values: &[&'v dyn ToSql]) {
        self.conditions.push(condition);
        self.values.extend(values);
    }

    /// Adds a condition on a text. An empty text is ignored.
    pub(super) fn and_text(&mut self, condition: &'static str, text: &'v Option<&'v str>) {
        if text.is_some_and(|text| !text.is_empty()) {
            self.and(condition, &[text]);
        }
    }

    /// Returns the total number of elements.
    pub(super) fn count(&self, db: &Connection, list: &List) -> rusqlite::Result<u64> {
        let sql = format!("SELECT count(*) FROM {} WHERE {}", list.table, self.conditions.join(" AND "));
        db.prepare_cached(&sql)?.query_row(self.values.as_slice(), |row| row.get(0))
    }

    /// Returns one page of elements. A negative limit means all, a negative offset skips nothing.
    pub(super) fn page<T>(
        &self,
        db: &Connection,
        list: &List,
        (offset, limit): (i64, i64),
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Vec<T>> {
        let List { table, join, columns, order } = list;
        let conditions = self.conditions.join(" AND ");
        let sql = format!("SELECT {columns} FROM {table} {join} WHERE {conditions} ORDER BY {order} LIMIT ? OFFSET ?");
        let mut values = self.values.clone();
        values.extend([&limit as &dyn ToSql, &offset]);
        let mut statement = db.prepare_cached(&sql)?;
        statement.query_map(values.as_slice(), read)?.collect()
    }
}
