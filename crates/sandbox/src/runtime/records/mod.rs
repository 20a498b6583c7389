//! A typed store of records: a struct is stored as JSON under its key, with the columns by which it is searched.
//!
//! An operation that lists, reads or changes records needs no SQL and no table of its own. Records belong to an
//! [`Owner`]. [`Context::records`](crate::Context::records) only reaches those of the caller's.
//!
//! ```
//! use hwc_sandbox::models::koodrive::{CreateUserGroup, CreateUserGroupResponse};
//! use hwc_sandbox::records::{Column, Owner, Page, StoredRecord};
//! use hwc_sandbox::{ApiError, Sandbox, SandboxOptions};
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Serialize, Deserialize)]
//! struct Team {
//!     id: String,
//!     name: String,
//!     #[serde(default)] // added later: records of older files lack it
//!     members: Vec<String>,
//! }
//!
//! impl StoredRecord for Team {
//!     const KIND: &'static str = "example.team";
//!     const OWNER: Owner = Owner::Company;
//!     const COLUMNS: &'static [Column<Self>] = &[Column::new("name", |team| team.name.clone().into())];
//!
//!     fn key(&self) -> &str {
//!         &self.id
//!     }
//! }
//!
//! let sandbox = Sandbox::new(SandboxOptions::default())?;
//! sandbox.on::<CreateUserGroup>(|cx, request| {
//!     let teams = cx.records::<Team>();
//!     if teams.query().filter("name", request.group_name.clone()).count()? > 0 {
//!         return Err(ApiError::invalid("groupName is in use"));
//!     }
//!     let id = format!("team-{}", cx.next_number("team")?);
//!     teams.insert(&Team { id: id.clone(), name: request.group_name, members: Vec::new() })?;
//!
//!     let page = teams.query().contains("name", "a").sort("name").page(&Page::offset(0, 10))?;
//!     assert!(page.items.len() as u64 <= page.total);
//!     let mut response = CreateUserGroupResponse::default();
//!     response.id = Some(id.into());
//!     Ok(response)
//! });
//! # Ok::<(), hwc_sandbox::SandboxError>(())
//! ```

mod columns;
mod page;
mod query;
#[cfg(test)]
mod tests;

use std::marker::PhantomData;

use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;

pub(crate) use columns::update_columns;
pub use columns::{Column, ColumnValue};
pub use page::{Page, RecordPage};
pub use query::Query;

/// A struct that is stored as a record.
///
/// The JSON of a record outlives the version of the sandbox that wrote it. A field that is added later needs
/// `#[serde(default)]`. A field that is removed is ignored. Columns can be added and removed: the sandbox recomputes
/// those of older files.
pub trait StoredRecord: Serialize + DeserializeOwned + 'static {
    /// The name of the kind in the database, such as `koodrive.space`. It never changes.
    const KIND: &'static str;

    /// The owner of the records.
    const OWNER: Owner;

    /// The columns to filter and sort by.
    const COLUMNS: &'static [Column<Self>] = &[];

    /// Returns the key, which is unique among the records of one owner.
    fn key(&self) -> &str;
}

/// The owner of records. The records of one owner are invisible to all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Owner {
    /// The customer of the caller, for Service Tickets.
    Customer,
    /// The project in the path of the request, for DataArts Insight.
    Project,
    /// The company that all users of KooDrive belong to.
    Company,
    /// The calling user.
    User,
}

impl Owner {
    /// The ID of the only company.
    pub(crate) const COMPANY: &'static str = "40086000004871666";

    fn id<'c>(self, cx: &'c Context<'_>) -> &'c str {
        match self {
            Self::Customer => cx.customer(),
            Self::Project => cx.settings.project_id(),
            Self::Company => Self::COMPANY,
            Self::User => &cx.caller.id,
        }
    }
}

/// The records of one kind and one owner. Created by [`Context::records`](crate::Context::records).
pub struct Records<'a, T> {
    db: &'a Connection,
    owner: &'a str,
    kind: PhantomData<fn() -> T>,
}

impl<'a, T: StoredRecord> Records<'a, T> {
    /// Returns the records that belong to the caller of a request.
    pub(crate) fn of_caller(cx: &'a Context<'_>) -> Self {
        Self::of_owner(cx.db, T::OWNER.id(cx))
    }

    /// Returns the records of an owner who is not the caller, such as a project of the demo data.
    pub(crate) fn of_owner(db: &'a Connection, owner: &'a str) -> Self {
        Self { db, owner, kind: PhantomData }
    }

    /// Returns the owners of the records with this key, the oldest record first.
    pub(crate) fn owners(db: &Connection, key: &str) -> Result<Vec<String>, ApiError> {
        let sql = "SELECT owner FROM records WHERE kind = ?1 AND key = ?2 ORDER BY number";
        let mut select = db.prepare_cached(sql)?;
        let owners = select.query_map((T::KIND, key), |row| row.get(0))?;
        Ok(owners.collect::<rusqlite::Result<_>>()?)
    }

    /// Inserts a record.
    ///
    /// # Errors
    /// Returns [`ApiError::internal`] if the owner already has a record with this key, or the database fails.
    pub fn insert(&self, record: &T) -> Result<(), ApiError> {
        update_columns::<T>(self.db)?;
        let sql = "INSERT INTO records (kind, owner, key, record) VALUES (?1, ?2, ?3, ?4)";
        self.db.prepare_cached(sql)?.execute((T::KIND, self.owner, record.key(), json(record)?))?;
        columns::write(self.db, self.db.last_insert_rowid(), self.owner, record)
    }

    /// Returns the record with this key.
    ///
    /// # Errors
    /// Returns [`ApiError::internal`] if the database fails.
    pub fn get(&self, key: &str) -> Result<Option<T>, ApiError> {
        let sql = "SELECT record FROM records WHERE kind = ?1 AND owner = ?2 AND key = ?3";
        let mut select = self.db.prepare_cached(sql)?;
        let found = select.query_row((T::KIND, self.owner, key), |row| row.get::<_, String>(0)).optional()?;
        found.map(|text| decode(&text)).transpose()
    }

    /// Replaces the record with the same key. Returns false if there is none.
    ///
    /// # Errors
    /// Returns [`ApiError::internal`] if the database fails.
    pub fn update(&self, record: &T) -> Result<bool, ApiError> {
        update_columns::<T>(self.db)?;
        let sql = "UPDATE records SET record = ?4 WHERE kind = ?1 AND owner = ?2 AND key = ?3 RETURNING number";
        let mut update = self.db.prepare_cached(sql)?;
        let values = (T::KIND, self.owner, record.key(), json(record)?);
        let number: Option<i64> = update.query_row(values, |row| row.get(0)).optional()?;
        let Some(number) = number else {
            return Ok(false);
        };
        columns::delete(self.db, number)?;
        columns::write(self.db, number, self.owner, record).map(|()| true)
    }

    /// Inserts a record, or replaces the one with the same key.
    ///
    /// # Errors
    /// Returns [`ApiError::internal`] if the database fails.
    pub fn put(&self, record: &T) -> Result<(), ApiError> {
        if self.update(record)? { Ok(()) } else { self.insert(record) }
    }

    /// Changes the record with this key and returns the result, or `None` if it does not exist. The key must stay the
    /// same.
    ///
    /// # Errors
    /// Returns [`ApiError::internal`] if the database fails.
    pub fn edit(&self, key: &str, change: impl FnOnce(&mut T)) -> Result<Option<T>, ApiError> {
        let Some(mut record) = self.get(key)? else {
            return Ok(None);
        };
        change(&mut record);
        Ok(self.update(&record)?.then_some(record))
    }

    /// Deletes the record with this key. Returns false if there is none.
    ///
    /// # Errors
    /// Returns [`ApiError::internal`] if the database fails.
    pub fn delete(&self, key: &str) -> Result<bool, ApiError> {
        let sql = "DELETE FROM records WHERE kind = ?1 AND owner = ?2 AND key = ?3 RETURNING number";
        let mut delete = self.db.prepare_cached(sql)?;
        let number: Option<i64> = delete.query_row((T::KIND, self.owner, key), |row| row.get(0)).optional()?;
        number.map_or(Ok(false), |number| columns::delete(self.db, number).map(|()| true))
    }

    /// Starts a query of these records, in the order in which they were inserted.
    #[must_use]
    pub fn query(&self) -> Query<'a, T> {
        Query::new(self.db, self.owner)
    }
}

fn json<T: StoredRecord>(record: &T) -> Result<String, ApiError> {
    serde_json::to_string(record).map_err(|error| ApiError::internal(format!("cannot store a {}: {error}", T::KIND)))
}

fn decode<T: StoredRecord>(text: &str) -> Result<T, ApiError> {
    serde_json::from_str(text).map_err(|error| ApiError::internal(format!("cannot read a {}: {error}", T::KIND)))
}
